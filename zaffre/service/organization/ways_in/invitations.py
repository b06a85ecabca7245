"""The stories of invitations: made, seen, revoked, looked at by who holds the code, and accepted."""

from msgspec import Struct, structs

from zaffre.access import codes
from zaffre.access.secrets import KeyHasher
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock, new_id
from zaffre.core.errors import BadRequest, Conflict, Forbidden, NotFound
from zaffre.core.invitations import Invitation, Use
from zaffre.core.people import Page, User
from zaffre.core.trail import Change
from zaffre.service.mail.build import Post
from zaffre.service.organization.acts import Act, Acts
from zaffre.service.organization.ways_in.giving import Giving
from zaffre.service.organization.ways_in.letting_in import LettingIn
from zaffre.settings.access import Access
from zaffre.storage import invitations, people
from zaffre.storage.database import Database

FIRST_START = "first-start:"
"""With a node's id after it: who makes the invitation of the first owner."""
_COMMAND_LINE = "cli"


class Made(Struct, frozen=True):
    """A new invitation; its code is known this once."""

    invitation: Invitation
    code: str
    is_mailed: bool

    def __repr__(self) -> str:
        return f"Made({self.invitation.id})"


class Seen(Struct, frozen=True):
    """An invitation with who made it and, where asked for, who came by it."""

    invitation: Invitation
    creator: User | None
    last_used: float | None = None
    uses: tuple[Use, ...] = ()


