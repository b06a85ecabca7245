"""`python -m benchmarks.pipelines`, where torch is: what the diffusers engine adds to the bare pipeline's time."""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import torch

from tests.heavy import small
from zaffre.core.calls import ImageGeneration
from zaffre.engines.artists.diffusers.artist import Diffusers
from zaffre.engines.weights import Store
from zaffre.settings.schema import Backend, Model

STEPS = 10
SIZE = (64, 64)


def main(rounds: int) -> None:
    """Print the median of the rounds' ratios; in each, both draw the same picture, and the order changes.

    Processor time is taken, for other programs may be running; caches and memory are shared with them all the same.
    """
    with tempfile.TemporaryDirectory() as home:
        artist = asyncio.run(_artist(Path(home)))
        call = ImageGeneration(deployment="d", prompt="a red fox", size=SIZE, seed=1)
        ways = [lambda: _bare(artist), lambda: artist.draw(call, lambda stage: None)]
        for way in ways:
            way()
        ratios, bare, ours = [], [], []
        for number in range(rounds):
            order = ways if number % 2 else ways[::-1]
            took = {way: _seconds(way) for way in order}
            bare.append(took[ways[0]])
            ours.append(took[ways[1]])
            ratios.append(ours[-1] / bare[-1])
        low, _, high = statistics.quantiles(ratios, n=4)
        print(f"{STEPS} steps, {rounds} rounds, bare {statistics.median(bare):.2f} s a picture")
        print(f"ours / bare: median {statistics.median(ratios):.4f}, middle half {low:.3f} to {high:.3f}")
        print(f"the fastest of each: {min(ours) / min(bare):.4f}")


async def _artist(home: Path) -> Diffusers:
    folder = small.stable_diffusion(home / "made", channels=(64, 128))
    await Store(home).pull("medium", Model(source=f"file:{folder}"), lambda *news: None)
    backend = Backend(engine="diffusers", threads=1, steps=STEPS, device="cpu")
    artist = Diffusers({"backend": msgspec.to_builtins(backend), "model_name": "medium", "home": str(home)})
    artist.load()
    return artist


def _bare(artist: Diffusers) -> None:
    pipeline = artist._pipelines.words
    generator = torch.Generator("cpu").manual_seed(1)
    pipeline("a red fox", width=SIZE[0], height=SIZE[1], num_inference_steps=STEPS, generator=generator)


def _seconds(way: Callable[[], object]) -> float:
    begun = time.process_time()
    way()
    return time.process_time() - begun


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 15)
