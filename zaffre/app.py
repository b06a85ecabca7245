"""The composition root: settings in, a running house out. The only file that knows all parts."""

import asyncio
import fcntl
import gc
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path

import uvicorn

from zaffre.access import installation as whose
from zaffre.access import opening as access
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
from zaffre.service.organization.upkeep import keeping_up
from zaffre.service.organization.usage.overview import Live
from zaffre.service.policies import Policies
from zaffre.settings.schema import Settings
from zaffre.settings.storage import told
from zaffre.storage import policies
from zaffre.storage.blobs.base import Blobs
from zaffre.storage.blobs.opening import claim, open_store
from zaffre.storage.database import Database

_GRACE_SECONDS = 10
_COLLECTION = (10_000, 20, 20)


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
        database = await Database.open(home, settings.storage.url)
        stack.push_async_callback(database.close)
        journal = await _open_ledger(stack, settings, home, database)
        pool = Pool.build(settings, home)
        stack.push_async_callback(pool.close)
        await pool.load()
        hasher = KeyHasher.of_home(home)
        router = Router.build(settings, pool)
        installation = await _join(stack, settings, home, database, hasher)
        admission = await _open_admission(stack, settings, home, database, installation, clock)
        administration = organization.build(settings, database, hasher, clock, admission)
        await stack.enter_async_context(keeping_up(administration))
        callers = await stack.enter_async_context(
            access.opened(
                database,
                hasher,
                clock,
                sessions=administration.sign_in.sessions,
                standings=administration.me.standings,
                providers=administration.single_sign_on.providers,
                region=settings.region,
            )
        )
        administration.acts.followed_by(callers.catch_up)
        metrics = Metrics()
        ledger = Ledger(journal, prices.of_deployments(settings), settings.ledger.currency, clock, metrics.settled)
        screen = await _open_screen(stack, settings, pool, database, clock)
        moderations = Moderations(admission, ledger, screen, Matchers(database), settings.region)
        provenance = Provenance.of_home(home, settings.pictures.made_by)
        store = await _own_store(settings, home, hasher)
        signing = hasher.derived("addresses")
        kept = pictures.build(
            settings, database, store, signing, router=router, screen=screen, provenance=provenance, clock=clock
        )
        stack.push_async_callback(kept.finisher.close)
        await stack.enter_async_context(_running(kept.upkeep.keep_up()))
        operations = ImageOperations(database, clock)
        stack.push_async_callback(operations.close)
        queues = Queues.build(settings, clock)
        stack.callback(queues.close)
        metrics.watch(lambda: queues.waiting)
        # The request that asks for the overview is none of those that it is told of.
        administration.overview.watch(lambda: Live(metrics.in_flight - 1, sum(queues.waiting.values())))
        service = Service(
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
        server = settings.server
        desk = Desk(service, metrics, server.max_body, settings.safety, server.max_upload)
        yield Door(routes(desk, lambda: pool.unready), server.allowed_hosts, settings.region, server.trusted_proxies)


async def serve(settings: Settings, home: Path, announce: Callable[[str], None]) -> None:
    """Serve until the process is told to stop; `announce` is called with the URL once calls are taken."""
    async with open_house(settings, home, Clock()) as door:
        config = uvicorn.Config(
            door,
            host=settings.server.host,
            port=settings.server.port,
            http="httptools",
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
        _leave_parts_to_themselves()
        await _Server(config, announce).serve()


def run(settings: Settings, home: Path, announce: Callable[[str], None]) -> None:
    """`serve`, in an event loop of its own."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(serve(settings, home, announce))


def _leave_parts_to_themselves() -> None:
    # What is built by now lives to the end; looking through it again and again cost a tenth of a request.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTION)


class _Server(uvicorn.Server):
    """Tells its URL once it listens, the real port where 0 was asked for."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[str], None]):
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            port = self.servers[0].sockets[0].getsockname()[1]
            host = self.config.host
            self._announce(f"http://{f'[{host}]' if ':' in host else host}:{port}")

    def handle_exit(self, sig: int, frame: object) -> None:
        # What uvicorn does here it raises again at its end, which would end us before the house is closed.
        self.force_exit = self.should_exit
        self.should_exit = True


async def _join(stack: AsyncExitStack, settings: Settings, home: Path, database: Database, hasher: KeyHasher) -> str:
    """Take a place among the nodes of this installation, whose name is returned."""
    installation = await whose.claim(database, hasher)
    if database.address.is_shared:
        member = Membership(database, home, told(settings.counters))
        await member.join()
        stack.push_async_callback(member.leave)
        await stack.enter_async_context(_running(member.keep_up()))
    return installation


async def _open_admission(
    stack: AsyncExitStack, settings: Settings, home: Path, database: Database, installation: str, clock: Clock
) -> Admission:
    counters = await stack.enter_async_context(
        shared_counters.opened(settings.counters, database, home, installation, clock)
    )
    admission = Admission(counters, clock, database)
    if counters.is_shared:
        counters.rebuild = admission.rebuild
    await admission.refresh()
    await stack.enter_async_context(_running(admission.keep_fresh()))
    return admission


async def _open_screen(
    stack: AsyncExitStack, settings: Settings, pool: Pool, database: Database, clock: Clock
) -> Screen:
    screen = safety.build(settings, pool, clock)
    stack.push_async_callback(screen.close)
    async with database.begin() as connection:
        await policies.remember(connection, screen.policies.rows(clock.now()))
        await check_bound(connection, Known.of(settings))
    return screen


async def _open_ledger(stack: AsyncExitStack, settings: Settings, home: Path, database: Database) -> Journal:
    recorder = Recorder(home / "journal", database)
    await recorder.catch_up()
    stack.push_async_callback(_last_words, recorder)
    journal = Journal(home / "journal", sync=settings.ledger.sync)
    stack.push_async_callback(journal.close)
    await stack.enter_async_context(_running(recorder.keep_up(journal)))
    return journal


async def _last_words(recorder: Recorder) -> None:
    # Should the database be away at the end too, the journal keeps its records for the next start.
    with suppress(Exception):
        await recorder.catch_up()


async def _own_store(settings: Settings, home: Path, hasher: KeyHasher) -> Blobs:
    store = open_store(settings.pictures.store, home)
    await claim(store, hasher.derived("installation").hex())
    return store


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


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
