"""What a request shows of who sends it."""

from msgspec import Struct


class Credential(Struct, frozen=True, kw_only=True):
    """`key` is what came in one of the headers for keys, `cookie` a session's secret."""

    def __repr__(self) -> str:
        return "Credential(…)"

    key: str | None = None
    cookie: str | None = None
    project: str | None = None
    """The project that a session or token wants to work in: its id or name."""
    address: str | None = None
    agent: str | None = None
    is_from_app: bool = False
    """Whether the request shows that a page of our own sent it; only then does a cookie count."""
