"""Proofs of who somebody is: passwords, codes and sessions, with a clock that a test moves."""

import asyncio

import pyotp
import pytest
from argon2 import PasswordHasher

from zaffre.access import totp
from zaffre.access.credentials import Credential
from zaffre.access.passwords import Passwords
from zaffre.access.secrets import KeyHasher
from zaffre.access.sessions import Sessions, Spans
from zaffre.access.standing import Standings
from zaffre.core.errors import BadRequest
from zaffre.core.people import User
from zaffre.core.proving import SignInRefused
from zaffre.core.sealing import CannotOpen, Sealer
from zaffre.storage import people, sessions
from zaffre.storage.database import Database


class StillClock:
    """Time stands still until a test moves it."""

    def __init__(self):
        self.time = 1_000_000.0

    def now(self) -> float:
        return self.time

    steady = now


def test_a_password_is_known_by_its_hash_alone_and_hashes_made_otherwise_are_outdated():
    async def story():
        passwords = Passwords()
        hashed = await passwords.hash("umber-Tarn-41-sextant")
        assert hashed.startswith("$argon2id$") and "umber" not in hashed
        assert await passwords.verify("umber-Tarn-41-sextant", hashed)
        assert not await passwords.verify("umber-Tarn-41-sextan", hashed)
        assert not await passwords.verify("nobody's", None)
        assert not await passwords.verify("anything", "no hash at all")
        assert not passwords.is_outdated(hashed)
        assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("x"))

    asyncio.run(story())


@pytest.mark.parametrize("weak", ["a" * 300, "qwertyuiop", "Password123!", "ada.lovelace", "1234567890"])
def test_what_is_long_short_or_guessed_is_no_password(weak):
    with pytest.raises(BadRequest) as refused:
        asyncio.run(Passwords().check(weak, ("ada.lovelace@example.com", "Ada Lovelace"), "new"))
    assert refused.value.param == "new" and weak not in refused.value.message


def test_a_code_belongs_to_its_step_and_to_the_ones_beside():
    secret, now = totp.new_secret(), 1_000_000_000.0
    codes = {shift: pyotp.TOTP(secret).at(now + 30 * shift) for shift in (-2, -1, 0, 1, 2)}
    steps = {shift: totp.step_of(secret, code, now) for shift, code in codes.items()}
    middle = int(now) // 30
    assert (steps[-1], steps[0], steps[1]) == (middle - 1, middle, middle + 1)
    assert steps[-2] is None and steps[2] is None
    assert totp.step_of(secret, " ".join(codes[0]), now) == middle
    assert totp.step_of(secret, "١٢٣٤٥٦", now) is None


def test_recovery_codes_differ_and_are_read_however_they_are_typed():
    codes = totp.new_recovery_codes()
    assert len(set(codes)) == 10
    assert totp.plain(codes[0].lower().replace("-", " ")) == totp.plain(codes[0])


def test_what_is_sealed_for_one_opens_for_no_other():
    sealer = Sealer(b"k" * 32)
    sealed = sealer.seal(b"secret", "user_1")
    assert sealer.open(sealed, "user_1") == b"secret" and b"secret" not in sealed
    for wrong in (lambda: sealer.open(sealed, "user_2"), lambda: Sealer(b"l" * 32).open(sealed, "user_1")):
        with pytest.raises(CannotOpen):
            wrong()


def test_nothing_that_holds_a_secret_shows_it():
    shown = [Credential(key="zf-secret", cookie="zfs-secret"), Sealer(b"secret.." * 4)]
    assert not any("secret" in repr(one) for one in shown)


@pytest.fixture
def open_session(tmp_path):
    """Runs a story of one person's session: `story(found, clock)`, where `found()` says whether it is open."""

    def run(story):
        async def whole():
            clock, database = StillClock(), await Database.open(tmp_path)
            kept = Sessions(database, KeyHasher(b"k" * 32), clock, Standings(database), "local", Spans(1000.0, 100.0))
            async with database.begin() as connection:
                user = User(id="user_1", email="ada@example.com", name="Ada", state="active", created_at=0.0)
                await people.add(connection, user)
                opened = await kept.open(connection, "user_1", "password", Credential(address="192.0.2.1"))

            async def found():
                try:
                    return (await kept.caller(Credential(cookie=opened.secret, is_from_app=True))).user_id == "user_1"
                except SignInRefused:
                    return False

            await story(found, clock, kept, database, opened)
            await database.close()

        asyncio.run(whole())

    return run


def test_a_session_ends_when_it_rests_too_long(open_session):
    async def story(found, clock, *_):
        for _ in range(5):
            clock.time += 90
            assert await found()
        clock.time += 100
        assert not await found()

    open_session(story)


def test_a_session_ends_however_busy_it_is(open_session):
    async def story(found, clock, *_):
        for _ in range(11):
            clock.time += 90
            assert await found()
        clock.time += 20
        assert not await found()

    open_session(story)


def test_a_session_that_was_ended_elsewhere_ends_once_that_is_heard_of(open_session):
    async def story(found, clock, kept, database, opened):
        assert await found()
        async with database.begin() as connection:
            assert await sessions.end(connection, "user_1", opened.session.id, clock.now())
        kept.forget()
        assert not await found()
        async with database.begin() as connection:
            assert await sessions.remove_old(connection, clock.now() + 1) == 1

    open_session(story)
