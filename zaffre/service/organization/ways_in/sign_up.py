"""The story of signing up: where the way in is limited or open, anybody may have an account."""

from zaffre.access.credentials import Credential
from zaffre.access.pace import Pace
from zaffre.access.tries import Tries
from zaffre.core.errors import BadRequest, Conflict, Forbidden, NotFound
from zaffre.core.people import User
from zaffre.core.trail import Change
from zaffre.service.mail.build import Post
from zaffre.service.organization.acts import Act, Acts
from zaffre.service.organization.people.granting import create_user
from zaffre.service.organization.ways_in.entering import Newcomer, as_user, stranger
from zaffre.service.organization.ways_in.letting_in import LettingIn
from zaffre.service.organization.ways_in.new_password import NewPasswords
from zaffre.service.organization.ways_in.verifying import VERIFY, Pending, Verifying
from zaffre.settings.access import Access
from zaffre.storage import people

HOUR = 3600.0


class SignUp:
    """What it answers is the same whether an address has an account or not: only its owner learns that, by mail."""

    def __init__(
        self,
        acts: Acts,
        verifying: Verifying,
        letting_in: LettingIn,
        passwords: NewPasswords,
        post: Post,
        settings: Access,
        tries: Tries,
    ):
        self._acts = acts
        self._verifying = verifying
        self._letting_in = letting_in
        self._passwords = passwords
        self._post = post
        self._settings = settings
        self._clock = tries.clock
        self._of_address = Pace(tries, "signing up from", 30, HOUR)
        self._of_email = Pace(tries, "signing up", 3, HOUR)
        self._wrong = Pace(tries, "links", 20, 600.0)

    async def sign_up(self, newcomer: Newcomer, agreed: str | None, credential: Credential) -> str:
        """Have an account made; its state, `unverified` where a link was mailed that must be opened first.

        Raises `Forbidden` where the way in is another, and `TooManyAttempts`.
        """
        self._check_way()
        if self._settings.way_in == "open":
            # Who applies agrees with the application.
            check_terms(self._settings, agreed)
        await self._of_address.take(credential.address)
        await self._of_email.take(newcomer.email)
        hashed = await self._passwords.hashed(newcomer.password or "", (newcomer.email, newcomer.name))
        pending = Pending(newcomer.name, hashed)
        async with self._acts.on_behalf(stranger(newcomer.email, credential)) as act:
            known = await people.find_by_email(act.connection, newcomer.email)
            if self._settings.verify_email:
                await self._ask(act, newcomer, pending, known)
                return "unverified"
            await self._add(act, newcomer, pending, known, credential)
            return "active"

    async def verify(self, token: str, credential: Credential) -> User:
        """The address is proven: the account is active and, where the way in is open, begins with its quota."""
        await self._wrong.check(credential.address)
        who = stranger("", credential)
        async with self._wrong.counting(NotFound, credential.address), self._acts.on_behalf(who) as act:
            user, pending = await self._verifying.use(act, token, VERIFY)
            act.caller = as_user(user, credential)
            now = self._clock.now()
            values = {"verified_at": now}
            if user.state == "unverified":
                values |= {"state": "active"}
                if pending is not None:
                    values |= {"name": pending.name, "password": pending.password}
            await people.change(act.connection, user.id, values)
            await self._verifying.cancel(act, user.id)
            act.did(Change(action="user.verified", object="user", object_id=user.id, after={"email": user.email}))
            if user.state == "unverified" and self._settings.way_in == "open":
                await self._letting_in.at_the_start(act, user)
            return await people.find(act.connection, user.id) or user

    async def _ask(self, act: Act, newcomer: Newcomer, pending: Pending, known: User | None) -> None:
        if known is not None and known.state != "unverified":
            await self._post.outbox.mail(act.connection, known.email, self._post.letters.already_here())
            return
        given = {"email": newcomer.email, "name": newcomer.name}
        # The password counts once the address is proven, so that nobody prepares an account for somebody else.
        user = known or await create_user(act, **given, now=self._clock.now(), state="unverified")
        await self._verifying.ask(act, user, pending)

    async def _add(
        self, act: Act, newcomer: Newcomer, pending: Pending, known: User | None, credential: Credential
    ) -> None:
        if known is not None:
            raise Conflict("There is an account with this address. Sign in.", param="email", code="account_exists")
        given = {"email": newcomer.email, "name": newcomer.name, "password": pending.password}
        user = await create_user(act, **given, now=self._clock.now())
        await people.change(act.connection, user.id, {"verified_at": None})
        act.caller = as_user(user, credential)

    def _check_way(self) -> None:
        if self._settings.way_in not in ("limited", "open"):
            text = "Nobody signs up here by themselves: ask an administrator for an invitation."
            raise Forbidden(text, code="way_in_closed")


def check_terms(settings: Access, agreed: str | None) -> None:
    """Raise `BadRequest` where there are terms and this is not their version."""
    version = settings.terms.version
    if version is not None and agreed != version:
        text = (
            f"Invalid value for 'agreed_terms': to go on, agree to the terms {version!r}. `GET /v1/auth/ways` has them."
        )
        raise BadRequest(text, param="agreed_terms", code="terms_not_agreed")
