"""The outbox: mail and webhooks arrive, are tried again, and are given up, and nothing secret lies around."""

import asyncio
from contextlib import asynccontextmanager

import openai
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from tests.mailbox import Hands, a_mailbox
from zaffre.core.errors import BadRequest
from zaffre.core.sealing import Sealer
from zaffre.service.mail.guarded import check_url, is_public
from zaffre.service.mail.letters import Letter, Letters
from zaffre.service.mail.outbox import Outbox, Undeliverable, Unsent, text_of
from zaffre.service.mail.smtp import Smtp
from zaffre.service.mail.webhooks import Webhooks
from zaffre.settings.mail import Mail
from zaffre.storage.database import opened

pytestmark = pytest.mark.both_databases

KEY = bytes(32)
HOUR = 3600.0


@pytest.fixture
async def mailbox():
    async with a_mailbox() as box:
        yield box


@asynccontextmanager
async def an_outbox(home, carriers, clock=None, give_up_after=72 * HOUR):
    async with opened(home) as database:
        yield Outbox(database, carriers, Sealer(KEY), clock or Hands(), give_up_after), database


@asynccontextmanager
async def a_receiver(*statuses: int):
    """A web server that answers with these statuses in turn; its address, and what it was sent."""
    seen, left = [], list(statuses)

    async def take(request: web.Request) -> web.Response:
        seen.append((dict(request.headers), await request.read()))
        return web.Response(status=left.pop(0) if left else 200)

    runner = web.AppRunner(web.Application())
    runner.app.router.add_post("/hook", take)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://localhost:{runner.addresses[0][1]}/hook", seen
    await runner.cleanup()


async def write(outbox, database, letter=Letter("Hello", "A text.\n"), to="ada@example.com"):
    async with database.begin() as connection:
        return await outbox.mail(connection, to, letter)


async def test_a_letter_arrives_once_with_its_id(tmp_path, mailbox):
    smtp = Smtp(Mail(host="127.0.0.1", port=mailbox.port, security="none", sender="Zaffre <z@example.com>"))
    async with an_outbox(tmp_path, {"mail": smtp}) as (outbox, database):
        assert await write(outbox, database)
        assert [await outbox.deliver(), await outbox.deliver()] == [1, 0]
        [parcel] = await outbox.recent()
    [mail] = mailbox.mails
    assert (mail["To"], mail["Subject"], mail.get_payload()) == ("ada@example.com", "Hello", "A text.\r\n")
    assert mail["Message-ID"] == f"<{parcel.id}@example.com>"
    assert (parcel.state, parcel.body) == ("sent", "")


async def test_a_server_that_refuses_for_now_is_tried_again_later(tmp_path, mailbox):
    mailbox.reply, clock = "451 try later", Hands()
    smtp = Smtp(Mail(host="127.0.0.1", port=mailbox.port, security="none", sender="z@example.com"))
    async with an_outbox(tmp_path, {"mail": smtp}, clock) as (outbox, database):
        await write(outbox, database)
        assert await outbox.deliver() == 0
        mailbox.reply = "250 OK"
        assert await outbox.deliver() == 0, "not before its time"
        clock.time += 60
        assert await outbox.deliver() == 1


async def test_a_server_that_refuses_for_good_is_not_tried_again(tmp_path, mailbox):
    mailbox.reply = "550 nobody of that name"
    smtp = Smtp(Mail(host="127.0.0.1", port=mailbox.port, security="none", sender="z@example.com"))
    async with an_outbox(tmp_path, {"mail": smtp}) as (outbox, database):
        await write(outbox, database)
        await outbox.deliver()
        [parcel] = await outbox.recent()
    assert parcel.state == "given up" and "550" in parcel.error


async def test_a_server_that_is_away_costs_nothing_but_time(tmp_path):
    smtp = Smtp(Mail(host="127.0.0.1", port=9, security="none", sender="z@example.com"))
    async with an_outbox(tmp_path, {"mail": smtp}) as (outbox, database):
        await write(outbox, database)
        await outbox.deliver()
        [parcel] = await outbox.recent()
    assert parcel.state == "waiting" and parcel.attempts == 1


async def test_waits_grow_and_end(tmp_path):
    async def fail(parcel, body):
        raise Unsent("away")

    clock, waits = Hands(), []
    async with an_outbox(tmp_path, {"mail": fail}, clock, give_up_after=24 * HOUR) as (outbox, database):
        await write(outbox, database)
        while (parcel := (await outbox.recent())[0]).state == "waiting":
            waits.append(parcel.next_at - clock.time)
            clock.time = parcel.next_at
            await outbox.deliver()
    assert waits == sorted(waits) and waits[-1] == HOUR
    assert 24 <= sum(waits) / HOUR <= 26


