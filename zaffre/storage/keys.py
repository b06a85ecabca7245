"""Statements on keys, the projects that they belong to, and old secrets that still work for a while."""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.clock import new_id
from zaffre.core.keys import Key
from zaffre.core.people import Page
from zaffre.storage import pages, revisions
from zaffre.storage.tables import keys, projects

_NAME = "keys"
_LISTS = ("models", "routes", "networks")
_IS_KEY = keys.c.stands_for.is_(None)
_IS_VALID = keys.c.revoked_at.is_(None)


async def ensure_project(connection: AsyncConnection, name: str, region: str, now: float) -> str:
    """The id of the project of that name, made in `region` if there is none yet."""
    found = (await connection.execute(select(projects.c.id).where(projects.c.name == name))).scalar()
    if found is not None:
        return found
    row = {"id": new_id("proj_"), "name": name, "region": region, "created_at": now}
    await connection.execute(insert(projects).values(row))
    return row["id"]


async def add(connection: AsyncConnection, key: Key, digest: str) -> None:
    """Keep a new key; `digest` is the hash of its secret."""
    row = {name: getattr(key, name) for name in key.__struct_fields__ if name != "project"}
    row |= {name: _list(row[name]) for name in _LISTS}
    number = await revisions.grow(connection, _NAME)
    await connection.execute(insert(keys).values(row | {"digest": digest, "revision": number}))


async def renew(connection: AsyncConnection, key: Key, digest: str, old_until: float | None, now: float) -> None:
    """Give a key another secret, with what `key` shows of it; the old one works until then, or not at all."""
    row = dict((await connection.execute(select(keys).where(keys.c.id == key.id))).mappings().one())
    number = await revisions.grow(connection, _NAME)
    await _shorten(connection, key.id, old_until, now, number)
    fresh = {"digest": digest, "shown": key.shown, "expires_at": key.expires_at, "revision": number}
    await connection.execute(update(keys).where(keys.c.id == key.id).values(fresh))
    old = {"id": new_id("secret_"), "stands_for": key.id, "slot": None, "revision": number}
    ends = {"expires_at": _earlier(row["expires_at"], old_until), "revoked_at": now if old_until is None else None}
    await connection.execute(insert(keys).values(row | old | ends))


async def old_secrets(connection: AsyncConnection, now: float, project_ids: Collection[str]) -> dict[str, float]:
    """Until when old secrets of keys of these projects still work, by the keys that they stand for."""
    works = (keys.c.stands_for.is_not(None), _IS_VALID, keys.c.expires_at > now)
    works = (*works, keys.c.project_id.in_(sorted(project_ids)))
    rows = await connection.execute(select(keys.c.stands_for, keys.c.expires_at).where(*works))
    return {key_id: until for key_id, until in rows}


async def find(connection: AsyncConnection, key_id: str) -> Key | None:
    """The key with this id, revoked ones too."""
    return await _one(connection, _told().where(keys.c.id == key_id))


async def find_slot(connection: AsyncConnection, project_id: str, slot: str) -> Key | None:
    return await _one(connection, _told().where(keys.c.project_id == project_id, keys.c.slot == slot, _IS_VALID))


async def find_shown(connection: AsyncConnection, key: str) -> list[Key]:
    """The valid keys with this id, or that are shown so."""
    is_meant = (keys.c.id == key) | (keys.c.shown == key)
    rows = await connection.execute(_told().where(is_meant, _IS_VALID))
    return [_key(row) for row in rows.mappings()]


async def page(connection: AsyncConnection, page: Page, **owner: str) -> tuple[list[Key], bool]:
    """The valid keys of an owner, such as `project_id="proj_1"`."""
    rows, has_more = await pages.read(connection, _told().where(_IS_VALID, *_owned(owner)), keys, page)
    return [_key(row) for row in rows], has_more


async def page_among(
    connection: AsyncConnection, page: Page, project_ids: Collection[str] | None
) -> tuple[list[Key], bool]:
    """The valid keys of these projects; `None` is every one."""
    among = () if project_ids is None else (keys.c.project_id.in_(sorted(project_ids)),)
    rows, has_more = await pages.read(connection, _told().where(_IS_VALID, *among), keys, page)
    return [_key(row) for row in rows], has_more


async def list_all(connection: AsyncConnection) -> list[Key]:
    """Every key, revoked ones too, oldest first."""
    rows = await connection.execute(_told().order_by(keys.c.created_at, keys.c.id))
    return [_key(row) for row in rows.mappings()]


async def revoke(connection: AsyncConnection, key_id: str, now: float) -> bool:
    """Revoke a key and its old secrets; false where it was not valid."""
    is_meant = (keys.c.id == key_id) | (keys.c.stands_for == key_id)
    return await _revoke(connection, (is_meant,), now) > 0


async def revoke_all(connection: AsyncConnection, now: float, **owner: str) -> int:
    """Revoke all keys of an owner, such as `project_id="proj_1"`; how many secrets were valid."""
    return await _revoke(connection, _owned(owner), now)


async def count(connection: AsyncConnection) -> int:
    return (await connection.execute(select(func.count()).select_from(keys))).scalar_one()


async def project_names(connection: AsyncConnection) -> dict[str, str]:
    """Every project's name by its id."""
    return dict(tuple(row) for row in await connection.execute(select(projects.c.id, projects.c.name)))


async def revision(connection: AsyncConnection) -> int:
    """A number that grows with every change of keys."""
    return await revisions.read(connection, _NAME)


async def _revoke(connection: AsyncConnection, is_meant: tuple[Any, ...], now: float) -> int:
    number = await revisions.grow(connection, _NAME)
    done = await connection.execute(update(keys).where(*is_meant, _IS_VALID).values(revoked_at=now, revision=number))
    return done.rowcount


async def _shorten(connection: AsyncConnection, key_id: str, until: float | None, now: float, number: int) -> None:
    """Of two secrets that were replaced the older one ends with the younger, or before."""
    stands = (keys.c.stands_for == key_id, _IS_VALID)
    if until is None:
        await connection.execute(update(keys).where(*stands).values(revoked_at=now, revision=number))
    else:
        later = (*stands, keys.c.expires_at > until)
        await connection.execute(update(keys).where(*later).values(expires_at=until, revision=number))


async def _one(connection: AsyncConnection, statement: Select[Any]) -> Key | None:
    row = (await connection.execute(statement)).mappings().first()
    return None if row is None else _key(row)


def _told() -> Select[Any]:
    columns = [keys.c[name] for name in Key.__struct_fields__ if name != "project"]
    return (
        select(*columns, projects.c.name.label("project"))
        .join(projects, projects.c.id == keys.c.project_id)
        .where(_IS_KEY)
    )


def _owned(owner: Mapping[str, str]) -> tuple[Any, ...]:
    return tuple(keys.c[name] == value for name, value in owner.items())


def _key(row: Any) -> Key:
    lists = {name: None if row[name] is None else tuple(msgspec.json.decode(row[name])) for name in _LISTS}
    return Key(**dict(row) | lists)


def _list(values: tuple[str, ...] | None) -> str | None:
    return None if values is None else msgspec.json.encode(values).decode()


def _earlier(one: float | None, other: float | None) -> float | None:
    return min((time for time in (one, other) if time is not None), default=None)
