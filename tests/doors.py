"""All stories of administration on a database of the test's own, with a mail server and a clock."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.house import ECHO
from tests.mailbox import Hands, Mailbox, a_mailbox
from zaffre.access.credentials import Credential
from zaffre.access.rights import rights_of
from zaffre.access.secrets import KeyHasher
from zaffre.cli.administration import operator
from zaffre.core.applications import Asked
from zaffre.core.callers import Caller
from zaffre.core.invitations import Invitation
from zaffre.service.organization.build import build
from zaffre.service.organization.ways_in.entering import Newcomer
from zaffre.settings.load import load
from zaffre.storage.database import Database, opened

PASSWORD = "cobalt-Lantern-88-quince"
OPERATOR = operator("local")
AT = Credential(address="192.0.2.1")
ASKED = Asked(use_case="Summaries of reports.")


class Door:
    """`stories` are the installation's."""

    def __init__(self, database: Database, stories, clock: Hands, box: Mailbox):
        self.database = database
        self.stories = stories
        self.clock = clock
        self.box = box

    async def letter(self) -> tuple[str, str]:
        """To whom the latest letter went, and what its link carries; fails where there is none."""
        await self.stories.post.outbox.deliver()
        mail = self.box.mails.pop()
        linked = re.search(r"/account#?(\w*=\S+)?", mail.get_payload(decode=True).decode())
        return mail["To"], (linked[1] or "").partition("=")[2]

    async def person(self, email: str, *roles: str) -> Caller:
        """Somebody with these roles in the organisation, signed in."""
        made = await self.stories.people.create(OPERATOR, email, email.partition("@")[0].title(), "member")
        for role in roles:
            await self.give(made.user.id, role)
        return await self.caller(made.user.id)

    async def give(self, user_id: str, role: str, project_id: str = "") -> None:
        from zaffre.service.organization.people.assignments import Holder

        await self.stories.assignments.give(OPERATOR, Holder("user", user_id, project_id), role)

    async def caller(self, user_id: str) -> Caller:
        """The person as they are now, signed in."""
        async with self.database.begin() as connection:
            rights = await rights_of(connection, user_id)
        place = next(iter(rights.projects), "")
        return Caller(
            kind="session", key_id="session_1", project_id=place, region="", user_id=user_id, name="-", rights=rights
        )

    async def invited(self, caller: Caller = OPERATOR, **given) -> str:
        """The code of an invitation."""
        wanted = {"role": "member", "most_uses": 1, "created_at": self.clock.now(), "created_by": ""} | given
        return (await self.stories.invitations.create(caller, Invitation(id="", shown="", **wanted))).code

    async def accepted(self, code: str, email: str) -> Caller:
        """Somebody who came by the code."""
        _, proof = await self.stories.entering.accept(Newcomer(email=email, name="New"), code, AT)
        return await self.caller(proof.id)

    async def signed_up(self, email: str) -> Caller:
        """Somebody who signed up and opened the link."""
        newcomer = Newcomer(email=email, name="New", password=PASSWORD)
        await self.stories.sign_up.sign_up(newcomer, None, Credential(address=email))
        return await self.caller((await self.stories.sign_up.verify((await self.letter())[1], AT)).id)

    async def applied(self, email: str, asked: Asked = ASKED) -> tuple[Caller, str]:
        """Somebody without any role in a project who applied, and the id of their application."""
        caller = await self.person(email)
        self.clock.time += 1
        case = await self.stories.applications.apply(caller, "access", asked, project_id=None, agreed=None)
        return caller, case.application.id


@asynccontextmanager
async def a_door(home: Path, access: str = "", *, with_mail: bool = True) -> AsyncIterator[Door]:
    """`access` is the configuration beside echo deployments."""
    async with a_mailbox() as box, opened(home) as database:
        mail = f'[mail]\nhost = "127.0.0.1"\nport = {box.port}\nsecurity = "none"\nsender = "z@example.com"\n'
        text = ECHO.read_text() + access + (mail + 'url = "https://z.example.com"\n' if with_mail else "")
        (home / "zaffre.toml").write_text(text)
        clock, settings = Hands(), load(home / "zaffre.toml", {})
        stories = build(settings, database, KeyHasher.of_home(home), clock)
        yield Door(database, stories, clock, box)
