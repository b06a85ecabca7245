"""What is said where content does not pass a filter."""

from typing import Any

from zaffre.core.errors import BadRequest
from zaffre.core.verdicts import Verdict


class ContentFiltered(BadRequest):
    """`verdicts` has one for each prompt of the call; at least one of them is blocked."""

    code = "content_filter"

    def __init__(self, verdicts: tuple[Verdict, ...], param: str = "prompt", *, is_picture: bool = False):
        blocked = next(verdict for verdict in verdicts if verdict.is_blocked)
        super().__init__(_why(blocked, is_picture), param=param)
        self.verdicts = verdicts
        self.blocked = blocked
        self.is_of_responses = False
        """Whether it is told in the words of the Responses API."""
        self.is_of_images = False
        """Whether it is told in the words of the image API."""


class FilteredElsewhere(BadRequest):
    """`told` is what the backend said of it beside the message, by the names on its wire."""

    code = "content_filter"

    def __init__(self, message: str, param: str | None, told: dict[str, Any]):
        super().__init__(message, param=param)
        self.told = told


def _why(verdict: Verdict, is_picture: bool) -> str:
    severities = {outcome.category: outcome.severity for outcome in verdict.outcomes}
    told = ", ".join(f"{name} ({severities[name]})" for name in verdict.filtered)
    where = next((one.span for one in verdict.findings if one.category in verdict.filtered and one.span), None)
    place = f" Characters {where.start} to {where.end} decided it." if where else ""
    what = "picture" if is_picture or verdict.direction == "completion" else "prompt"
    return (
        f"The {what} was blocked by the content policy {verdict.policy} for {told}.{place} "
        f"Change the {what} and try again, or ask whoever runs this service about its policy."
    )
