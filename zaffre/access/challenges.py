"""Challenges that prove by themselves that they are ours and fresh, so that strangers' asking writes nothing."""

import hmac
import os
from hashlib import sha256

from zaffre.core.clock import Clock

_RANDOM, _TIME, _SEAL = 16, 5, 16
_SECONDS = 300


class Challenges:
    """Of 37 bytes: random ones, when it ends, and a seal over both. Whoever uses one up remembers it until then."""

    def __init__(self, secret: bytes, clock: Clock):
        self._secret = secret
        self._clock = clock

    def new(self, purpose: str) -> bytes:
        ends = int(self._clock.now()) + _SECONDS
        body = os.urandom(_RANDOM) + ends.to_bytes(_TIME)
        return body + self._seal(purpose, body)

    def ends(self, purpose: str, challenge: bytes) -> float | None:
        """When it ends; `None` where it is none of ours, for another purpose, or its time is over."""
        body, seal = challenge[:-_SEAL], challenge[-_SEAL:]
        if len(body) != _RANDOM + _TIME or not hmac.compare_digest(seal, self._seal(purpose, body)):
            return None
        ends = int.from_bytes(body[_RANDOM:])
        return None if self._clock.now() >= ends else float(ends)

    def _seal(self, purpose: str, body: bytes) -> bytes:
        return hmac.new(self._secret, purpose.encode() + b"\0" + body, sha256).digest()[:_SEAL]
