"""Pictures that were stopped, as the problem that their caller is told of."""

from collections.abc import Sequence

from zaffre.core.answers import Stage
from zaffre.core.filtered import ContentFiltered, FilteredElsewhere


def problem(stages: Sequence[Stage], param: str = "prompt") -> ContentFiltered | FilteredElsewhere:
    """Why there is none of the pictures whose last `stages` these are: our own policy's word, or a backend's."""
    ours = tuple(stage.verdict for stage in stages if stage.verdict is not None and stage.verdict.is_blocked)
    if ours:
        return ContentFiltered(ours, param)
    theirs = next(stage.elsewhere for stage in stages if stage.elsewhere is not None)
    return FilteredElsewhere(theirs.message, param, dict(theirs.told))
