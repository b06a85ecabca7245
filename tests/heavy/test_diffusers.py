"""Real pipelines made small: what they draw, keep, show and refuse."""

import math
from pathlib import Path

import msgspec
import pytest
import torch

from tests.heavy import small
from zaffre.core.answers import Stage
from zaffre.core.calls import ImageEdit, ImageGeneration, ImageVariation
from zaffre.core.errors import EngineFailed
from zaffre.core.pictures import Pixels
from zaffre.engines.artists.base import Stopped
from zaffre.engines.artists.crew import Crew
from zaffre.engines.artists.diffusers.artist import Diffusers
from zaffre.engines.weights import Store
from zaffre.settings.schema import Backend, Model

SIZE = (64, 64)
PICTURE = Pixels(*SIZE, 3, bytes(range(256)) * 48)
LEFT_HALF = Pixels(*SIZE, 4, (bytes(4) * 32 + b"\0\0\0\xff" * 32) * 64)
PLAIN = {"deployment": "painter", "seed": 3, "size": SIZE}
KINDS = ("stable_diffusion", "stable_diffusion_xl", "flux", "image_variation")


def quiet(stage: str, done: int, total: int | None) -> None:
    """Somebody who doesn't care for progress."""


def unheard(stage: Stage) -> None:
    """Somebody who only wants the picture."""


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    return tmp_path_factory.mktemp("home")


async def artist(home: Path, kind: str, **options: object) -> Diffusers:
    """One whose model has been pulled from the folder that the library wrote."""
    folder = home / "made" / kind
    if not folder.exists():
        getattr(small, kind)(folder)
    await Store(home).pull(kind, Model(source=f"file:{folder}"), quiet)
    backend = Backend(engine="diffusers", threads=1, **{"steps": 4, "device": "cpu"} | options)
    made = Diffusers({"backend": msgspec.to_builtins(backend), "model_name": kind, "home": str(home)})
    made.load()
    return made


def words(prompt: str = "a fox", **more: object) -> ImageGeneration:
    return ImageGeneration(prompt=prompt, **PLAIN | more)


def repainted(**more: object) -> ImageEdit:
    return ImageEdit(prompt="a fox", images=(PICTURE,), mask=LEFT_HALF, **PLAIN | more)


def columns(pixels: Pixels, start: int, end: int) -> bytes:
    rows = range(0, len(pixels.data), 3 * pixels.width)
    return b"".join(pixels.data[row + 3 * start : row + 3 * end] for row in rows)


@pytest.mark.parametrize("kind", KINDS[:3])
async def test_words_become_the_same_picture_for_the_same_seed_alone(home, kind):
    painter = await artist(home, kind)
    first = painter.draw(words(), unheard)
    assert first.size == SIZE
    assert painter.draw(words(), unheard) == first
    assert painter.draw(words(seed=4), unheard) != first
    assert painter.draw(words("a boat"), unheard) != first


@pytest.mark.parametrize("kind", KINDS[:3])
async def test_a_masked_edit_keeps_every_other_pixel_bit_by_bit(home, kind):
    drawn = (await artist(home, kind)).draw(repainted(), unheard)
    assert columns(drawn, 32, 64) == columns(PICTURE, 32, 64)
    assert columns(drawn, 0, 32) != columns(PICTURE, 0, 32)


@pytest.mark.parametrize("kind", KINDS[:3])
async def test_a_weaker_edit_stays_nearer_to_its_picture(home, kind):
    painter = await artist(home, kind, steps=10)

    def distance(strength: float) -> float:
        call = ImageEdit(prompt="a fox", images=(PICTURE,), strength=strength, **PLAIN)
        return math.dist(painter.draw(call, unheard).data, painter.draw(replaced(call, strength=0.0), unheard).data)

    assert distance(0.2) < distance(1.0)


