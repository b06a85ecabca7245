"""Making keys and their secrets. Only hashes are kept, so that each secret is known at this one moment."""

from ipaddress import ip_network

from msgspec import Struct, structs
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access.secrets import KeyHasher, new_key, shown
from zaffre.core.clock import new_id
from zaffre.core.errors import BadRequest
from zaffre.core.keys import OPERATIONS, Key, Slot
from zaffre.storage import keys


class Order(Struct, frozen=True, kw_only=True):
    """What a new key is to be; of the fields of `Key` those that are chosen."""

    name: str
    user_id: str | None = None
    service_account_id: str | None = None
    slot: Slot | None = None
    models: tuple[str, ...] | None = None
    routes: tuple[str, ...] | None = None
    networks: tuple[str, ...] | None = None
    expires_at: float | None = None


class Issued(Struct, frozen=True):
    """A key with its secret."""

    key: Key
    value: str

    def __repr__(self) -> str:
        return f"Issued({self.key.id!r})"


async def issue(
    connection: AsyncConnection, hasher: KeyHasher, order: Order, project_id: str, project: str, now: float
) -> Issued:
    """Make a key in a project that is there under that name."""
    value = new_key()
    key = Key(
        id=new_id("key_"),
        project_id=project_id,
        project=project,
        shown=shown(value),
        created_at=now,
        **structs.asdict(order),
    )
    await keys.add(connection, key, hasher.digest(value))
    return Issued(key, value)


async def rotate(connection: AsyncConnection, hasher: KeyHasher, key: Key, overlap: float, now: float) -> Issued:
    """Give a key another secret; the old one works `overlap` seconds longer.

    It stays the same key, with its limits, its budgets, and what it used of them.
    """
    value = new_key()
    fresh = structs.replace(key, shown=shown(value))
    await keys.renew(connection, fresh, hasher.digest(value), now + overlap if overlap > 0 else None, now)
    return Issued(fresh, value)


def check_order(order: Order, now: float) -> None:
    """Raise `BadRequest` for an operation, a network or an end that no key can have."""
    for place, route in enumerate(order.routes or ()):
        if route not in OPERATIONS:
            text = f"there is no operation {route[:80]!r}. There are {', '.join(OPERATIONS)}."
            raise _wrong(f"routes[{place}]", text)
    for place, network in enumerate(order.networks or ()):
        try:
            ip_network(network)
        except ValueError as error:
            text = f"{network[:80]!r} is no network such as 10.0.0.0/8 or 2001:db8::/32."
            raise _wrong(f"networks[{place}]", text) from error
    for name in ("models", "routes", "networks"):
        if getattr(order, name) == ():
            raise _wrong(name, "a key that may call nothing is of no use. Leave it out for all.")
    if order.expires_at is not None and order.expires_at <= now:
        raise _wrong("expires_at", "it must lie ahead.")


def _wrong(param: str, text: str) -> BadRequest:
    return BadRequest(f"Invalid value for '{param}': {text}", param=param, code="invalid_value")
