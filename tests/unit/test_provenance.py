"""Pictures say where they come from, an independent reader agrees, and whatever was changed is found."""

import stat

import numpy as np
import pytest
from cryptography import x509

from tests.c2pa_reader import verified
from tests.pictures import flat, photo
from zaffre.core.calls import ImageEdit, ImageGeneration, ImageVariation
from zaffre.core.pictures import Output
from zaffre.core.provenance import Marks, Story
from zaffre.imaging.door import read
from zaffre.imaging.writing import write
from zaffre.provenance.identity import Identity
from zaffre.provenance.manifest import digest
from zaffre.provenance.provenance import Provenance
from zaffre.provenance.verify import examined

FORMATS = ("png", "jpeg", "webp")
PICTURE = photo(160, 128)
NAME = "The picture museum"
NO_MARK = Marks(watermark=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def ours(home):
    return Provenance.of_home(home, NAME)


@pytest.fixture(scope="module")
def others(tmp_path_factory):
    return Provenance.of_home(tmp_path_factory.mktemp("elsewhere"), NAME)


def story(**more):
    facts = {"picture": "img_7", "model": "painter", "deployment": "pictures", "made_at": 1_790_000_000}
    return Story(**facts | {"prompt": "a red bicycle"} | more)


def made(by, format="png", marks=NO_MARK, **more):
    return by.written(PICTURE, Output(format=format), story(**more), marks)


@pytest.mark.parametrize("format", FORMATS)
def test_credentials_tell_who_made_it_with_which_model_and_when(ours, format):
    told = examined(made(ours, format), ours.identity).credentials
    assert (told.state, told.is_ours, told.signer) == ("valid", True, NAME)
    assert (told.model, told.deployment, told.picture) == ("painter", "pictures", "img_7")
    assert (told.made_at, told.kind) == ("2026-09-21T14:13:20Z", "generated")
    assert told.tool.startswith("Zaffre ")


@pytest.mark.parametrize("format", FORMATS)
def test_an_independent_reader_agrees(ours, format):
    told = verified(made(ours, format, inputs=(flat(), photo())), format, ours.identity.authority)
    assert told["zaffre.picture"] == {"picture": "img_7", "model": "painter", "deployment": "pictures"}
    assert [action["action"] for action in told["c2pa.actions.v2"]["actions"]] == ["c2pa.opened", "c2pa.edited"]


@pytest.mark.parametrize("format", FORMATS)
def test_an_independent_reader_sees_a_changed_byte(ours, format):
    data = bytearray(made(ours, format))
    # Credentials stand at the end of a WebP, and at the beginning of the others.
    data[200 if format == "webp" else -20] ^= 1
    with pytest.raises(AssertionError, match="the file was changed"):
        verified(bytes(data), format, ours.identity.authority)


@pytest.mark.parametrize("format", FORMATS)
def test_credentials_leave_the_pixels_as_they_were(ours, format):
    unsigned = write(PICTURE, Output(format=format))
    assert read(made(ours, format), param="image") == read(unsigned, param="image")


@pytest.mark.parametrize("format", FORMATS)
def test_a_changed_picture_is_found(ours, format):
    told = examined(made(ours, format) + b"something more", ours.identity)
    assert told.credentials.state == "altered"
    assert told.credentials.is_ours
    assert "changed after" in told.summary


def test_a_changed_claim_is_found(ours):
    data = made(ours, "jpeg")
    told = examined(data.replace(b"painter", b"printer"), ours.identity).credentials
    assert told.state == "invalid"


def test_one_pixel_that_was_changed_under_the_old_credentials_is_found(ours):
    data = made(ours)
    pixels = np.frombuffer(PICTURE.data, np.uint8).copy()
    pixels[0] ^= 1
    other = write(type(PICTURE)(*PICTURE.size, 3, pixels.tobytes()), Output())
    # The other picture, with the chunk that holds the first one's credentials.
    at = data.index(b"caBX") - 4
    chunk = data[at : at + 12 + int.from_bytes(data[at : at + 4])]
    forged = other[:33] + chunk + other[33:]
    assert examined(forged, ours.identity).credentials.state in ("altered", "invalid")


@pytest.mark.parametrize("format", FORMATS)
def test_a_picture_that_was_saved_anew_has_no_credentials(ours, format):
    saved = write(read(made(ours), param="image"), Output(format=format))
    assert examined(saved, ours.identity).credentials.state == "none"


def test_an_unknown_signer_is_told_from_us_whatever_its_name(ours, others):
    told = examined(made(others), ours.identity)
    assert (told.credentials.state, told.credentials.is_ours) == ("valid", False)
    assert "not known here" in told.summary


def test_without_an_identity_nobody_is_ours(ours):
    told = examined(made(ours, marks=Marks()))
    assert (told.credentials.state, told.credentials.is_ours, told.watermark.is_found) == ("valid", False, False)


def test_the_prompt_is_told_only_where_the_policy_says_so(ours):
    assert b"bicycle" not in made(ours)
    told = examined(made(ours, marks=Marks(include_prompt=True)), ours.identity)
    assert told.credentials.prompt == "a red bicycle"


def test_what_a_policy_switches_off_is_not_there(ours):
    plain = ours.written(PICTURE, Output(), story(), Marks(credentials=False, watermark=False))
    assert plain == write(PICTURE, Output())


def test_without_credentials_equal_pixels_give_equal_bytes(ours):
    marks = Marks(credentials=False)
    first, second = (ours.written(PICTURE, Output(), story(picture=name), marks) for name in ("img_1", "img_2"))
    assert first == second != write(PICTURE, Output())


def test_an_edit_names_the_pictures_that_it_was_made_from(ours):
    told = examined(made(ours, inputs=(flat(), photo())), ours.identity).credentials
    assert (told.kind, told.edited_from) == ("edited", (digest(flat()), digest(photo())))


def test_what_is_composed_says_so(ours):
    assert examined(made(ours, is_composed=True), ours.identity).credentials.kind == "composed"


async def test_a_marked_picture_has_both_marks(ours):
    data = await ours.marked(photo(), Output(format="jpeg"), story())
    told = await ours.examined(data)
    assert (told.credentials.is_ours, told.watermark.is_ours, told.size) == (True, True, (256, 256))


@pytest.mark.parametrize(
    ("call", "inputs", "prompt"),
    [
        (ImageGeneration(deployment="d", prompt="a cat"), (), "a cat"),
        (ImageEdit(deployment="d", prompt="a dog", images=(flat(),)), (flat(),), "a dog"),
        (ImageVariation(deployment="d", image=flat()), (flat(),), None),
    ],
)
def test_a_story_is_read_off_its_call(call, inputs, prompt):
    told = Story.of(call, picture="img_1", model="m", deployment="d", made_at=1.0)
    assert (told.inputs, told.prompt) == (inputs, prompt)


def test_the_keys_are_for_their_owner_alone(ours, home):
    files = list((home / "provenance").iterdir())
    assert len(files) == 5
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((home / "provenance").stat().st_mode) == 0o700


def test_a_second_start_has_the_same_identity(ours, home):
    assert Identity.of_home(home, NAME) == ours.identity


def test_another_name_gets_another_certificate_of_the_same_authority(tmp_path):
    before = Identity.of_home(tmp_path, "Before")
    after = Identity.of_home(tmp_path, "After")
    assert (after.authority, after.signer_key) == (before.authority, before.signer_key)
    named = x509.load_pem_x509_certificate(after.signer).subject.rfc4514_string()
    assert "O=After" in named
    old = Provenance(before).written(PICTURE, Output(), story(), NO_MARK)
    assert examined(old, after).credentials.is_ours


def test_a_long_name_is_cut_and_holds(tmp_path):
    name = "x" * 100
    assert Identity.of_home(tmp_path, name).signer == Identity.of_home(tmp_path, name).signer


@pytest.mark.parametrize("file", ["signer.pem", "authority.pem", "watermark.key"])
def test_a_missing_file_is_named(tmp_path, file):
    Identity.of_home(tmp_path, NAME)
    (tmp_path / "provenance" / file).unlink()
    with pytest.raises(ValueError, match=file):
        Identity.of_home(tmp_path, NAME)


def test_keys_are_not_shown(ours):
    assert "PRIVATE" not in repr(ours.identity)
    assert repr(ours.identity) == f"Identity({ours.identity.fingerprint[:8]})"
