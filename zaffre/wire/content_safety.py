"""A text analysed, and a prompt shielded, in the words of Azure AI Content Safety."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from zaffre.core.blocklists import ListMatch
from zaffre.core.calls import Judgement
from zaffre.core.errors import BadRequest
from zaffre.core.verdicts import SEVERITIES, SHIELDS, Verdict
from zaffre.wire import scores
from zaffre.wire.body import check_known, convert

MAX_TEXT = 10_000
MAX_DOCUMENTS = 5
MAX_LISTS = 10

Category = Literal["Hate", "SelfHarm", "Sexual", "Violence"]
OURS: dict[Category, str] = {"Hate": "hate", "SelfHarm": "self_harm", "Sexual": "sexual", "Violence": "violence"}
_DOUBTFUL = 0.5


class AnalyzeBody(Struct, kw_only=True, rename="camel"):
    text: str
    categories: list[Category] | None = None
    blocklist_names: Annotated[list[str], Meta(max_length=MAX_LISTS)] | None = None
    halt_on_blocklist_hit: bool | None = None
    output_type: Literal["FourSeverityLevels", "EightSeverityLevels"] | None = None


class Analysis(Struct, frozen=True):
    """What a text is to be looked through for, and how that is told."""

    call: Judgement
    categories: tuple[Category, ...]
    blocklists: tuple[str, ...]
    halts: bool
    is_fine: bool
    """Whether in eight levels and not in four."""


class ShieldBody(Struct, kw_only=True, rename="camel"):
    user_prompt: str | None = None
    documents: Annotated[list[str], Meta(max_length=MAX_DOCUMENTS)] | None = None


class Shielding(Struct, frozen=True):
    """The texts of `call` with who speaks in each: the user first, where there is one."""

    call: Judgement
    voices: tuple[Literal["user", "document"], ...]


def decode_analysis(raw: dict[str, Any], model: str) -> Analysis:
    body = convert(raw, AnalyzeBody)
    check_known(raw, AnalyzeBody)
    _check_text(body.text, "text")
    return Analysis(
        Judgement(deployment=model, texts=(body.text,)),
        tuple(dict.fromkeys(OURS if body.categories is None else body.categories)),
        tuple(dict.fromkeys(body.blocklist_names or ())),
        halts=bool(body.halt_on_blocklist_hit),
        is_fine=body.output_type == "EightSeverityLevels",
    )


def encode_analysis(asked: Analysis, verdicts: Sequence[Verdict], matches: Sequence[ListMatch]) -> bytes:
    """No verdict means that the analysis halted before."""
    told = [
        {"category": category, "severity": _level(OURS[category], verdict, asked.is_fine)}
        for verdict in verdicts
        for category in asked.categories
    ]
    found = [
        {"blocklistName": one.list_name, "blocklistItemId": one.item_id, "blocklistItemText": one.text}
        for one in matches
    ]
    return msgspec.json.encode({"blocklistsMatch": found, "categoriesAnalysis": told})


def decode_shielding(raw: dict[str, Any], model: str) -> Shielding:
    body = convert(raw, ShieldBody)
    check_known(raw, ShieldBody)
    user = () if body.user_prompt is None else (body.user_prompt,)
    documents = tuple(body.documents or ())
    if not any((*user, *documents)):
        text = "Nothing to look at: give 'userPrompt', 'documents' or both."
        raise BadRequest(text, param="userPrompt", code="missing_required_parameter")
    for text in user:
        _check_length(text, "userPrompt")
    for place, text in enumerate(documents):
        _check_length(text, f"documents[{place}]")
    voices = (*("user" for _ in user), *("document" for _ in documents))
    return Shielding(Judgement(deployment=model, texts=(*user, *documents)), voices)


def encode_shielding(asked: Shielding, verdicts: Sequence[Verdict]) -> bytes:
    told: dict[str, Any] = {"documentsAnalysis": []}
    for voice, verdict in zip(asked.voices, verdicts, strict=True):
        attack = {"attackDetected": _is_attack(verdict)}
        if voice == "user":
            told["userPromptAnalysis"] = attack
        else:
            told["documentsAnalysis"].append(attack)
    return msgspec.json.encode(told)


def _check_text(text: str, param: str) -> None:
    if not text:
        raise BadRequest(f"Invalid '{param}': it must not be empty.", param=param, code="invalid_value")
    _check_length(text, param)


def _check_length(text: str, param: str) -> None:
    if len(text) > MAX_TEXT:
        told = f"Invalid '{param}': {len(text)} characters are too many; {MAX_TEXT} are the most."
        raise BadRequest(told, param=param, code="string_above_max_length")


def _level(category: str, verdict: Verdict, is_fine: bool) -> int:
    """0, 2, 4 or 6 by severity; of eight levels we know 1 besides, for what is safe and likelier harmful than not."""
    severity = next((one.severity for one in verdict.outcomes if one.category == category), "safe")
    if is_fine and severity == "safe" and scores.of_category(category, verdict) >= _DOUBTFUL:
        return 1
    return 2 * SEVERITIES.index(severity)


def _is_attack(verdict: Verdict) -> bool:
    return any(outcome.category in SHIELDS and outcome.is_detected for outcome in verdict.outcomes)
