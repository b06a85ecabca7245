"""Builds the stories of how people come in, and does what they need in the background."""

from typing import Any

from zaffre.access.passwords import Passwords
from zaffre.access.secrets import KeyHasher
from zaffre.access.sessions import Sessions
from zaffre.access.tries import Tries
from zaffre.core.clock import Clock
from zaffre.service.mail.build import Post
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.projects.projects import Projects
from zaffre.service.organization.ways_in.applications import Applications
from zaffre.service.organization.ways_in.description import described
from zaffre.service.organization.ways_in.doorkeeping import Doorkeeping
from zaffre.service.organization.ways_in.entering import Entering
from zaffre.service.organization.ways_in.first_owner import FirstOwner
from zaffre.service.organization.ways_in.giving import Giving
from zaffre.service.organization.ways_in.invitations import Invitations
from zaffre.service.organization.ways_in.letting_in import LettingIn
from zaffre.service.organization.ways_in.new_password import NewPasswords
from zaffre.service.organization.ways_in.recovery import Recovery
from zaffre.service.organization.ways_in.reviews import Reviews
from zaffre.service.organization.ways_in.sign_up import SignUp
from zaffre.service.organization.ways_in.verifying import Verifying
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
    tries = Tries(database, hasher, clock)
    invitations = Invitations(acts, database, hasher, giving, letting_in, post, access, clock)
    reviews = Reviews(acts, database, giving, letting_in, post, access, clock)
    return {
        "invitations": invitations,
        "first_owner": FirstOwner(database, invitations, clock),
        "entering": Entering(acts, database, invitations, verifying, chosen, sessions, tries),
        "sign_up": SignUp(acts, verifying, letting_in, chosen, post, access, tries),
        "recovery": Recovery(acts, verifying, chosen, post, tries),
        "applications": Applications(acts, database, giving, access, clock),
        "reviews": reviews,
        "doorkeeping": Doorkeeping(acts, database, letting_in, reviews, access, clock),
        "ways_in": described(settings),
    }
