"""Addresses that open a picture without a key: signed by the installation, for one audience, until they expire."""

import base64
import hashlib
import hmac
from urllib.parse import urlencode

from msgspec import Struct

from zaffre.core.album import Audience, Picture
from zaffre.core.clock import Clock
from zaffre.core.errors import Forbidden

FILES = "/v1/images/files/"
_WORDS: dict[str, str] = {"owner": "", "gallery": "gallery", "moderator": "review"}


class Opened(Struct, frozen=True):
    """What a valid address tells: for whom it was made, and for how many seconds it is still valid."""

    audience: Audience
    seconds: int


class Signer:
    """HMAC-SHA-256 over the file's name, the audience and the time of expiry, with a key of its own.

    An address is valid for `hours`, and up to a twenty-fourth of that longer.
    """

    def __init__(self, key: bytes, clock: Clock, hours: int):
        self._key = key
        self._clock = clock
        self._seconds = hours * 3600

    def __repr__(self) -> str:
        return "Signer(…)"

    def file(self, picture: Picture, audience: Audience = "owner") -> str:
        """A path and query that open the picture."""
        return self._path(picture.file, audience)

    def thumbnail(self, picture: Picture, audience: Audience = "owner") -> str:
        return self._path(picture.thumbnail_file, audience)

    def open(self, name: str, expires: str | None, audience: str | None, signature: str | None) -> Opened:
        """What the parts of an address allow; raises `Forbidden` where it is forged, altered or too old."""
        meant = next((one for one, word in _WORDS.items() if word == (audience or "")), None)
        expected = self._signature(name, expires or "", audience or "")
        if meant is None or not hmac.compare_digest(expected.encode(), (signature or "").encode()):
            raise Forbidden(
                "This address is not one that the server made, or it was changed. Use it as it was given, with its "
                "whole query; `GET /v1/pictures/{id}` gives a new one.",
                param="signature",
                code="invalid_signature",
            )
        left = int(expires or "0") - self._clock.now()
        if left <= 0:
            raise Forbidden(
                "This address has expired. `GET /v1/pictures/{id}` gives a new one as long as the picture is kept.",
                param="expires",
                code="address_expired",
            )
        return Opened(meant, int(left))

    def _path(self, name: str, audience: Audience) -> str:
        expires, word = str(self._expiry()), _WORDS[audience]
        query = {"expires": expires} | ({"for": word} if word else {})
        return f"{FILES}{name}?{urlencode(query | {'signature': self._signature(name, expires, word)})}"

    def _expiry(self) -> int:
        # Rounded up, so that a picture told twice has the same address, and a browser that knows it asks no more.
        step = self._seconds // 24
        return -int(-(self._clock.now() + self._seconds) // step) * step

    def _signature(self, name: str, expires: str, word: str) -> str:
        # Names have no line breaks, so no two addresses are signed alike.
        said = "\n".join((name, expires, word)).encode()
        return base64.urlsafe_b64encode(hmac.new(self._key, said, hashlib.sha256).digest()).decode().rstrip("=")
