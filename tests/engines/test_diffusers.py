"""How calls become a pipeline's arguments, with pipelines of a few lines; `tests/heavy` has real ones."""

from types import SimpleNamespace

import msgspec
import pytest
from PIL import Image

from zaffre.core.calls import Drawing, ImageEdit, ImageGeneration, ImageVariation
from zaffre.core.errors import BadRequest, EngineFailed
from zaffre.core.pictures import Pixels
from zaffre.engines.artists.base import Stopped
from zaffre.engines.artists.crew import Crew
from zaffre.engines.artists.diffusers import hardware
from zaffre.engines.artists.diffusers.abilities import abilities, sizes
from zaffre.engines.artists.diffusers.artist import Diffusers
from zaffre.engines.artists.diffusers.failures import explained, picture_of
from zaffre.engines.artists.diffusers.jobs import Job, job_of
from zaffre.engines.artists.diffusers.pipelines import Pipelines, own_duties
from zaffre.engines.artists.diffusers.watching import Watch
from zaffre.engines.artists.shown import shown_after
from zaffre.settings.schema import Backend, Model

BACKEND = Backend(engine="diffusers", steps=20)
PICTURE = Pixels(4, 4, 3, bytes(range(48)))
HALF = Pixels(4, 4, 4, (bytes(4) * 2 + b"\0\0\0\xff" * 2) * 4)
GIB = 2**30


class Words:
    vae_scale_factor = 8
    unet = SimpleNamespace(config=SimpleNamespace(sample_size=64, in_channels=4))
    vae = type("AutoencoderKL", (), {"config": SimpleNamespace(latent_channels=4)})()

    def __call__(
        self,
        prompt=None,
        height=None,
        width=None,
        num_inference_steps=50,
        guidance_scale=7.5,
        negative_prompt=None,
        callback_on_step_end=None,
    ): ...


class Picture(Words):
    def __call__(
        self,
        prompt=None,
        image=None,
        strength=0.3,
        num_inference_steps=50,
        guidance_scale=7.5,
        negative_prompt=None,
        callback_on_step_end=None,
    ): ...


class Hole(Picture):
    def __call__(
        self,
        prompt=None,
        image=None,
        mask_image=None,
        strength=0.6,
        num_inference_steps=50,
        guidance_scale=7.5,
        negative_prompt=None,
        callback_on_step_end=None,
    ): ...


class PictureUnCLIP(Words):
    def __call__(self, image=None, decoder_num_inference_steps=25): ...


class Deaf(Words):
    transformer = SimpleNamespace(config=SimpleNamespace(guidance_embeds=False))

    def __call__(self, prompt=None, negative_prompt=None, true_cfg_scale=1.0, guidance_scale=3.5, height=1024): ...


ALL = Pipelines(words=Words(), picture=Picture(), hole=Hole())


def words(**more: object) -> ImageGeneration:
    return ImageGeneration(**{"deployment": "d", "prompt": "a fox", "size": (512, 512), "seed": 1} | more)


def edit(**more: object) -> ImageEdit:
    return ImageEdit(**{"deployment": "d", "prompt": "a fox", "images": (PICTURE,), "size": (4, 4)} | more)


def asked(call: Drawing, backend: Backend = BACKEND) -> dict:
    return job_of(call, ALL, backend).arguments


def test_all_that_a_call_says_reaches_the_pipeline():
    call = words(steps=7, guidance=3.0, negative_prompt="a dog", size=(768, 512))
    assert asked(call) == {
        "prompt": "a fox",
        "width": 768,
        "height": 512,
        "num_inference_steps": 7,
        "guidance_scale": 3.0,
        "negative_prompt": "a dog",
    }


def test_what_is_not_said_is_the_settings_or_the_pipelines_own():
    assert asked(words())["num_inference_steps"] == 20
    assert asked(words(), Backend(engine="diffusers"))["num_inference_steps"] == 50
    assert "guidance_scale" not in asked(words())
    assert asked(words(), Backend(engine="diffusers", guidance=2.0))["guidance_scale"] == 2.0


