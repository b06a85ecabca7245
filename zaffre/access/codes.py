"""Codes and tokens that are handed out once, and kept as a hash alone."""

import secrets

INVITATION = "zfi-"
LONGEST = 200


def new_code(prefix: str = "") -> str:
    """192 random bits."""
    return prefix + secrets.token_urlsafe(24)


def shown(code: str) -> str:
    """As much of an invitation's code as people need to tell it from others."""
    return f"{code[: len(INVITATION) + 4]}…"
