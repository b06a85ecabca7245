"""A key as the keyring holds it: its caller, and from where and until when it opens."""

import msgspec
from msgspec import Struct

from zaffre.access.networks import Network, is_within, networks
from zaffre.access.standing import Standing, scoped
from zaffre.core.callers import Caller, Rights, Scope
from zaffre.core.errors import Forbidden
from zaffre.core.permissions import OF_KEYS
from zaffre.storage.keyring import Row
from zaffre.storage.places import Place


class Held(Struct, frozen=True, kw_only=True):
    """`networks` are the addresses that it may be used from; `None` is from anywhere."""

    caller: Caller
    expires_at: float | None = None
    networks: tuple[Network, ...] | None = None

    def check_address(self, address: str | None) -> None:
        """Raise `Forbidden` where the key may not be used from there."""
        if self.networks is not None and not is_within(address, self.networks):
            text = f"This key may not be used from {address or 'an unknown address'}: it is for certain networks only."
            raise Forbidden(text, code="ip_not_authorized")


def hold(row: Row, place: Place, owner: Standing | Rights | None) -> Held:
    """The key in use. One that a person or a service account owns can do no more than these can there."""
    own = Scope(models=_words(row.models), routes=_words(row.routes))
    return Held(
        caller=Caller(
            key_id=row.id,
            project_id=place.id,
            project=place.name,
            region=place.region,
            policy=place.policy,
            weight=place.weight,
            name=row.name,
            user_id=row.user_id,
            service_account_id=row.service_account_id,
            rights=_rights(place.id, owner),
            scope=owner.scope(place, own) if isinstance(owner, Standing) else scoped(place, own),
        ),
        expires_at=row.expires_at,
        networks=None if row.networks is None else networks(tuple(msgspec.json.decode(row.networks))),
    )


def _rights(project_id: str, owner: Standing | Rights | None) -> Rights:
    if owner is None:
        return Rights(projects={project_id: OF_KEYS})
    return rights_in(project_id, owner.rights if isinstance(owner, Standing) else owner)


def rights_in(project_id: str, rights: Rights) -> Rights:
    """What a key may do in the project whose owner has these rights: nothing without `api`."""
    held = rights.held(project_id)
    return Rights(projects={project_id: OF_KEYS & held if "api" in held else frozenset()})


def _words(told: str | None) -> frozenset[str] | None:
    return None if told is None else frozenset(msgspec.json.decode(told, type=list[str]))
