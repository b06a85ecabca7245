"""The gateway path: what a governed request and a streamed chunk cost, beside a proxy that governs nothing."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks import processes
from benchmarks.client import Load, run
from benchmarks.processes import Running

ROUNDS = 3
CONFIG = """
[ledger]
sync = {sync}
[backends.echo]
engine = "echo"
[backends.mock]
engine = "remote"
url = "{upstream}/v1"
[models.echo]
[models.mock]
[deployments.echo]
model = "echo"
backend = "echo"
[deployments.mock]
model = "mock"
backend = "mock"
price = {{ input = 1.0, output = 2.0 }}
"""
_WORDS = " ".join(["word"] * 200)


def rows() -> Iterator[dict[str, object]]:
    """A row for each way of asking, its rounds interleaved with the others', the best round told."""
    with ExitStack() as stack:
        port, proxy_port = processes.free_port(), processes.free_port()
        upstream = stack.enter_context(processes.python("-m", "benchmarks.upstream", str(port), port=port))
        proxy = stack.enter_context(
            processes.python("-m", "benchmarks.proxy", str(proxy_port), upstream.url, port=proxy_port)
        )
        synced = stack.enter_context(processes.zaffre(CONFIG.format(sync="true", upstream=upstream.url)))
        plain = stack.enter_context(processes.zaffre(CONFIG.format(sync="false", upstream=upstream.url)))
        yield {
            "what": "Zaffre at rest",
            "seconds to ready": synced.seconds_to_ready,
            "MiB": synced.memory(),
        }
        yield from _compared(proxy, synced, plain)
        yield {"what": "Zaffre after the load", "MiB": synced.memory()}


def _compared(proxy: Running, synced: Running, plain: Running) -> Iterator[dict[str, object]]:
    ways = [
        ("bare proxy", proxy, "mock"),
        ("Zaffre, mock upstream", synced, "mock"),
        ("Zaffre, mock upstream, sync off", plain, "mock"),
        ("Zaffre, echo", synced, "echo"),
    ]
    for is_stream, count in ((False, 3000), (True, 200)):
        best: dict[str, dict[str, object]] = {}
        for _ in range(ROUNDS):
            for name, server, deployment in ways:
                row = _measured(name, server, deployment, is_stream, count)
                if name not in best or row["CPU µs"] < best[name]["CPU µs"]:
                    best[name] = row
        yield from best.values()


def _measured(name: str, server: Running, deployment: str, is_stream: bool, count: int) -> dict[str, object]:
    text = _WORDS if is_stream else "Hello there!"
    body = {
        "model": deployment,
        "messages": [{"role": "user", "content": text}],
        "stream": is_stream,
        "max_tokens": 400,
    }
    load = Load(
        url=f"{server.url}/v1/chat/completions",
        body=json.dumps(body).encode(),
        headers=server.headers,
        requests=count,
        connections=16,
    )
    before = server.cpu()
    times = asyncio.run(run(load))
    micros = (server.cpu() - before) * 1e6 / count
    row: dict[str, object] = {"what": f"{name}, {'streamed' if is_stream else 'whole'}", "CPU µs": micros}
    if is_stream:
        row["CPU µs a chunk"] = micros / 200
    return row | times.line()
