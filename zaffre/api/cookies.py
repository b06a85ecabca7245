"""Cookies: read from a request, and written so that no script and no other site gets at them."""

SESSION = "zaffre_session"


def value(header: str | None, name: str) -> str | None:
    """The cookie's value in a `Cookie` header; `None` where it is not there or is there twice."""
    if not header:
        return None
    pairs = (part.strip().partition("=") for part in header.split(";"))
    found = [told for known, _, told in pairs if known == name]
    return found[0] if len(found) == 1 and found[0] else None


def setting(name: str, told: str, *, seconds: int, is_secure: bool, path: str = "/", same_site: str = "Strict") -> str:
    """The value of `Set-Cookie`; with no seconds left the browser forgets it."""
    secure = "; Secure" if is_secure else ""
    return f"{name}={told}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite={same_site}{secure}"


def forgetting(name: str, *, is_secure: bool, path: str = "/") -> str:
    return setting(name, "", seconds=0, is_secure=is_secure, path=path)
