"""The process: one house behind one socket, until it is told to stop."""

import asyncio
import gc
from collections.abc import Callable
from pathlib import Path

import uvicorn

from zaffre.api.protocol import Protocol
from zaffre.app import open_house
from zaffre.core.clock import Clock
from zaffre.settings.schema import Settings

_GRACE_SECONDS = 10
_COLLECTION = (10_000, 20, 20)


async def serve(settings: Settings, home: Path, announce: Callable[[str], None]) -> None:
    """Serve until the process is told to stop; `announce` is called with the URL once calls are taken."""
    async with open_house(settings, home, Clock()) as door:
        config = uvicorn.Config(
            door,
            host=settings.server.host,
            port=settings.server.port,
            http=Protocol,
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


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