@pytest.mark.parametrize(("quality", "steps"), [("low", 10), ("medium", 20), ("auto", 20), ("high", 30), ("hd", 30)])
def test_quality_is_a_number_of_steps(quality, steps):
    assert asked(words(quality=quality))["num_inference_steps"] == steps


def test_a_negative_prompt_that_would_not_be_heard_is_refused():
    with pytest.raises(BadRequest) as refused:
        asked(words(negative_prompt="a dog", guidance=1.0))
    assert refused.value.param == "negative_prompt"
    turbo = Backend(engine="diffusers", guidance=0.0)
    assert "negative_prompt" not in abilities(ALL, turbo).features


def test_what_is_transparent_in_the_mask_is_white_for_the_pipeline():
    hole = asked(edit(mask=HALF))["mask_image"]
    assert list(hole.tobytes()) == [255, 255, 0, 0] * 4


def test_a_picture_may_be_its_own_mask():
    seen_through = Pixels(4, 4, 4, (bytes(4) * 2 + b"\x09\x08\x07\xff" * 2) * 4)
    job = job_of(edit(images=(seen_through,)), ALL, BACKEND)
    drawn = job.finished(Image.new("RGB", (4, 4), "red"))
    assert drawn.tobytes() == (b"\xff\0\0" * 2 + b"\x09\x08\x07" * 2) * 4


def test_only_what_the_mask_shows_is_taken_from_the_result():
    drawn = job_of(edit(mask=HALF), ALL, BACKEND).finished(Image.new("RGB", (4, 4), "red"))
    assert [drawn.getpixel((x, 1)) for x in (0, 1)] == [(255, 0, 0)] * 2
    assert drawn.crop((2, 0, 4, 4)) == Image.frombytes("RGB", (4, 4), PICTURE.data).crop((2, 0, 4, 4))


def test_a_mask_with_nothing_to_repaint_is_refused():
    with pytest.raises(BadRequest) as refused:
        asked(edit(mask=Pixels(4, 4, 4, b"\0\0\0\xff" * 16)))
    assert refused.value.param == "mask"


def test_a_mask_of_a_larger_picture_is_scaled_with_it():
    job = job_of(edit(mask=HALF, size=(8, 8)), ALL, BACKEND)
    assert job.arguments["image"].size == job.arguments["mask_image"].size == (8, 8)
    assert set(job.arguments["mask_image"].tobytes()) == {0, 255}


def test_holes_are_repainted_wholly_and_pictures_in_part():
    assert asked(edit(mask=HALF))["strength"] == 1.0
    assert 0 < asked(edit())["strength"] < 1
    assert asked(edit(strength=0.4))["strength"] == 0.4


@pytest.mark.parametrize("strength", [0.0, 0.001, 1 / 49, 0.3, 1.0])
@pytest.mark.parametrize("steps", [1, 3, 49])
def test_whatever_the_strength_one_step_is_left(strength, steps):
    arguments = asked(edit(strength=strength, steps=steps))
    assert int(arguments["num_inference_steps"] * arguments["strength"]) >= 1


def test_a_variation_has_no_words_and_no_prompt_where_the_pipeline_takes_none():
    call = ImageVariation(deployment="d", image=PICTURE, size=(4, 4))
    assert asked(call)["prompt"] == ""
    assert set(job_of(call, own_duties(PictureUnCLIP()), BACKEND).arguments) == {"image", "decoder_num_inference_steps"}


def test_abilities_are_those_that_every_pipeline_has():
    found = abilities(ALL, BACKEND)
    assert found.operations == {"image_generation", "image_edit", "image_variation"}
    assert {"mask", "strength", "guidance", "negative_prompt", "partial_images"} <= found.features
    assert abilities(Pipelines(words=Words()), BACKEND).operations == {"image_generation"}
    assert abilities(own_duties(PictureUnCLIP()), BACKEND).operations == {"image_variation"}


