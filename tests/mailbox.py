"""A mail server for tests, and a clock that is set by hand."""

import asyncio
import email
import queue
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from aiosmtpd.smtp import SMTP


class Hands:
    """A clock that is set by hand."""

    def __init__(self):
        self.time = 1_700_000_000.0

    def now(self) -> float:
        return self.time

    def steady(self) -> float:
        return self.time


class Mailbox:
    """What a mail server was given; it answers `reply`."""

    port: int

    def __init__(self, reply: str = "250 OK"):
        self.reply = reply
        self.mails: list[email.message.Message] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.reply.startswith("250"):
            self.mails.append(email.message_from_bytes(envelope.content))
        return self.reply


@asynccontextmanager
async def a_mailbox() -> AsyncIterator[Mailbox]:
    """A mail server on a port of its own."""
    box = Mailbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box), "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    yield box
    server.close()


@contextmanager
def a_mailbox_beside() -> Iterator[Mailbox]:
    """The same in a thread of its own, for tests that are not asynchronous."""
    opened: queue.Queue[Mailbox] = queue.Queue()
    closed = threading.Event()

    async def receive() -> None:
        async with a_mailbox() as box:
            opened.put(box)
            await asyncio.to_thread(closed.wait)

    thread = threading.Thread(target=asyncio.run, args=[receive()])
    thread.start()
    yield opened.get(timeout=10)
    closed.set()
    thread.join()