async def test_two_houses_send_a_letter_once(tmp_path):
    sent = []

    async def carry(parcel, body):
        await asyncio.sleep(0)
        sent.append(parcel.id)

    async with an_outbox(tmp_path, {"mail": carry}) as (outbox, database):
        other = Outbox(database, {"mail": carry}, Sealer(KEY), Hands(), HOUR)
        for _ in range(5):
            await write(outbox, database)
        await asyncio.gather(outbox.deliver(), other.deliver())
    assert len(sent) == len(set(sent)) == 5


async def test_what_waits_cannot_be_read_in_the_table(tmp_path):
    async with an_outbox(tmp_path, {"mail": None}) as (outbox, database):
        await write(outbox, database, Letters("Zaffre", "https://z.example.com").reset("very-secret"))
        [parcel] = await outbox.recent()
    assert "very-secret" not in repr(parcel)
    assert "very-secret" in text_of(Sealer(KEY), parcel)
    with pytest.raises(ValueError, match=r"server\.key"):
        text_of(Sealer(bytes(31) + b"x"), parcel)


async def test_without_a_mail_server_no_letter_is_taken(tmp_path):
    async with an_outbox(tmp_path, {}) as (outbox, database):
        assert not await write(outbox, database)
        assert await outbox.recent() == []


async def test_a_transaction_that_fails_sends_nothing(tmp_path):
    async with an_outbox(tmp_path, {"mail": None}) as (outbox, database):
        with pytest.raises(LookupError):
            async with database.begin() as connection:
                await outbox.mail(connection, "ada@example.com", Letter("a", "b"))
                raise LookupError
        assert await outbox.recent() == []


async def test_the_official_client_verifies_our_webhooks(tmp_path):
    from zaffre.core.clock import Clock

    hooks = Webhooks(KEY, Clock(), 5.0, internal=["localhost"])
    async with (
        a_receiver(500, 200) as (url, seen),
        an_outbox(tmp_path, {"webhook": hooks}, clock := Hands()) as (outbox, database),
    ):
        async with database.begin() as connection:
            await outbox.hook(connection, url, "budget.warning", {"percent": 80})
        assert await outbox.deliver() == 0
        clock.time += 60
        assert await outbox.deliver() == 1
    client = openai.OpenAI(api_key="-", webhook_secret=hooks.secret)
    for headers, body in seen:
        client.webhooks.verify_signature(body, headers)
    assert seen[0][0]["webhook-id"] == seen[1][0]["webhook-id"]
    assert b'"type":"budget.warning"' in seen[0][1]
    with pytest.raises(openai.InvalidWebhookSignatureError):
        client.webhooks.verify_signature(seen[0][1].replace(b"80", b"90"), seen[0][0])


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"])
async def test_no_webhook_leads_into_our_own_network(host):
    async with a_receiver() as (url, seen):
        with pytest.raises(Unsent, match=r"not public|not a canonical"):
            await Webhooks(KEY, Hands(), 5.0)(a_parcel(url.replace("localhost", host)), '{"type": "x"}')
    assert seen == []


async def test_redirects_are_not_followed():
    async with a_receiver(302) as (url, seen):
        with pytest.raises(Unsent, match="302"):
            await Webhooks(KEY, Hands(), 5.0, ["localhost"])(a_parcel(url), '{"type": "x"}')
    assert len(seen) == 1


async def test_a_receiver_that_is_gone_is_told_nothing_more():
    async with a_receiver(410) as (url, _):
        with pytest.raises(Undeliverable):
            await Webhooks(KEY, Hands(), 5.0, ["localhost"])(a_parcel(url), '{"type": "x"}')


def a_parcel(url: str):
    from zaffre.storage.outbox import Parcel

    return Parcel(id="out_1", kind="webhook", recipient=url, subject="x", body="-", created_at=0.0, next_at=0.0)


private = st.sampled_from(["10.0.0.0", "127.0.0.0", "169.254.169.254", "192.168.1.1", "100.64.0.1", "0.0.0.0"])
wrapped = st.sampled_from(["::ffff:{}", "::{}", "64:ff9b::{}", "{}"])


@given(private, wrapped)
def test_private_addresses_are_seen_through_whatever_they_are_wrapped_in(address, wrap):
    assert not is_public(wrap.format(address))


@pytest.mark.parametrize(
    "address", ["2002:7f00:1::", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1", "224.0.0.1", "240.0.0.1", "::"]
)
def test_these_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::8.8.8.8"])
def test_these_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize("url", ["ftp://a", "http://", "http://u:p@example.com", "https://a b", "http://[", "x" * 3000])
def test_a_webhook_must_have_a_web_address(url):
    with pytest.raises(BadRequest, match="webhook"):
        check_url(url, "webhook")