def test_what_a_distilled_model_does_not_hear_is_not_declared():
    found = abilities(Pipelines(words=Deaf()), BACKEND)
    assert not {"guidance", "negative_prompt", "partial_images", "mask"} & found.features


def test_sizes_begin_with_what_the_model_was_made_for():
    assert sizes(Words())[0] == (512, 512)
    assert {(768, 512), (512, 768), (256, 256)} <= set(sizes(Words()))
    assert all(edge % 64 == 0 for size in sizes(Words()) for edge in size)


def test_duties_are_told_by_arguments():
    assert own_duties(Words()).words and not own_duties(Words()).picture
    assert own_duties(Picture()).picture and not own_duties(Picture()).words
    assert own_duties(Hole()).hole and not own_duties(Hole()).picture


@pytest.mark.parametrize(
    ("steps", "count", "shown"), [(4, 2, {1, 3}), (10, 3, {2, 5, 8}), (1, 3, set()), (9, 0, set())]
)
def test_partial_images_are_spread_and_never_the_last(steps, count, shown):
    assert shown_after(steps, count) == shown


def test_a_network_tells_of_steps_where_its_pipeline_does_not():
    class Silent:
        def __init__(self):
            self.hooks = []
            self.unet = SimpleNamespace(register_forward_pre_hook=self.hook)

        def hook(self, heard):
            self.hooks.append(heard)
            return SimpleNamespace(remove=self.hooks.clear)

        def __call__(self, prompt=None): ...

    def stop(stage):
        raise Stopped

    silent = Silent()
    watch = Watch(Job(pipeline=silent, arguments={}, steps=3, size=(4, 4)), words(), stop)
    with pytest.raises(Stopped), watch.listening():
        silent.hooks[0](None, None)
    assert silent.hooks == []


@pytest.mark.parametrize(
    ("asked", "free", "chosen"),
    [
        ("auto", 24 * GIB, "none"),
        ("auto", 12 * GIB, "model"),
        ("auto", 6 * GIB, "sequential"),
        ("none", 1 * GIB, "none"),
    ],
)
def test_parts_wait_in_main_memory_where_the_gpu_is_small(asked, free, chosen):
    assert hardware.offload(asked, "cuda", [8 * GIB, 5 * GIB], free) == chosen
    assert hardware.offload(asked, "cpu", [8 * GIB], 0) == "none"


def test_numbers_are_whole_on_a_processor_and_halved_on_a_gpu():
    assert hardware.dtype("auto", "cpu", is_transformer=True) == "float32"
    assert hardware.dtype("auto", "cuda", is_transformer=True) == "bfloat16"
    assert hardware.dtype("auto", "cuda", is_transformer=False) == "float16"


def test_missing_memory_is_told_with_what_helps():
    with pytest.raises(EngineFailed, match=r"512x512.*offload"), explained(words(), BACKEND):
        raise RuntimeError("CUDA out of memory. Tried to allocate 9 GiB")
    with pytest.raises(RuntimeError, match="shapes"), explained(words(), BACKEND):
        raise RuntimeError("shapes do not match")


def test_no_black_picture_is_given():
    import numpy as np

    for array in (np.zeros((4, 4, 3)), np.full((4, 4, 3), np.nan)):
        with pytest.raises(EngineFailed, match="black"):
            picture_of(array)
    assert picture_of(np.full((4, 4, 3), 0.5)).getpixel((0, 0)) == (128, 128, 128)


async def test_a_backend_whose_libraries_are_missing_does_not_start(tmp_path):
    crew = Crew("zaffre.engines.artists.diffusers.artist:Diffusers", BACKEND, "m", Model(source="hf:a/b"), tmp_path)
    with pytest.raises(EngineFailed, match=r"pip install 'zaffre\[diffusers\]'"):
        await crew.load()
    await crew.close()


def test_options_are_read_as_the_crew_sends_them(tmp_path):
    options = {"backend": msgspec.to_builtins(BACKEND), "model_name": "m", "home": str(tmp_path)}
    assert Diffusers(options).capabilities.operations == frozenset()
