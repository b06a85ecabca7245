"""Writes the sets that are reported, one JSONL file each, in the format of `zaffre policies evaluate`.

A line has `text`, `labels` (unknown ones left out), `harmful`, `source`, and `severity` (0 to 1) where people gave one.
"""

import json
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from models.safety import synthetic
from models.safety.rows import Labels, Row, read
from models.safety.sources import scored
from models.safety.sources.files import documents
from models.safety.split import key

CATEGORIES = ("hate", "harassment", "sexual", "violence", "self_harm", "illicit", "jailbreak")

_GENERAL = (
    "davidson", "edos", "toxic_spans", "rtp", "rtp_generated", "diasafety", "pyrit", "harmbench", "do_not_answer",
    "red_instruct", "trustllm", "i2p", "pyrit_scored", "paradetox_neutral", "ethics", "captions", "bipia_clean",
    "manuals",
)  # fmt: skip
_MOST_OF_SOURCE = {"toxic_spans": 350, "davidson": 350, "edos": 250, "captions": 350, "ethics": 700, "rtp": 500}
_PROMPTS = ("alpaca_seeds", "mt_bench", "vicuna_bench")
_CODE = ("code", "markup", "data")
_AGENTS = ("agents", "agents_told", "skills", "templates")
_ATTACKS = ("in_the_wild", "dan", "pyrit_templates")


def line(row: Row, **more: object) -> dict[str, object]:
    """`harmful` is left out where it is not clear."""
    labels = {head: int(row.labels[head] >= 0.5) for head in CATEGORIES if _is_clear(row.labels, head)}
    found: dict[str, object] = {"text": row.text, "labels": labels, "source": row.source}
    if any(labels.values()) or row.labels.get("threat", 0) >= 0.6:
        found["harmful"] = True
    elif sum(head in labels for head in CATEGORIES) >= 5:
        found["harmful"] = False
    return found | more


def _is_clear(labels: Labels, head: str) -> bool:
    return head in labels and not 0.25 < labels[head] < 0.6


def sets(source: Path, work: Path, xstest: Path | None = None) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """The name of each set and its lines."""
    rows = read(work / "test.jsonl")
    yield "general", _general(rows)
    hand = synthetic.held_out()
    for name in ("scary_safe", "counter_speech"):
        yield name, [line(row) for row in hand if row.source == name]
    yield "harmful_requests", [line(row, harmful=True) for row in hand if row.source == "harmful_requests"]
    prompts, code = [line(row) for row in rows if row.source in _PROMPTS], _code(rows)
    yield "ordinary_prompts", prompts
    yield "ordinary_answers", [line(row) for row in rows if row.source == "alpaca_answers"]
    yield "agent_prompts", [line(row) for row in rows if row.source in _AGENTS]
    yield "code", code
    attacks = [line(row) for row in rows if row.source in _ATTACKS]
    yield "jailbreak", attacks + prompts + code[:300]
    yield "injection", list(_bastion(source))
    yield "severity", list(_severity(source, rows))
    if xstest:
        yield (
            "xstest",
            [
                {"text": text, "labels": {}, "harmful": name == "unsafe", "source": "xstest"}
                for name in ("safe", "unsafe")
                for text in (xstest / f"xstest_{name}.txt").read_text().splitlines()
            ],
        )


def _general(rows: list[Row]) -> list[dict[str, object]]:
    """A mixture of every held-out source, none of which fills it."""
    rng = random.Random("general")
    found: list[dict[str, object]] = []
    for name in _GENERAL:
        part = [entry for row in rows if row.source == name and "harmful" in (entry := line(row))]
        found += rng.sample(part, min(len(part), _MOST_OF_SOURCE.get(name, 300)))
    rng.shuffle(found)
    return found


def _code(rows: list[Row]) -> list[dict[str, object]]:
    found = [line(row) for row in rows if row.source in _CODE]
    return random.Random("code").sample(found, min(len(found), 900))


def _bastion(source: Path) -> Iterator[dict[str, object]]:
    for case in documents(source / "bastioncorpus/injections.jsonl"):
        is_attack = case["label"] == "malicious"
        name = f"bastion/{case['channel']}/{case['lang']}"
        yield {"text": case["text"], "labels": {"jailbreak": int(is_attack)}, "harmful": is_attack, "source": name}


def _severity(source: Path, rows: list[Row]) -> Iterator[dict[str, object]]:
    held = {key(row.text) for row in rows if row.source == "pyrit_scored"}
    for text, harm, score in scored.scores(source):
        if key(text) in held:
            yield {"text": text, "labels": {harm: int(score >= 0.5)}, "harmful": score >= 0.5,
                   "source": f"pyrit/{harm}", "severity": score}  # fmt: skip


def write(found: Iterable[tuple[str, list[dict[str, object]]]], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in found:
        text = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
        print(name, len(lines), sum(bool(entry["harmful"]) for entry in lines), file=sys.stderr)
