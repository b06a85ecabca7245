"""The whole story of pictures in one process, with a filter and a store that wait or fail when they are told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace

import msgspec

from tests import admitting
from tests.albums import Shelf, shelved
from tests.stand_ins import FORBIDDEN_DRAWING, StandInPictures
from zaffre.core.album import Picture, Wanted
from zaffre.core.callers import Caller, Origin
from zaffre.core.calls import ImageGeneration
from zaffre.core.clock import Clock
from zaffre.core.errors import StoreFull
from zaffre.engines.pool import Pool
from zaffre.imaging.writing import write
from zaffre.ledger.journal import Journal
from zaffre.ledger.ledger import Ledger
from zaffre.ledger.prices import Price
from zaffre.ledger.records import Record
from zaffre.queueing.queues import Queues
from zaffre.routing.router import Router
from zaffre.safety.pictures.panel import Pictures
from zaffre.safety.policies import Policies
from zaffre.safety.screen import Screen
from zaffre.service.addresses import Signer
from zaffre.service.drawings import Drawings
from zaffre.service.finishing import Finisher
from zaffre.service.flow import Service
from zaffre.service.organization.audit.body_log import BodyLog
from zaffre.service.retention import Terms
from zaffre.settings.schema import Settings
from zaffre.storage import pictures
from zaffre.storage.blobs.folder import Folder

SETTINGS = {
    "backends": {"quick": {"engine": "echo"}},
    "models": {"echo": {}},
    "deployments": {
        "pictures": {"model": "echo", "backend": "quick", "price": {"image": 0.04, "input": 1000.0}},
        "far": {"model": "echo", "backend": "away", "price": {"output": 1000.0}},
    },
    "filters": {"magenta": {"kind": "plugin", "factory": "tests.stand_ins:StandInPictures"}},
    "policies": {"seen": {"filters": [], "images": {"filters": ["magenta"]}}},
    "safety": {"policy": "seen"},
}
PRICE = 40_000_000
"""Of one picture, in nano-units."""
CALL = ImageGeneration(deployment="pictures", prompt=FORBIDDEN_DRAWING, seed=1, size=(256, 256))
"""With the seed 0, its first picture is one that the filter stops."""


class Marking:
    """Stands where pictures are marked, and waits until it may go on."""

    def __init__(self):
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.asked = []

    async def marked(self, pixels, output, story, marks):
        self.asked.append((story, marks))
        await self.may_go_on.wait()
        return write(pixels, output)


class Filter(StandInPictures):
    """Waits until it may go on."""

    def __init__(self):
        super().__init__()
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()

    async def read(self, pictures, policy):
        seen = await super().read(pictures, policy)
        await self.may_go_on.wait()
        return seen


class Store(Folder):
    """Has room for so many pictures."""

    room = 100

    async def put(self, key: str, data: bytes) -> None:
        self.room -= key.endswith(".png")
        if self.room < 0:
            raise StoreFull
        await super().put(key, data)


class Studio:
    """`records` is what the ledger says; `account` what admission counts for the one key."""

    def __init__(self, home: Path, shelf: Shelf, store: Store, pool: Pool, settings: Settings, clock: Clock):
        self.shelf, self.store, self.filter, self.marking = shelf, store, Filter(), Marking()
        self.records: list[Record] = []
        router = Router.build(settings, pool)
        prices = {name: Price.of(one.price) for name, one in settings.deployments.items()}
        self._journal = Journal(home / "journal", sync=False)
        self._admission = admitting.admission(clock=clock)
        self.allow()
        self.finisher = Finisher(
            self.marking, shelf.album, Signer(b"k" * 32, clock, 24), Terms(settings.pictures, {}), clock
        )
        self.service = Service(
            None,
            self._admission,
            Ledger(self._journal, prices, "USD", clock, self.records.append),
            router,
            Screen(Policies.build(settings), None, None, Pictures({"magenta": self.filter}), clock),
            clock,
            "local",
            moderations=None,
            blocklists=None,
            policies=None,
            drawings=Drawings(router, self.finisher, Queues.build(settings, clock)),
            kept=None,
            image_operations=None,
            provenance=None,
            organization=SimpleNamespace(body_log=BodyLog(shelf.database, None, 1, clock)),
        )

    def allow(self, **most: int) -> None:
        """Let the one key use no more than this from now on."""
        admitting.allow(self._admission, "key_1", **most)

    async def account(self) -> admitting.Account:
        return await admitting.account(self._admission, "key_1")

    async def draw(self, call: ImageGeneration = CALL, **changes: object) -> list:
        """All that the call is told."""
        caller = Caller(key_id="key_1", project_id=self.shelf.mine, project="mine", region="local")
        origin = Origin(caller, f"request-{len(self.records)}", "openai")
        async with self.service.answer(msgspec.structs.replace(call, **changes), origin, "img_") as answer:
            return [piece async for piece in answer.pieces]

    async def kept(self) -> list[Picture]:
        async with self.shelf.database.begin() as connection:
            return await pictures.page(connection, self.shelf.mine, Wanted(limit=10))

    async def close(self) -> None:
        await self.finisher.close()
        await self._journal.close()


@asynccontextmanager
async def studio(home: Path, upstream: str = "http://127.0.0.1:1") -> AsyncIterator[Studio]:
    """Its deployment `far` asks `upstream`."""
    backends = SETTINGS["backends"] | {"away": {"engine": "remote", "url": upstream}}
    settings, clock = msgspec.convert(SETTINGS | {"backends": backends}, Settings), Clock()
    store = Store(home / "pictures")
    async with shelved(home, store) as shelf:
        pool = Pool.build(settings, home)
        await pool.load()
        mine = Studio(home, shelf, store, pool, settings, clock)
        try:
            yield mine
        finally:
            await mine.close()
            await pool.close()
