"""One call to a deployment's engine without a server, and what comes of it as a person reads it."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zaffre.core.answers import Piece
    from zaffre.core.calls import Inference
    from zaffre.engines.base import Capabilities
    from zaffre.settings.schema import Settings


async def ask(settings: "Settings", home: Path, name: str, prompt: str) -> None:
    """Load the engine, print its answer, or write its picture into this folder. Raises `Problem`."""
    import msgspec

    from zaffre.engines.pool import Pool

    deployment = settings.deployments[name]
    pool = Pool.build(msgspec.structs.replace(settings, deployments={name: deployment}), home)
    engine = pool.find(deployment.model, deployment.backend)
    try:
        await engine.load()
        call = _call(name, prompt, engine.capabilities, deployment.max_output_tokens)
        async with engine.answer(call) as pieces:
            async for piece in pieces:
                print(_shown(piece, name), end="", flush=True)
        print()
    finally:
        await pool.close()


def _call(name: str, prompt: str, able: "Capabilities", most: int) -> "Inference":
    from zaffre.core.calls import Chat, Embedding, ImageGeneration, Message, Sampling

    if "chat" in able.operations:
        message = Message(role="user", content=prompt)
        return Chat(deployment=name, messages=(message,), sampling=Sampling(max_tokens=most), stream=True)
    if "image_generation" in able.operations:
        size = able.sizes[0] if able.sizes else None
        return ImageGeneration(deployment=name, prompt=prompt, size=size, seed=1)
    return Embedding(deployment=name, inputs=(prompt,))


def _shown(piece: "Piece", name: str) -> str:
    from zaffre.core.answers import Delta, Stage
    from zaffre.core.pictures import Output
    from zaffre.imaging.writing import write

    match piece:
        case Delta():
            return piece.text
        case Stage(pixels=pixels) if piece.is_final and pixels:
            file = Path(f"{name}.png")
            file.write_bytes(write(pixels, Output()))
            return f"\n{file}: {pixels.width} × {pixels.height}"
        case Stage():
            return f"\rstep {piece.step} of {piece.steps}"
        case _:
            return f"a vector of {len(piece.data) // 4} dimensions"
