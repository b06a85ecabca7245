"""Builds the stories of how people come in, and does what they need in the background."""

from typing import Any

from zaffre.access.passwords import Passwords
from zaffre.access.secrets import KeyHasher
from zaffre.access.sessions import Sessions
from zaffre.core.clock import Clock
from zaffre.service.mail.build import Post
from zaffre.service.organization import ways_in
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.applications import Applications
from zaffre.service.organization.doorkeeping import Doorkeeping
from zaffre.service.organization.entering import Entering
from zaffre.service.organization.first_owner import FirstOwner
from zaffre.service.organization.giving import Giving
from zaffre.service.organization.invitations import Invitations
from zaffre.service.organization.letting_in import LettingIn
from zaffre.service.organization.new_password import NewPasswords
from zaffre.service.organization.projects import Projects
from zaffre.service.organization.recovery import Recovery
from zaffre.service.organization.reviews import Reviews
from zaffre.service.organization.sign_up import SignUp
from zaffre.service.organization.verifying import Verifying
from zaffre.settings.schema import Settings
from zaffre.storage.database import Database


def build(
    settings: Settings,
    database: Database,
    acts: Acts,
    hasher: KeyHasher,
    clock: Clock,
    *,
    post: Post,
    projects: Projects,
    passwords: Passwords,
    sessions: Sessions,
) -> dict[str, Any]:
    """The stories by the names of their fields in `Organization`."""
    access = settings.access
    giving, letting_in = Giving(settings.deployments, access.capabilities), LettingIn(projects, access, clock)
    verifying, chosen = Verifying(hasher, post, clock), NewPasswords(passwords, settings.sign_in.passwords)
    invitations = Invitations(acts, database, hasher, giving, letting_in, post, access, clock)
    reviews = Reviews(acts, database, giving, letting_in, post, access, clock)
    return {
        "invitations": invitations,
        "first_owner": FirstOwner(database, invitations, clock),
        "entering": Entering(acts, database, invitations, verifying, chosen, sessions, clock),
        "sign_up": SignUp(acts, verifying, letting_in, chosen, post, access, clock),
        "recovery": Recovery(acts, verifying, chosen, post, clock),
        "applications": Applications(acts, database, giving, access, clock),
        "reviews": reviews,
        "doorkeeping": Doorkeeping(acts, database, letting_in, reviews, access, clock),
        "ways_in": ways_in.described(settings),
    }