def replaced(call: ImageEdit, **more: object) -> ImageEdit:
    return msgspec.structs.replace(call, **more)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_variation_needs_no_words(home, kind):
    painter = await artist(home, kind)
    assert "image_variation" in painter.capabilities.operations
    first = painter.draw(ImageVariation(image=PICTURE, **PLAIN), unheard)
    assert first == painter.draw(ImageVariation(image=PICTURE, **PLAIN), unheard)
    assert first != PICTURE


@pytest.mark.parametrize("kind", KINDS[:3])
async def test_each_step_is_told_and_partial_images_come_between(home, kind):
    told: list[Stage] = []
    (await artist(home, kind)).draw(words(partial_images=3), told.append)
    assert [stage.step for stage in told] == [1, 2, 3, 4]
    assert [stage.partial for stage in told] == [0, 1, 2, None]
    assert {stage.pixels.size for stage in told if stage.pixels} == {SIZE}


async def test_partial_images_come_nearer_to_the_picture(home):
    told: list[Stage] = []
    painter = await artist(home, "stable_diffusion", steps=12)
    whole = painter.draw(words(partial_images=3), told.append)
    far, near = (math.dist(told[step].pixels.data, whole.data) for step in (2, 8))
    assert near < far


async def test_a_partial_image_of_a_masked_edit_keeps_what_the_mask_keeps(home):
    told: list[Stage] = []
    (await artist(home, "stable_diffusion")).draw(repainted(partial_images=1), told.append)
    shown = next(stage.pixels for stage in told if stage.pixels)
    assert columns(shown, 32, 64) == columns(PICTURE, 32, 64)


@pytest.mark.parametrize("kind", KINDS[:3])
async def test_it_stops_at_the_next_step_and_draws_on_as_before(home, kind):
    painter, heard = await artist(home, kind), []
    before = painter.draw(words(), unheard)

    def until_the_second(stage: Stage) -> None:
        heard.append(stage.step)
        if stage.step == 2:
            raise Stopped

    with pytest.raises(Stopped):
        painter.draw(words("something else"), until_the_second)
    assert heard == [1, 2]
    assert painter.draw(words(), unheard) == before


async def test_steps_come_from_the_call_its_quality_or_the_settings(home):
    painter = await artist(home, "stable_diffusion")

    def num_steps(**more: object) -> int:
        told: list[Stage] = []
        painter.draw(words(**more), told.append)
        return told[-1].steps

    assert [num_steps(), num_steps(quality="low"), num_steps(quality="high"), num_steps(steps=3)] == [4, 2, 6, 3]


async def test_guidance_and_negative_prompts_change_the_picture(home):
    painter = await artist(home, "stable_diffusion")
    plain = painter.draw(words(), unheard)
    assert painter.draw(words(guidance=2.0), unheard) != plain
    assert painter.draw(words(negative_prompt="a dog"), unheard) != plain


async def test_a_faint_edit_still_takes_a_step(home):
    call = ImageEdit(prompt="a fox", images=(PICTURE,), strength=0.01, steps=5, **PLAIN)
    told: list[Stage] = []
    (await artist(home, "stable_diffusion")).draw(call, told.append)
    assert [stage.step for stage in told] == [1]


async def test_flux_declares_no_negative_prompt_which_it_would_not_hear(home):
    assert "negative_prompt" not in (await artist(home, "flux")).capabilities.features
    assert "negative_prompt" in (await artist(home, "stable_diffusion")).capabilities.features


# The library converts tensors in a way that NumPy 2 warns of.
@pytest.mark.filterwarnings("ignore:__array__:DeprecationWarning")
async def test_another_scheduler_draws_another_picture(home):
    plain = (await artist(home, "stable_diffusion")).draw(words(), unheard)
    euler = await artist(home, "stable_diffusion", scheduler="EulerDiscreteScheduler")
    assert euler.draw(words(), unheard) != plain
    assert euler.draw(words(), unheard) == euler.draw(words(), unheard)
    with pytest.raises(EngineFailed, match=r"NoScheduler does not fit.*DDIMScheduler"):
        await artist(home, "stable_diffusion", scheduler="NoScheduler")