class Invitations:
    """Codes are kept as hashes, and found by them: how long it takes tells nothing."""

    def __init__(
        self,
        acts: Acts,
        database: Database,
        hasher: KeyHasher,
        giving: Giving,
        letting_in: LettingIn,
        post: Post,
        settings: Access,
        clock: Clock,
    ):
        self._acts = acts
        self._database = database
        self._hasher = hasher
        self._giving = giving
        self._letting_in = letting_in
        self._post = post
        self._settings = settings
        self._clock = clock

    @property
    def usual_days(self) -> int:
        """For how long an invitation is valid where nothing else is said."""
        return self._settings.invitation_days

    async def create(self, caller: Caller, wanted: Invitation) -> Made:
        """Make the invitation that is `wanted`, whose id, times and maker are filled in here.

        Raises `Forbidden` where it would give what the caller lacks.
        """
        async with self._acts.begin(caller, "invitations.write") as act:
            role = await self._giving.role(act.connection, caller, wanted.role, None, "role")
            seats = await self._giving.seats(act.connection, caller, wanted.projects)
            self._giving.check_quota(caller, wanted)
            self._check_way(caller, wanted)
            code = codes.new_code(codes.INVITATION)
            made = structs.replace(
                wanted,
                id=new_id("invite_"),
                role=role,
                projects=seats,
                shown=codes.shown(code),
                created_at=self._clock.now(),
                created_by=caller.user_id or caller.key_id,
            )
            await invitations.add(act.connection, made, self._hasher.digest(code))
            act.did(_told("invite.sent", made, after=_described(made)))
            is_mailed = made.email is not None and await self._post.outbox.mail(
                act.connection, made.email, self._post.letters.invitation(code, caller.name, made.note)
            )
            return Made(made, code, is_mailed)

    async def page(self, page: Page, *, with_email_only: bool = False) -> tuple[list[Seen], bool]:
        async with self._database.begin() as connection:
            found, has_more = await invitations.page(connection, page, with_email_only=with_email_only)
            creators = await people.of(connection, {one.created_by for one in found})
            used = await invitations.last_used(connection, [one.id for one in found])
        return [Seen(one, creators.get(one.created_by), used.get(one.id)) for one in found], has_more

    async def one(self, invitation_id: str) -> Seen:
        async with self._database.begin() as connection:
            found = await _found(connection, invitation_id)
            creators = await people.of(connection, [found.created_by])
            uses = await invitations.uses(connection, found.id)
        last = uses[-1].used_at if uses else None
        return Seen(found, creators.get(found.created_by), last, tuple(uses))

    async def revoke(self, caller: Caller, invitation_id: str) -> None:
        """Nobody comes by it any more; who has come stays. Nothing happens where it was revoked before."""
        async with self._acts.begin(caller, "invitations.write") as act:
            found = await _found(act.connection, invitation_id)
            if await invitations.revoke(act.connection, found.id, self._clock.now()):
                act.did(_told("invite.deleted", found, before=_described(found)))

    async def look(self, code: str) -> tuple[Invitation, User | None]:
        """What a code would give, and who made it; raises `NotFound`."""
        async with self._database.begin() as connection:
            found = await self.valid(connection, code)
            creators = await people.of(connection, [found.created_by])
        return found, creators.get(found.created_by)

    async def valid(self, connection, code: str) -> Invitation:
        """The invitation that somebody may use now; raises `NotFound` in the same words for whatever is wrong."""
        found = None
        if len(code) <= codes.LONGEST:
            found = await invitations.find_by_code(connection, self._hasher.digest(code.strip()))
        if found is None or found.state(self._clock.now()) != "open" or not self._is_way(found):
            text = "This invitation is not valid, or no longer: ask whoever gave it to you for a new one."
            raise NotFound(text, param="code", code="invitation_invalid")
        return found

    async def use(self, act: Act, invitation: Invitation, user: User, *, is_new: bool) -> None:
        """Let the person in by it; raises `Conflict` where others were faster, or they have come by it before."""
        if await invitations.has_used(act.connection, invitation.id, user.id):
            text = "You have accepted this invitation already."
            raise Conflict(text, param="code", code="invitation_accepted")
        if invitation.email is not None and invitation.email != user.email:
            text = (
                "This invitation is for another address. Sign in with that one, or ask for an invitation of your own."
            )
            raise Forbidden(text, param="code", code="invitation_for_another")
        if not await invitations.use(act.connection, invitation.id, user.id, self._clock.now()):
            text = "This invitation was used up just now: ask whoever gave it to you for a new one."
            raise Conflict(text, param="code", code="invitation_used")
        if invitation.created_by.startswith(FIRST_START):
            # Nodes that started together have told one each, and there is one first owner.
            await invitations.revoke_unused(act.connection, FIRST_START, self._clock.now())
        await self._letting_in.by_invitation(act, user, invitation, is_new=is_new)
        act.did(_told("invite.accepted", invitation, after={"user": user.id}))

    def _check_way(self, caller: Caller, wanted: Invitation) -> None:
        if not self._is_way(structs.replace(wanted, created_by=caller.key_id)):
            text = (
                "Here `[access] way_in` is closed: an invitation must name the `email` of one person, and be used once."
            )
            raise BadRequest(text, param="email", code="way_in_closed")

    def _is_way(self, invitation: Invitation) -> bool:
        is_personal = invitation.email is not None and invitation.most_uses == 1
        maker = invitation.created_by
        # What is said at the command line holds whatever the way in is.
        is_operators = maker == _COMMAND_LINE or maker.startswith(FIRST_START)
        return self._settings.way_in != "closed" or is_personal or is_operators


async def _found(connection, invitation_id: str) -> Invitation:
    found = await invitations.find(connection, invitation_id)
    if found is None:
        raise NotFound(f"There is no invitation {invitation_id[:80]!r}.", param="id", code="invitation_not_found")
    return found


def _described(one: Invitation) -> dict:
    """What the trail keeps of it: all but the code."""
    told = {"shown": one.shown, "email": one.email, "role": one.role, "models": one.models, "limits": one.limits}
    told |= {"projects": [structs.asdict(seat) for seat in one.projects], "most_uses": one.most_uses}
    told |= {"budget": one.budget and one.budget.told, "expires_at": one.expires_at}
    return {name: value for name, value in told.items() if value not in (None, [])}


def _told(action: str, one: Invitation, before: dict | None = None, after: dict | None = None) -> Change:
    return Change(action=action, object="invitation", object_id=one.id, before=before, after=after)
