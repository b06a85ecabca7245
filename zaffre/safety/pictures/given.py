"""The pictures that a caller gives, judged before a model sees them."""

from zaffre.core.calls import Inference
from zaffre.core.errors import BadRequest
from zaffre.core.filtered import ContentFiltered
from zaffre.core.verdicts import Verdict
from zaffre.safety.decide import NOT_FILTERED, merged
from zaffre.safety.pictures import shown
from zaffre.safety.pictures.panel import Pictures
from zaffre.safety.policy import Policy


async def judged(call: Inference, pictures: Pictures, policy: Policy) -> Verdict | None:
    """One verdict for all pictures that `call` shows, nothing where it shows none or nobody looks.

    Raises `ContentFiltered`, `FilterDown`, and `BadRequest` for a picture that can't be judged where some would be
    stopped.
    """
    if not policy.images.are_looked_at:
        return None
    found = await shown.of(call)
    if found.unseen and policy.prompt.blocks:
        raise _unseen(found.unseen[0], policy)
    verdicts = await pictures.judge(found.pictures, "prompt", policy)
    if any(verdict.is_blocked for verdict in verdicts):
        raise ContentFiltered((merged(verdicts),), found.param, is_picture=True)
    if found.unseen:
        verdicts.append(_passed(policy))
    return merged(verdicts) if verdicts else None


def _passed(policy: Policy) -> Verdict:
    """On a picture that nobody looked at, which says of no category that it is not there."""
    return Verdict(policy=policy.id, direction="prompt", error=NOT_FILTERED)


def _unseen(param: str, policy: Policy) -> BadRequest:
    return BadRequest(
        f"The picture in '{param}' lies elsewhere, where the content policy {policy.id} cannot look at it. "
        "Send it within the request, as 'data:image/png;base64,…'.",
        param=param,
        code="image_not_filtered",
    )
