"""Making users and giving roles inside an act, for whatever story does so; the trail hears of each."""

from zaffre.core.clock import new_id
from zaffre.core.errors import Conflict
from zaffre.core.people import Subject, User, UserState
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Act
from zaffre.storage import grants, people


async def create_user(
    act: Act, *, email: str, name: str, now: float, state: UserState = "active", password: str | None = None
) -> User:
    """A new user without any role; `password` is its hash. Raises `Conflict` where the address is taken."""
    address = email.strip().lower()
    if await people.find_by_email(act.connection, address) is not None:
        text = f"There is a user with the address {address!r} already."
        raise Conflict(text, param="email", code="user_exists")
    verified_at = now if state == "active" else None
    user = User(id=new_id("user_"), email=address, name=name, state=state, created_at=now, verified_at=verified_at)
    await people.add(act.connection, user, password)
    told = {"email": user.email, "name": user.name, "state": user.state}
    act.did(Change(action="user.added", object="user", object_id=user.id, after=told))
    return user


async def grant(act: Act, subject: Subject, subject_id: str, role: str, now: float, project_id: str = "") -> bool:
    """Give a role; false where it was there. Whether the giver may is asked before, by `roles.check_grantable`."""
    if not await grants.add(act.connection, subject, subject_id, role, project_id, now):
        return False
    act.did(_told("role.assignment.created", subject, subject_id, role, project_id))
    return True


async def take(
    act: Act, subject: Subject, subject_id: str, project_id: str | None = None, role: str | None = None
) -> int:
    """Take one role or all of them back, in one place or wherever; how many there were."""
    taken = await grants.remove(act.connection, subject, subject_id, project_id, role)
    for one in taken:
        act.did(_told("role.assignment.deleted", subject, subject_id, one.role, one.project_id))
    return len(taken)


def _told(action: str, subject: Subject, subject_id: str, role: str, project_id: str) -> Change:
    told = {"role": role, subject: subject_id}
    sides = {"after": told} if action.endswith("created") else {"before": told}
    return Change(action=action, object=subject, object_id=subject_id, project_id=project_id or None, **sides)
