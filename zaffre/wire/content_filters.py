"""Azure's annotations: what a verdict looks like in answers, chunks and errors."""

from collections.abc import Sequence
from typing import Any

from zaffre.core.answers import Offsets
from zaffre.core.verdicts import HARMS, Outcome, Verdict

Results = dict[str, Any]
_ERROR_CODE = "content_filter_error"
_OURS = frozenset({"illicit"})
"""Categories that Azure does not have; they are told only where something was seen."""
_LISTS = "custom_blocklists"
_PERSONAL = "personally_identifiable_information"


def results(verdict: Verdict) -> Results:
    """`content_filter_results`: an object for each category that the policy looks at."""
    if verdict.error:
        return {"error": {"code": _ERROR_CODE, "message": verdict.error}}
    return {
        outcome.category: _category(outcome, verdict)
        for outcome in verdict.outcomes
        if outcome.is_detected or outcome.category not in _OURS
    }


def prompt_results(verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    """`prompt_filter_results`: one for each prompt of the call."""
    return [
        {"prompt_index": place, "content_filter_results": results(verdict)} for place, verdict in enumerate(verdicts)
    ]


def offsets(told: Offsets) -> dict[str, int]:
    return {"check_offset": told.check, "start_offset": told.start, "end_offset": told.end}


def of_response(verdict: Verdict, length: int) -> dict[str, Any]:
    """One of the Responses API's `content_filters`, on a text of `length` code points."""
    return {
        "blocked": verdict.is_blocked,
        "source_type": verdict.direction,
        "content_filter_raw": findings(verdict) or None,
        "content_filter_results": results(verdict),
        "content_filter_offsets": offsets(Offsets(0, 0, length)),
    }


def findings(verdict: Verdict) -> list[dict[str, Any]]:
    """Why: each thing that was seen, with its place in code points, and who saw it. Ours, in no other API."""
    stopped = set(verdict.filtered)
    return [
        {
            "category": finding.category,
            "severity": finding.severity,
            "score": round(finding.score, 4),
            "start": finding.span.start if finding.span else None,
            "end": finding.span.end if finding.span else None,
            "detail": finding.detail or None,
            "source": finding.source,
            "filtered": finding.category in stopped,
        }
        for finding in verdict.findings
    ]


def _category(outcome: Outcome, verdict: Verdict) -> dict[str, Any]:
    told: dict[str, Any] = {"filtered": outcome.filtered}
    if outcome.category in HARMS:
        return told | {"severity": outcome.severity}
    details = list(dict.fromkeys(one.detail for one in verdict.findings if one.category == outcome.category))
    if outcome.category == _LISTS:
        names = dict.fromkeys(detail.partition("/")[0] for detail in details)
        return told | {"details": [{"filtered": outcome.filtered, "id": name} for name in names]}
    told |= {"detected": outcome.is_detected}
    if outcome.category == _PERSONAL:
        told["sub_categories"] = [
            {"sub_category": kind, "filtered": outcome.filtered, "detected": True, "redacted": False}
            for kind in details
        ]
    return told
