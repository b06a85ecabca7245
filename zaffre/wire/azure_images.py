"""Pictures as Azure tells of them: what was filtered in each, and in their prompt."""

from typing import Any

from zaffre.core import stopped
from zaffre.core.answers import Stage
from zaffre.core.filtered import ContentFiltered
from zaffre.core.pictures import Drawn
from zaffre.core.verdicts import Verdict
from zaffre.wire import content_filters
from zaffre.wire.openai.images_answers import BLOCKED, Notes

_PROMPT_BLOCKED = (
    "Your request was rejected as a result of our safety system. "
    "Your prompt may contain text that is not allowed by our safety system."
)
PICTURE_BLOCKED = "Generated image was filtered as a result of our safety system."
FILTERED = "contentFilter"


class Annotations(Notes, frozen=True):
    """`prompt` is what was said of the call's prompt, where that is told."""

    prompt: Verdict | None = None

    def of(self, picture: Drawn) -> dict[str, Any]:
        if self.prompt is None:
            return {}
        said = {} if picture.verdict is None else content_filters.results(picture.verdict)
        return {"content_filter_results": said, "prompt_filter_results": content_filters.results(self.prompt)}

    def stopped(self, stage: Stage) -> dict[str, Any] | None:
        return {"error": {"code": FILTERED, "message": PICTURE_BLOCKED}} | self._results(stage)

    def why(self, stage: Stage) -> dict[str, Any]:
        details = stopped.problem([stage]).message
        return {"code": BLOCKED, "message": PICTURE_BLOCKED, "details": details} | self._results(stage)

    def _results(self, stage: Stage) -> dict[str, Any]:
        if self.prompt is None:
            return {}
        if stage.elsewhere is not None:
            said = stage.elsewhere.told.get("inner_error", {}).get("content_filter_results", {})
        else:
            said = content_filters.results(stage.verdict)
        return {"content_filter_results": said, "prompt_filter_results": content_filters.results(self.prompt)}


def blocked(problem: ContentFiltered) -> dict[str, Any]:
    """An error's fields: Azure's own words, which clients look for; ours, which explain, stand in `details`."""
    is_prompt = problem.blocked.direction == "prompt"
    return {
        "message": _PROMPT_BLOCKED if is_prompt else PICTURE_BLOCKED,
        "details": problem.message,
        "inner_error": {
            "code": "ResponsibleAIPolicyViolation",
            "content_filter_results": content_filters.results(problem.blocked),
        },
    }