async def test_an_adapter_changes_the_picture_by_its_weight(home, tmp_path):
    file = adapter_of(await artist(home, "stable_diffusion"), tmp_path)
    plain = (await artist(home, "stable_diffusion")).draw(words(), unheard)
    without = await artist(home, "stable_diffusion", lora=(f"{file}:0",))
    half = await artist(home, "stable_diffusion", lora=(f"{file}:0.5",))
    assert without.draw(words(), unheard) == plain
    assert half.draw(words(), unheard) != plain


async def test_an_adapter_of_another_model_is_refused(home, tmp_path):
    file = adapter_of(await artist(home, "stable_diffusion"), tmp_path)
    with pytest.raises(EngineFailed, match="adapter"):
        await artist(home, "flux", lora=(str(file),))
    with pytest.raises(EngineFailed, match="There is no adapter at"):
        await artist(home, "stable_diffusion", lora=("/nowhere/a.safetensors",))


def adapter_of(painter: Diffusers, folder: Path) -> Path:
    """An adapter for a model's U-Net, with random weights, as the library writes it."""
    from diffusers import StableDiffusionPipeline
    from peft import LoraConfig
    from peft.utils import get_peft_model_state_dict

    torch.manual_seed(1)
    unet = painter._pipelines.words.unet
    unet.add_adapter(LoraConfig(r=2, target_modules=["to_q", "to_v"], init_lora_weights=False))
    StableDiffusionPipeline.save_lora_weights(folder, unet_lora_layers=get_peft_model_state_dict(unet))
    return folder / "pytorch_lora_weights.safetensors"


async def test_numbers_out_of_range_are_told_and_no_black_picture_is_given(home):
    painter = await artist(home, "stable_diffusion")
    with torch.no_grad():
        painter._pipelines.words.unet.conv_out.bias.fill_(math.nan)
    with pytest.raises(EngineFailed, match=r"black.*float32"):
        painter.draw(words(), unheard)


async def test_a_process_of_its_own_draws_the_same_picture(home):
    expected = (await artist(home, "stable_diffusion")).draw(words(), unheard)
    backend = Backend(engine="diffusers", threads=1, steps=4, device="cpu")
    crew = Crew("zaffre.engines.artists.diffusers.artist:Diffusers", backend, "stable_diffusion", Model(), home)
    try:
        await crew.load()
        async with crew.answer(words()) as stages:
            last = [stage async for stage in stages][-1]
    finally:
        await crew.close()
    assert last.is_final and last.pixels == expected


async def test_half_precision_draws_too(home):
    assert (await artist(home, "stable_diffusion", dtype="bfloat16")).draw(words(), unheard).size == SIZE


async def test_pickles_are_never_read(home, tmp_path):
    folder = small.stable_diffusion(tmp_path / "pickled")
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    torch.save({}, weights.with_suffix(".bin"))
    weights.unlink()
    await Store(home).pull("pickled", Model(source=f"file:{folder}"), quiet)
    backend = Backend(engine="diffusers", threads=1)
    with pytest.raises(EngineFailed, match="can't be loaded"):
        Diffusers({"backend": msgspec.to_builtins(backend), "model_name": "pickled", "home": str(home)}).load()


async def test_a_model_that_was_not_pulled_is_told(tmp_path):
    backend = msgspec.to_builtins(Backend(engine="diffusers"))
    with pytest.raises(EngineFailed, match="zaffre models pull absent"):
        Diffusers({"backend": backend, "model_name": "absent", "home": str(tmp_path)}).load()


async def test_a_gpu_that_is_not_there_is_told(home):
    if torch.cuda.is_available():
        assert (await artist(home, "stable_diffusion", device="cuda")).draw(words(), unheard).size == SIZE
    else:
        with pytest.raises(EngineFailed, match=r"torch .* sees none"):
            await artist(home, "stable_diffusion", device="cuda")
