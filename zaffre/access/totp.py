"""Codes of an authenticator app (RFC 6238), and codes for the day on which it is lost."""

import io
import secrets

_STEP_SECONDS = 30
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_RECOVERY_CODES = 10


def new_secret() -> str:
    """160 random bits in base 32."""
    import pyotp

    return pyotp.random_base32()


def uri(secret: str, account: str, issuer: str) -> str:
    """What an authenticator app reads."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def drawn(uri: str) -> str:
    """The address as a QR code: SVG, black on white."""
    import segno

    page = io.BytesIO()
    segno.make(uri, error="m").save(page, kind="svg", xmldecl=False, svgns=True, scale=4, light="white")
    return page.getvalue().decode()


def step_of(secret: str, code: str, now: float) -> int | None:
    """The time step that the code belongs to; `None` for a wrong code. Neighbours count too, as clocks differ."""
    import pyotp

    current, made = int(now) // _STEP_SECONDS, pyotp.TOTP(secret)
    given = "".join(code.split())
    for step in (current, current - 1, current + 1):
        if secrets.compare_digest(made.generate_otp(step).encode(), given.encode()):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Each of about 59 random bits, in letters that are not mistaken for each other."""
    return [_recovery_code() for _ in range(_RECOVERY_CODES)]


def plain(code: str) -> str:
    """A recovery code as it is hashed, however it was typed in."""
    return "".join(letter for letter in code.upper() if letter in _LETTERS)


def _recovery_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return "-".join(letters[start : start + 4] for start in range(0, 12, 4))
