"""Webhooks, signed as OpenAI's are: by the rules of standardwebhooks.com, which official clients can verify."""

import base64
import hashlib
import hmac
from collections.abc import Collection

import msgspec

from zaffre.core.clock import Clock
from zaffre.service.mail import guarded
from zaffre.service.mail.outbox import Undeliverable, Unsent
from zaffre.storage.outbox import Parcel

_GONE = 410
_PREFIX = "whsec_"


class Webhooks:
    """Tells receivers of events. `internal` are hosts that may have addresses of the own network."""

    def __init__(self, key: bytes, clock: Clock, timeout: float, internal: Collection[str] = ()):
        self._key = key
        self._clock = clock
        self._timeout = timeout
        self._internal = frozenset(host.lower() for host in internal)

    def __repr__(self) -> str:
        return "Webhooks(…)"

    @property
    def secret(self) -> str:
        """What receivers need to verify signatures."""
        return _PREFIX + base64.b64encode(self._key).decode()

    async def __call__(self, parcel: Parcel, body: str) -> None:
        """Raises `Unsent`, or `Undeliverable` where the receiver says that it is gone. Redirects are not followed."""
        import aiohttp

        sent = self._event(parcel, body)
        waiting = aiohttp.ClientTimeout(total=self._timeout)
        try:
            guarded.check_literal(parcel.recipient, self._internal)
            async with (
                aiohttp.ClientSession(connector=guarded.connector(self._internal), timeout=waiting) as session,
                session.post(
                    parcel.recipient, data=sent, headers=self.headers(parcel.id, sent), allow_redirects=False
                ) as answer,
            ):
                status = answer.status
        except (aiohttp.ClientError, guarded.AddressRefused, OSError, ValueError) as error:
            raise Unsent(str(error) or type(error).__name__) from error
        if status == _GONE:
            raise Undeliverable("the receiver answered 410: it is gone")
        if not 200 <= status < 300:
            raise Unsent(f"the receiver answered {status}")

    def headers(self, parcel_id: str, body: bytes) -> dict[str, str]:
        """The id stays the same however often it is tried; time and signature are of this try."""
        time = str(int(self._clock.now()))
        signed = hmac.new(self._key, f"{parcel_id}.{time}.".encode() + body, hashlib.sha256).digest()
        return {
            "content-type": "application/json",
            "user-agent": "zaffre",
            "webhook-id": parcel_id,
            "webhook-timestamp": time,
            "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
        }

    def _event(self, parcel: Parcel, body: str) -> bytes:
        head = {"id": parcel.id, "object": "event", "created_at": int(parcel.created_at)}
        return msgspec.json.encode(head | msgspec.json.decode(body))
