"""Settings of how people sign in."""

from collections.abc import Iterator

from zaffre.settings.section import Section

_MOST_DAYS = 3650


class SignIn(Section):
    """How people prove who they are, and for how long that holds."""

    passwords: bool = True
    """Whether people may sign in by password."""
    passkeys: bool = True
    """Whether people may sign in by passkey."""
    shortest_password: int = 10
    """The fewest characters of a new password."""
    session_days: float = 30.0
    """How long a session lasts at most."""
    idle_hours: float = 168.0
    """How long a session may rest before it ends."""


def contradictions(sign_in: SignIn) -> Iterator[str]:
    """A sentence for each setting that cannot hold."""
    if not 8 <= sign_in.shortest_password <= 128:
        yield "`sign_in.shortest_password` must be between 8 and 128"
    if not 0 < sign_in.session_days <= _MOST_DAYS:
        yield f"`sign_in.session_days` must be above 0, and at most {_MOST_DAYS}"
    if not 0 < sign_in.idle_hours <= _MOST_DAYS * 24:
        yield f"`sign_in.idle_hours` must be above 0, and at most {_MOST_DAYS * 24}"
