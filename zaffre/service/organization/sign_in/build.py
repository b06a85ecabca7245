"""Builds the stories of people's own accounts, and of how they sign in."""

from typing import Any

from zaffre.access.attempts import Attempts
from zaffre.access.oidc import Provider
from zaffre.access.passwords import Passwords
from zaffre.access.secrets import KeyHasher
from zaffre.access.sessions import Sessions
from zaffre.access.standing import Standings
from zaffre.access.tries import Tries
from zaffre.core.clock import Clock
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.sign_in.me import Me
from zaffre.service.organization.sign_in.passkeys import Passkeys
from zaffre.service.organization.sign_in.second_factor import SecondFactor
from zaffre.service.organization.sign_in.sessions import MySessions
from zaffre.service.organization.sign_in.sign_in import SignIn, Ways
from zaffre.service.organization.sign_in.single_sign_on import SingleSignOn
from zaffre.storage.database import Database


def build(
    database: Database,
    acts: Acts,
    hasher: KeyHasher,
    clock: Clock,
    *,
    passwords: Passwords,
    sessions: Sessions,
    standings: Standings,
    ways: Ways,
    providers: tuple[Provider, ...],
) -> dict[str, Any]:
    """The stories by their fields in `Organization`."""
    second_factor = SecondFactor(database, acts, hasher, clock)
    sign_in = SignIn(database, acts, passwords, sessions, Attempts(Tries(database, hasher, clock)), second_factor, ways)
    return {
        "sign_in": sign_in,
        "single_sign_on": SingleSignOn(acts, hasher, clock, sign_in, providers),
        "passkeys": Passkeys(database, acts, hasher, clock, sign_in),
        "me": Me(database, acts, standings, passwords, sessions),
        "my_sessions": MySessions(database, acts, sessions),
        "second_factor": second_factor,
    }
