"""Calls for pictures on the wire: forms in blocks, sizes, events and answers."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pictures import flat, photo
from zaffre.core.answers import Stage, Usage
from zaffre.core.calls import ImageEdit, ImageGeneration
from zaffre.core.clock import Clock
from zaffre.core.errors import BadRequest
from zaffre.core.pictures import Drawn, Output
from zaffre.imaging.writing import write
from zaffre.routing.pictures import Intake
from zaffre.wire.form import FormReader
from zaffre.wire.openai import images, images_answers, images_events, images_forms, images_upstream
from zaffre.wire.openai.images import Wanted
from zaffre.wire.openai.images_answers import Notes
from zaffre.wire.openai.images_forms import Sent

PNG = write(flat(8, 8), Output())


def form(*parts: tuple[str, bytes, str | None], step: int = 10_000):
    """A form of parts with a name, bytes and perhaps a file name, fed `step` bytes at a time."""
    body = b""
    for name, data, filename in parts:
        file = "" if filename is None else f'; filename="{filename}"'
        body += f'--b1\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + data + b"\r\n"
    body += b"--b1--\r\n"
    reader = FormReader("multipart/form-data; boundary=b1")
    for start in range(0, len(body), step):
        reader.feed(body[start : start + step])
    return reader.form()


@given(st.binary(max_size=300).filter(lambda data: b"--b1" not in data), st.integers(1, 70))
def test_a_form_is_the_same_however_it_comes_in_blocks(data, step):
    read = form(("prompt", b"a fox", None), ("image[]", data, "a.png"), step=step)
    assert read.fields == {"prompt": ["a fox"]}
    assert [one.data for one in read.files["image"]] == [data]


@given(st.binary(max_size=400))
def test_bytes_that_are_no_form_are_refused_or_read(data):
    reader = FormReader("multipart/form-data; boundary=b1")
    try:
        reader.feed(data)
        assert reader.form().files is not None
    except BadRequest as refusal:
        assert refusal.message


def test_fields_in_brackets_stand_inside_others():
    read = form(("stream_options[include_progress]", b"true", None), ("n", b"2", None))
    assert read.raw() == {"stream_options": {"include_progress": "true"}, "n": "2"}


def test_a_field_that_is_there_whole_and_in_pieces_is_refused():
    with pytest.raises(BadRequest) as refusal:
        form(("a", b"1", None), ("a[b]", b"2", None)).raw()
    assert refusal.value.param == "a"


def test_a_form_says_the_same_as_json():
    read = form(
        ("prompt", b"7", None), ("n", b"2", None), ("stream", b"TRUE", None), ("partial_images", b"1", None),
        ("strength", b"0.5", None), ("image", PNG, "a.png"), ("mask", PNG, "m.png"),
    )  # fmt: skip
    body, sent = images_forms.edit_of_form(read)
    assert (body.prompt, body.n, body.stream, body.partial_images, body.strength) == ("7", 2, True, 1, 0.5)
    assert sent == Sent((("image", PNG),), PNG)


@given(st.text(max_size=12))
def test_a_size_is_read_or_refused(text):
    try:
        size = images.read_size(text)
    except BadRequest as refusal:
        assert refusal.param == "size"
    else:
        assert text == "auto" or text == f"{size[0]}x{size[1]}"


def test_pictures_are_counted_before_they_are_opened():
    with pytest.raises(BadRequest, match="at most 1 picture"):
        images_forms.read(Sent((("image[0]", PNG), ("image[1]", PNG))), Intake(most=1))


def test_pictures_have_a_bound_together():
    large = write(flat(5000, 4900), Output(format="jpeg"))
    with pytest.raises(BadRequest, match="together") as refusal:
        images_forms.read(Sent(tuple((f"image[{place}]", large) for place in range(3))), Intake())
    assert refusal.value.param == "image[2]"


def test_a_picture_without_clear_places_has_no_mask():
    opaque = write(flat(8, 8, (1, 2, 3, 255)), Output())
    assert images_forms.read(Sent((("image", opaque),)), Intake())[1] is None
    clear = write(photo(64, 64, channels=4), Output())
    (picture,), mask = images_forms.read(Sent((("image", clear),)), Intake())
    assert mask is picture


def drawn(index: int = 0, **more: object) -> Drawn:
    return Drawn(index=index, data=b"png", size=(64, 32), format="png", **more)


def events(writer: images_events.Writer, *pieces: Stage | Drawn) -> list[dict]:
    told = [writer.write(piece) for piece in pieces]
    return [msgspec.json.decode(one.split(b"data: ")[1]) for one in told if one]


def writer_of(wanted: Wanted, *used: Usage) -> images_events.Writer:
    line = iter(used)
    call = ImageGeneration(deployment="d", prompt="x")
    return images_events.Writer(call, wanted, lambda: next(line), Clock(), Notes())


def test_each_finished_picture_tells_what_came_to_the_usage():
    writer = writer_of(Wanted(), Usage(prompt=4, completion=10), Usage(prompt=4, completion=25))
    first, second = events(writer, drawn(0), drawn(1))
    assert (first["usage"]["input_tokens"], first["usage"]["output_tokens"]) == (4, 10)
    assert (second["usage"]["input_tokens"], second["usage"]["output_tokens"]) == (0, 15)


def test_who_waits_is_told_only_where_it_was_asked():
    waits, step = Stage(index=1, position=3, wait=2.5), Stage(index=1, step=2, steps=9)
    assert events(writer_of(Wanted()), waits, step) == []
    assert events(writer_of(Wanted(includes_progress=True)), waits, step) == [
        {"type": "image_generation.queued", "index": 1, "position": 3, "wait_seconds": 2.5},
        {"type": "image_generation.progress", "index": 1, "step": 2, "steps": 9},
    ]


def test_a_path_becomes_an_address_and_an_address_stays():
    wanted = Wanted(base="https://here")
    assert images_answers.url(drawn(address="/files/a"), wanted) == "https://here/files/a"
    assert images_answers.url(drawn(address="https://there/a"), wanted) == "https://there/a"


def test_an_answer_has_its_pictures_in_order():
    body = images_answers.whole(7, [drawn(1, revised_prompt="b"), drawn(0)], Usage(), Wanted(form="b64_json"), Notes())
    told = msgspec.json.decode(body)
    assert [one.get("revised_prompt") for one in told["data"]] == [None, "b"]
    assert (told["created"], told["size"]) == (7, "64x32")


def test_an_upstream_is_asked_for_no_more_than_the_caller_asked():
    call = ImageGeneration(deployment="d", prompt="x")
    asked = {"model": "m", "prompt": "x", "n": 1, "response_format": "b64_json"}
    assert images_upstream.encode(call, "m") == asked


def test_a_picture_that_is_its_own_mask_is_sent_once():
    picture = photo(64, 64, channels=4)
    call = ImageEdit(deployment="d", prompt="x", images=(picture,), mask=picture)
    assert [name for name, _ in images_upstream.encode(call, "m").files] == ["image"]
