"""The story of a forgotten password: a link by mail, or from an administrator, sets a new one."""

from zaffre.access.credentials import Credential
from zaffre.access.pace import Pace
from zaffre.access.rights import rights_of
from zaffre.access.tries import Tries
from zaffre.core.callers import Caller
from zaffre.core.errors import Conflict, NotFound
from zaffre.core.people import User
from zaffre.core.trail import Change
from zaffre.service.mail.build import Post
from zaffre.service.organization.acts import Act, Acts
from zaffre.service.organization.people.governing import check_may_govern
from zaffre.service.organization.ways_in.entering import as_user, stranger
from zaffre.service.organization.ways_in.new_password import NewPasswords
from zaffre.service.organization.ways_in.verifying import RESET, Verifying
from zaffre.storage import people, proofs, sessions, tokens

HOUR = 3600.0


class Recovery:
    """What it answers is the same whether an address has an account or not."""

    def __init__(self, acts: Acts, verifying: Verifying, passwords: NewPasswords, post: Post, tries: Tries):
        self._acts = acts
        self._verifying = verifying
        self._passwords = passwords
        self._post = post
        self._clock = tries.clock
        self._of_address = Pace(tries, "forgetting from", 30, HOUR)
        self._of_email = Pace(tries, "forgetting", 3, HOUR)
        self._wrong = Pace(tries, "links", 20, 600.0)

    async def forgot(self, email: str, credential: Credential) -> None:
        """Mail a link to the person with that address, if there is one who is active."""
        if not self._post.outbox.has_mail:
            text = "No mail can be sent here. Ask an administrator for a link that sets a new password."
            raise Conflict(text, code="mail_not_configured")
        await self._of_address.take(credential.address)
        await self._of_email.take(email)
        async with self._acts.on_behalf(stranger(email, credential)) as act:
            user = await people.find_by_email(act.connection, email)
            if user is not None and user.is_active:
                token = await self._issue(act, user)
                await self._post.outbox.mail(act.connection, user.email, self._post.letters.reset(token))

    async def link(self, caller: Caller, who: str) -> str:
        """The fragment of a link for the person with that id or address, for an administrator to hand over.

        Raises `Forbidden` where they may do more than the administrator.
        """
        async with self._acts.begin(caller, "people.write") as act:
            user = await people.find(act.connection, who) or await people.find_by_email(act.connection, who)
            if user is None:
                raise NotFound(f"There is no user {who[:80]!r}.", param="user_id", code="user_not_found")
            check_may_govern(caller, await rights_of(act.connection, user.id, even_if_suspended=True), user.email)
            return f"reset={await self._issue(act, user)}"

    async def reset(self, token: str, password: str, credential: Credential) -> None:
        """Set the password. All sessions of the person end; what else they prove themselves with stays."""
        await self._wrong.check(credential.address)
        hashed = await self._passwords.hashed(password)
        now, who = self._clock.now(), stranger("", credential)
        async with self._wrong.counting(NotFound, credential.address), self._acts.on_behalf(who) as act:
            user, _ = await self._verifying.use(act, token, RESET)
            act.caller = as_user(user, credential)
            await proofs.change(act.connection, user.id, password=hashed)
            await people.change(act.connection, user.id, {"verified_at": user.verified_at or now})
            await tokens.cancel(act.connection, user.id, RESET)
            ended = await sessions.end_all(act.connection, user.id, now)
            told = {"action": "password.reset", "object": "user", "object_id": user.id}
            act.did(Change(**told, after={"sessions_ended": ended}))

    async def _issue(self, act: Act, user: User) -> str:
        act.did(Change(action="password.reset_asked", object="user", object_id=user.id))
        return await self._verifying.issue(act, user.id, RESET)
