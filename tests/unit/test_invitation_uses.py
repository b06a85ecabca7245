"""However many come at once, and whenever it is revoked: an invitation lets in no more than it says."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zaffre.core.clock import new_id
from zaffre.core.invitations import Invitation
from zaffre.core.people import User
from zaffre.storage import invitations, people
from zaffre.storage.database import Database, opened

NOW = 1000.0


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("uses")


async def came(database: Database, invitation_id: str, now: float) -> bool:
    """Whether one more person came by it."""
    user = User(id=new_id("user_"), email=new_id("p") + "@example.com", name="-", state="active", created_at=now)
    async with database.begin() as connection:
        await people.add(connection, user)
        return await invitations.use(connection, invitation_id, user.id, now)


async def revoked(database: Database, invitation_id: str) -> None:
    async with database.begin() as connection:
        await invitations.revoke(connection, invitation_id, NOW)


async def run(home: Path, most_uses: int | None, times: list[float], is_revoked: bool) -> tuple[list[bool], int, int]:
    """Who came in, and how many uses are counted and written down."""
    made = Invitation(
        id=new_id("invite_"),
        shown="-",
        role="member",
        most_uses=most_uses,
        created_at=0.0,
        created_by="cli",
        expires_at=NOW,
    )
    async with opened(home) as database:
        async with database.begin() as connection:
            await invitations.add(connection, made, made.id)
        tries = [came(database, made.id, time) for time in times]
        results = await asyncio.gather(*tries, *([revoked(database, made.id)] if is_revoked else []))
        late = await came(database, made.id, NOW - 1) if is_revoked else False
        assert not late, "after it is revoked nobody comes by it"
        async with database.begin() as connection:
            found = await invitations.find(connection, made.id)
            written = await invitations.uses(connection, made.id)
    return list(results[: len(times)]), found.uses, len(written)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    most_uses=st.none() | st.integers(1, 4),
    times=st.lists(st.sampled_from([1.0, NOW - 1, NOW, NOW + 1]), max_size=7),
    is_revoked=st.booleans(),
)
def test_no_more_people_come_than_an_invitation_says(home, most_uses, times, is_revoked):
    let_in, counted, written = asyncio.run(run(home, most_uses, times, is_revoked))
    assert sum(let_in) == counted == written
    assert most_uses is None or counted <= most_uses
    assert not any(was for was, time in zip(let_in, times, strict=True) if time >= NOW)
    in_time = sum(time < NOW for time in times)
    if not is_revoked:
        assert counted == (in_time if most_uses is None else min(in_time, most_uses))
