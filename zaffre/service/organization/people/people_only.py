"""What only a person who is signed in may do: what keeps their account safe is not for programs."""

from zaffre.core.callers import Caller
from zaffre.core.errors import Forbidden


def person(caller: Caller) -> str:
    """The id of the person who is signed in; raises `Forbidden` for keys and tokens."""
    if caller.kind != "session" or caller.user_id is None:
        raise Forbidden("Only a person who is signed in may do this, and no key.", code="session_required")
    return caller.user_id
