"""The composition root: settings in, a running house out. The only file that knows all parts."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path

from zaffre.access import installation as whose
from zaffre.access import opening as access
from zaffre.access.callers import Callers
from zaffre.access.secrets import KeyHasher
from zaffre.admission.admission import Admission
from zaffre.admission.counters import opening as shared_counters
from zaffre.api.door import Door
from zaffre.api.endpoint import Desk
from zaffre.api.metrics import Metrics
from zaffre.api.routes import routes
from zaffre.core.clock import Clock
from zaffre.engines.pool import Pool
from zaffre.ledger import prices
from zaffre.ledger.journal import Journal
from zaffre.ledger.ledger import Ledger
from zaffre.ledger.recorder import Recorder
from zaffre.provenance.provenance import Provenance
from zaffre.queueing.queues import Queues
from zaffre.routing.router import Router
from zaffre.safety import build as safety
from zaffre.safety.screen import Screen
from zaffre.service import kept as pictures
from zaffre.service.blocklists import Blocklists
from zaffre.service.drawings import Drawings
from zaffre.service.flow import Service
from zaffre.service.image_operations import ImageOperations
from zaffre.service.matchers import Matchers
from zaffre.service.moderations import Moderations
from zaffre.service.nodes import Membership
from zaffre.service.organization import build as organization
from zaffre.service.organization.known import Known, check_bound
from zaffre.service.organization.organization import Organization
from zaffre.service.organization.upkeep import keeping_up
from zaffre.service.organization.usage.overview import Live
from zaffre.service.policies import Policies
from zaffre.settings.schema import Settings
from zaffre.settings.storage import told
from zaffre.storage import limits, policies, projects
from zaffre.storage.blobs.opening import claim, open_store
from zaffre.storage.database import Database


class HomeInUse(Exception):
    """Another server runs in this home."""


@asynccontextmanager
async def open_house(settings: Settings, home: Path, clock: Clock) -> AsyncIterator[Door]:
    """Build every part, serve inside the block, and close in reverse order.

    What a crash left in the journal is in the database before the first call.
    Raises `HomeInUse`, or `EngineFailed` where a model cannot be loaded.
    """
    async with AsyncExitStack() as stack:
        stack.enter_context(_sole_use(home))
        yield await _Building(stack, settings, home, clock).door()


class _Building:
    """Opens the parts, each on those before it; `stack` closes them."""

    def __init__(self, stack: AsyncExitStack, settings: Settings, home: Path, clock: Clock):
        self._stack = stack
        self._settings = settings
        self._home = home
        self._clock = clock
        self._hasher = KeyHasher.of_home(home)

    async def door(self) -> Door:
        """The whole house."""
        settings, clock = self._settings, self._clock
        database = await Database.open(self._home, settings.storage.url)
        self._stack.push_async_callback(database.close)
        journal = await self._journal(database)
        pool = Pool.build(settings, self._home)
        self._stack.push_async_callback(pool.close)
        await pool.load()
        admission = await self._admission(database)
        administration = organization.build(settings, database, self._hasher, clock, admission)
        await self._stack.enter_async_context(keeping_up(administration))
        queues, metrics = Queues.build(settings, clock), Metrics()
        ledger = Ledger(journal, prices.of_deployments(settings), settings.ledger.currency, clock, metrics.settled)
        service = await self._service(database, pool, queues, admission, ledger, administration)
        metrics.watch(lambda: queues.waiting)
        # The request that asks for the overview is none of those that it is told of.
        administration.overview.watch(lambda: Live(metrics.in_flight - 1, sum(queues.waiting.values())))
        server = settings.server
        desk = Desk(service, metrics, server.max_body, settings.safety, server.max_upload)
        return Door(routes(desk, lambda: pool.unready), server.allowed_hosts, settings.region, server.trusted_proxies)

    async def _service(
        self,
        database: Database,
        pool: Pool,
        queues: Queues,
        admission: Admission,
        ledger: Ledger,
        administration: Organization,
    ) -> Service:
        settings, clock = self._settings, self._clock
        router = Router.build(settings, pool)
        callers = await self._callers(database, administration, admission)
        screen = await self._screen(pool, database)
        moderations = Moderations(admission, ledger, screen, Matchers(database), settings.region)
        provenance = Provenance.of_home(self._home, settings.pictures.made_by)
        kept = await self._kept(database, router, screen, provenance)
        operations = ImageOperations(database, clock)
        self._stack.push_async_callback(operations.close)
        self._stack.callback(queues.close)
        return Service(
            callers,
            admission,
            ledger,
            router,
            screen,
            clock,
            settings.region,
            moderations=moderations,
            blocklists=Blocklists(database, clock),
            policies=Policies(screen.policies, moderations, database),
            drawings=Drawings(router, kept.finisher, queues),
            kept=kept,
            image_operations=operations,
            provenance=provenance,
            organization=administration,
        )

    async def _journal(self, database: Database) -> Journal:
        recorder = Recorder(self._home / "journal", database)
        await recorder.catch_up()
        self._stack.push_async_callback(recorder.finish)
        journal = Journal(self._home / "journal", sync=self._settings.ledger.sync)
        self._stack.push_async_callback(journal.close)
        await self._stack.enter_async_context(_running(recorder.keep_up(journal)))
        return journal

    async def _admission(self, database: Database) -> Admission:
        installation = await self._join(database)
        counters = await self._stack.enter_async_context(
            shared_counters.opened(self._settings.counters, database, self._home, installation, self._clock)
        )
        admission = Admission(counters, self._clock, database)
        if counters.is_shared:
            counters.rebuild = admission.rebuild
        await admission.refresh()
        return admission

    async def _join(self, database: Database) -> str:
        """Take a place among the nodes of this installation, whose name is returned."""
        installation = await whose.claim(database, self._hasher)
        if database.address.is_shared:
            member = Membership(database, self._home, told(self._settings.counters))
            await member.join()
            self._stack.push_async_callback(member.leave)
            await self._stack.enter_async_context(_running(member.keep_up()))
        return installation

    async def _callers(self, database: Database, administration: Organization, admission: Admission) -> Callers:
        following = administration.following
        following.tell(admission.refresh, limits.REVISION)
        following.tell(administration.body_log.refresh, projects.REVISION)
        opening = access.opened(
            database,
            following,
            self._hasher,
            self._clock,
            sessions=administration.sign_in.sessions,
            standings=administration.me.standings,
            providers=administration.single_sign_on.providers,
            region=self._settings.region,
        )
        callers = await self._stack.enter_async_context(opening)
        await following.look()
        await self._stack.enter_async_context(_running(following.keep_up()))
        return callers

    async def _screen(self, pool: Pool, database: Database) -> Screen:
        screen = safety.build(self._settings, pool, self._clock)
        self._stack.push_async_callback(screen.close)
        async with database.begin() as connection:
            await policies.remember(connection, screen.policies.rows(self._clock.now()))
            await check_bound(connection, Known.of(self._settings))
        return screen

    async def _kept(self, database: Database, router: Router, screen: Screen, provenance: Provenance) -> pictures.Kept:
        store = open_store(self._settings.pictures.store, self._home)
        await claim(store, self._hasher.derived("installation").hex())
        signing = self._hasher.derived("addresses")
        kept = pictures.build(
            self._settings,
            database,
            store,
            signing,
            router=router,
            screen=screen,
            provenance=provenance,
            clock=self._clock,
        )
        self._stack.push_async_callback(kept.finisher.close)
        await self._stack.enter_async_context(_running(kept.upkeep.keep_up()))
        return kept


@asynccontextmanager
async def _running(work: object) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@contextmanager
def _sole_use(home: Path) -> Iterator[None]:
    home.mkdir(parents=True, exist_ok=True)
    with (home / "server.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            text = f"Another server runs with the home {home}. Stop it, or give this one another --home."
            raise HomeInUse(text) from error
        file.write(str(os.getpid()))
        file.flush()
        yield
