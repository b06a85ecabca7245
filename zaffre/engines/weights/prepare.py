"""What an engine makes of pulled weights, once, before it runs them."""

import asyncio
from pathlib import Path

from zaffre.engines.weights.contract import Progress, PullFailed
from zaffre.engines.weights.pipelines import INDEX
from zaffre.settings.schema import Backend

_SUFFIXES = {"llamacpp": ".gguf", "onnx": ".safetensors", "diffusers": INDEX}
_GRAPH = "onnx-1"
"""Raise the number when the graph changes, and homes that have the old one build it anew."""


def kind(backend: Backend) -> str | None:
    """The name of what `backend` needs prepared; `None` where it runs the weights as they came."""
    if backend.engine == "onnx":
        return _GRAPH
    return None if backend.quantize == "keep" or backend.engine == "diffusers" else backend.quantize


def check(name: str, main: str, backend: Backend) -> None:
    """Raise `PullFailed` if the engine of `backend` can't run this kind of weights."""
    suffix = _SUFFIXES[backend.engine]
    if not main.endswith(suffix):
        raise PullFailed(
            f"The model {name} is a {Path(main).name} and the {backend.engine} engine runs {_called(suffix)}. "
            "Give its deployment another backend, or the model another source."
        )


async def prepare(main: Path, into: Path, backend: Backend, progress: Progress) -> None:
    """Make the folder `into` from the weights in `main`."""
    if backend.engine == "onnx":
        from zaffre.engines import bert_graph

        progress("preparing", 0, None)
        await asyncio.to_thread(bert_graph.build, main.parent, into)
    else:
        from zaffre.engines.llamacpp_quantize import quantize

        try:
            await quantize(main, into / "model.gguf", progress)
        except (ValueError, KeyError) as error:
            raise PullFailed(
                f"{main.name} is no GGUF file that can be quantised: {error}. Check its source."
            ) from error


def entry(folder: Path, backend: Backend) -> Path:
    """What the engine is given of a prepared folder: the GGUF file, or the folder of the graph."""
    return folder if backend.engine == "onnx" else folder / "model.gguf"


def _called(suffix: str) -> str:
    return f"folders with a {INDEX}" if suffix == INDEX else f"{suffix} files"
