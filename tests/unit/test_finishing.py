"""The finisher: a final stage is kept whole, or the call fails; whoever hangs up has paid for it."""

import asyncio

import pytest

from tests.albums import Failing, Still, shelved
from tests.stand_ins import policy
from tests.studio import Marking
from zaffre.core.album import Wanted
from zaffre.core.answers import Stage
from zaffre.core.callers import Caller, Origin
from zaffre.core.calls import ImageGeneration, ImageVariation
from zaffre.core.errors import StoreFull
from zaffre.core.pictures import Output, Pixels
from zaffre.core.provenance import Marks
from zaffre.imaging import door
from zaffre.service.addresses import Signer
from zaffre.service.finishing import Finisher, Job
from zaffre.service.retention import DAY, Terms
from zaffre.settings.pictures import Pictures
from zaffre.settings.safety import Images, Policy, Project
from zaffre.storage import pictures

RED = Pixels(640, 480, 3, b"\xff\0\0" * 640 * 480)
STAGE = Stage(index=2, is_final=True, pixels=RED, seed=7, revised_prompt="a red, red field")
CALL = ImageGeneration(deployment="pictures", prompt="a red field", negative_prompt="blue")


class Studio:
    """A finisher on a shelf."""

    def __init__(self, shelf, **projects):
        self.shelf, self.marking, self.clock, self.given = shelf, Marking(), Still(), []
        terms = Terms(Pictures(retention_days=2), projects)
        self.finisher = Finisher(self.marking, shelf.album, Signer(b"k" * 32, self.clock, 24), terms, self.clock)

    async def finish(self, call=CALL, stage=STAGE, under=None):
        caller = Caller(key_id="key_1", project_id=self.shelf.mine, project="mine", region="local")
        job = Job(call, Origin(caller, "request", "openai"), "pictures", "echo", under or policy())
        async with self.finisher.desk(job, self.given.append) as finish:
            return await finish(stage)

    async def kept(self):
        async with self.shelf.database.begin() as connection:
            return await pictures.page(connection, self.shelf.mine, Wanted(limit=10))


@pytest.fixture
async def studio(tmp_path):
    async with shelved(tmp_path) as shelf:
        yield Studio(shelf)


async def test_a_final_stage_is_kept_as_it_was_asked_for(studio):
    finished = await studio.finish()
    assert studio.given == [finished]
    (kept,) = await studio.kept()
    assert (kept.id, kept.bytes, kept.width, kept.height) == (finished.id, len(finished.data), 640, 480)
    assert (kept.prompt, kept.revised_prompt, kept.negative_prompt) == ("a red field", "a red, red field", "blue")
    assert (kept.seed, kept.operation, kept.format) == (7, "image_generation", "png")
    assert (kept.created_at, kept.expires_at) == (studio.clock.now(), studio.clock.now() + 2 * DAY)
    assert (finished.index, finished.seed, finished.size) == (2, 7, (640, 480))
    assert finished.path.startswith(f"/v1/images/files/{kept.id}.png?")
    assert door.read(finished.data, param="image") == RED


async def test_its_thumbnail_is_small(studio):
    finished = await studio.finish()
    (small,) = (studio.shelf.home / "pictures").rglob(f"{finished.id}.thumbnail.webp")
    assert door.read(small.read_bytes(), param="image").size == (320, 240)


async def test_the_format_asked_for_is_the_one_kept(studio):
    finished = await studio.finish(ImageVariation(deployment="pictures", image=RED, output=Output(format="webp")))
    (kept,) = await studio.kept()
    assert (kept.file, kept.prompt, kept.operation) == (f"{finished.id}.webp", None, "image_variation")


async def test_marks_are_the_policys(studio):
    told = Policy(images=Images(credentials=False, include_prompt=True))
    await studio.finish(under=policy("mine", policies={"mine": told}))
    ((story, marks),) = studio.marking.asked
    assert marks == Marks(credentials=False, watermark=True, include_prompt=True)
    (kept,) = await studio.kept()
    assert (story.picture, story.made_at, story.prompt) == (kept.id, kept.created_at, "a red field")


async def test_a_project_may_keep_no_prompts(tmp_path):
    async with shelved(tmp_path) as shelf:
        studio = Studio(shelf, mine=Project(keep_prompts=False))
        await studio.finish()
        (kept,) = await studio.kept()
    assert (kept.prompt, kept.revised_prompt, kept.negative_prompt) == (None, None, None)


async def test_a_picture_that_is_done_is_kept_though_its_caller_hung_up(studio):
    studio.marking.may_go_on.clear()
    call = asyncio.create_task(studio.finish())
    while not studio.marking.asked:
        await asyncio.sleep(0)
    for _ in range(3):
        call.cancel()
        await asyncio.sleep(0)
    assert not call.done()
    studio.marking.may_go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert len(await studio.kept()) == len(studio.given) == 1


async def test_a_house_that_closes_waits_for_what_was_begun(studio):
    studio.marking.may_go_on.clear()
    call = asyncio.create_task(studio.finish())
    while not studio.marking.asked:
        await asyncio.sleep(0)
    closing = asyncio.create_task(studio.finisher.close())
    await asyncio.sleep(0)
    assert not closing.done()
    studio.marking.may_go_on.set()
    await closing
    assert studio.given == [await call]


async def test_a_full_store_fails_the_call(tmp_path):
    async with shelved(tmp_path, Failing(tmp_path / "pictures", ".png")) as shelf:
        studio = Studio(shelf)
        with pytest.raises(StoreFull):
            await studio.finish()
        assert (await studio.kept(), shelf.files(), studio.given) == ([], [], [])


async def test_a_seed_too_large_for_the_table_is_left_out(studio):
    await studio.finish(stage=Stage(is_final=True, pixels=RED, seed=2**70))
    (kept,) = await studio.kept()
    assert kept.seed is None
