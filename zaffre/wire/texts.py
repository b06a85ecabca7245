"""Texts of a certain form. Each says in words what it is, which is what whoever gave another one is told."""

from typing import Annotated

from msgspec import Meta

_MAIL = "an e-mail address, such as ann@example.com"

Email = Annotated[str, Meta(max_length=254, pattern=r"^[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\".]+$", description=_MAIL)]
"""Of a person."""
Mailbox = Annotated[str, Meta(max_length=254, pattern=r"^[^@\s,;<>]+@[^@\s,;<>]+$", description=_MAIL)]
"""Where mail is sent, on this machine or network too."""
OneLine = Annotated[
    str, Meta(min_length=1, pattern=r"^\S(.*\S)?$", description="a line that neither begins nor ends with a blank")
]
Identifier = Annotated[
    str, Meta(pattern="^[a-zA-Z0-9_-]{1,64}$", description="1 to 64 letters, digits, underscores or hyphens")
]
"""What OpenAI takes as the name of a function or a schema."""
