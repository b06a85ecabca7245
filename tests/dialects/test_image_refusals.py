"""What is wrong with a call for pictures is told with its field, and never breaks anything."""

import pytest
import requests

from tests.pictures import data_url, flat, photo
from zaffre.core.pictures import Output
from zaffre.imaging.writing import write

PNG = write(flat(256, 256), Output())
WIDE = write(flat(256, 128), Output())
JPEG = write(flat(256, 256), Output(format="jpeg"))
OPAQUE = write(flat(256, 256, (0, 0, 0, 255)), Output())
CLEAR = write(flat(256, 256, (0, 0, 0, 0)), Output())
SMALL_CLEAR = write(flat(128, 128, (0, 0, 0, 0)), Output())
MANY = b"".join(b'--x\r\nContent-Disposition: form-data; name="a%d"\r\n\r\n1\r\n' % place for place in range(100))
HEADER = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"


@pytest.fixture
def ask(server):
    def ask(path: str, **request: object) -> requests.Response:
        headers = {"api-key": server.key} | request.pop("headers", {})
        return requests.post(f"{server.url}/v1/images/{path}", headers=headers, timeout=30, **request)

    return ask


def refused(answer: requests.Response, param: str | None, status: int = 400) -> str:
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert error["param"] == param, error
    return error["message"]


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"n": 0}, "n"),
        ({"n": 11}, "n"),
        ({"n": "2"}, "n"),
        ({"size": "big"}, "size"),
        ({"size": "300x300"}, "size"),
        ({"size": "99999x1"}, "size"),
        ({"prompt": ""}, "prompt"),
        ({"prompt": "  "}, "prompt"),
        ({"prompt": "x" * 32_001}, "prompt"),
        ({"prompt": None}, "prompt"),
        ({"quality": "best"}, "quality"),
        ({"style": "vivid"}, "style"),
        ({"style": "cubist"}, "style"),
        ({"response_format": "png"}, "response_format"),
        ({"output_format": "gif"}, "output_format"),
        ({"output_format": "jpeg", "output_compression": 101}, "output_compression"),
        ({"output_compression": 50}, "output_compression"),
        ({"output_format": "jpeg", "background": "transparent"}, "background"),
        ({"moderation": "off"}, "moderation"),
        ({"partial_images": 2}, "partial_images"),
        ({"partial_images": 4, "stream": True}, "partial_images"),
        ({"stream_options": {"include_progress": True}}, "stream_options"),
        ({"stream": "yes"}, "stream"),
        ({"seed": -1}, "seed"),
        ({"guidance": 0.5}, "guidance"),
        ({"guidance": 7.5}, "guidance"),
        ({"negative_prompt": "rain"}, "negative_prompt"),
        ({"steps": 0}, "steps"),
        ({"colour": "red"}, "colour"),
    ],
    ids=str,
)
def test_a_field_that_is_wrong_is_named(ask, body, param):
    assert refused(ask("generations", json={"model": "echo", "prompt": "a fox"} | body), param)


@pytest.mark.parametrize(
    ("fields", "files", "param"),
    [
        ({}, {}, "image"),
        ({"n": "0"}, {"image": ("a.png", PNG)}, "n"),
        ({"n": "two"}, {"image": ("a.png", PNG)}, "n"),
        ({"prompt": ""}, {"image": ("a.png", PNG)}, "prompt"),
        ({"stream": "perhaps"}, {"image": ("a.png", PNG)}, "stream"),
        ({"strength": "nan"}, {"image": ("a.png", PNG)}, "strength"),
        ({"input_fidelity": "high"}, {"image": ("a.png", PNG)}, "input_fidelity"),
        ({"colour": "red"}, {"image": ("a.png", PNG)}, "colour"),
        ({"image": "https://example.com/a.png"}, {"other": ("a.png", PNG)}, "other"),
        ({}, {"image": ("a.png", b"")}, "image"),
        ({}, {"image": ("a.png", b"no picture at all")}, "image"),
        ({}, {"image": ("a.png", PNG[:60])}, "image"),
        ({}, {"image": ("a.png", HEADER)}, "image"),
        ({}, {"image": ("a.png", PNG), "mask": ("m.png", OPAQUE)}, "mask"),
        ({}, {"image": ("a.png", PNG), "mask": ("m.jpg", JPEG)}, "mask"),
        ({}, {"image": ("a.png", PNG), "mask": ("m.png", SMALL_CLEAR)}, "mask"),
        ({}, {"image": ("a.png", PNG), "mask": ("m.png", b"nothing")}, "mask"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_part_of_a_form_that_is_wrong_is_named(ask, fields, files, param):
    data = {"model": "echo", "prompt": "a fox"} | fields
    assert refused(ask("edits", data=data, files=files or {"nothing": (None, "")}), _or_unknown(param, files))


def _or_unknown(param: str, files: object) -> str:
    return param if files else "nothing"


def test_a_picture_that_is_sent_as_text_is_no_file(ask):
    files = {"image": (None, "https://example.com/a.png"), "prompt": (None, "x"), "model": (None, "echo")}
    assert "a file is due" in refused(ask("edits", files=files), "image")


def test_a_field_that_is_there_twice_is_refused(ask):
    files = [("prompt", (None, "a")), ("prompt", (None, "b")), ("image", ("a.png", PNG))]
    assert "2 times" in refused(ask("edits", files=files), "prompt")


def test_a_picture_with_clear_places_is_its_own_mask(ask):
    answer = ask("edits", data={"model": "echo", "prompt": "x"}, files={"image": ("a.png", CLEAR)})
    assert answer.status_code == 200, answer.text


def test_seventeen_pictures_are_too_many(ask):
    files = [("image[]", (f"{place}.png", PNG)) for place in range(17)]
    assert "at most 16" in refused(ask("edits", data={"model": "echo", "prompt": "x"}, files=files), "image")


@pytest.mark.parametrize(("data", "why"), [(JPEG, "PNG"), (WIDE, "square"), (PNG + bytes(4_000_000), "bytes")])
def test_a_model_of_squares_takes_small_square_pngs_only(ask, data, why):
    for path, fields in (("variations", {}), ("edits", {"prompt": "x"})):
        answer = ask(path, data={"model": "dall-e-2"} | fields, files={"image": ("a", data)})
        assert why in refused(answer, "image")


def test_a_model_of_squares_takes_what_it_wants(ask):
    data = {"model": "dall-e-2", "size": "256x256", "n": "2", "response_format": "b64_json"}
    answer = ask("variations", data=data, files={"image": ("a.png", PNG)})
    assert len(answer.json()["data"]) == 2, answer.text
    assert refused(ask("generations", json={"model": "dall-e-2", "prompt": "x", "size": "1536x1024"}), "size")


@pytest.mark.parametrize(
    ("images", "param"),
    [
        (None, "images"),
        ([], "images"),
        ("picture", "images"),
        ([{}], "images[0]"),
        ([{"file_id": "file-1"}], "images[0].file_id"),
        ([{"image_url": "http://169.254.169.254/"}], "images[0].image_url"),
        ([{"image_url": "data:image/png;base64,&&&"}], "images[0].image_url"),
        ([{"image_url": data_url(flat())[:62]}], "images[0]"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_pictures_in_json_that_are_wrong_are_named(ask, images, param):
    body = {"model": "echo", "prompt": "x"} | ({} if images is None else {"images": images})
    assert refused(ask("edits", json=body), param)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=", b""),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=image; filename=a\r\n\r\nP"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nP\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\n: \xff\r\n\r\nP\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b"\x00" * 5000),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=prompt\r\n\r\n\xff\r\n--x--"),
        ("multipart/form-data; boundary=x", MANY + b"--x--"),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
@pytest.mark.parametrize("path", ["edits", "variations"])
def test_a_form_that_is_none_is_refused(ask, path, kind, body):
    answer = ask(path, data=body, headers={"content-type": kind})
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["message"]


def test_another_content_type_is_refused(ask):
    refused(ask("variations", json={"model": "echo"}), None, 415)
    refused(ask("edits", data=PNG, headers={"content-type": "image/png"}), None, 415)
    refused(ask("generations", data={"prompt": "x"}), None, 415)


def test_a_body_that_is_too_large_is_refused_before_it_is_kept(ask):
    files = {"image": ("a.png", bytes(70_000_000))}
    refused(ask("variations", data={"model": "echo"}, files=files), None, 413)


def test_a_deployment_that_cannot_be_found_is_told_in_each_operation(ask):
    refused(ask("generations", json={"model": "nobody", "prompt": "x"}), "model", 404)
    refused(ask("edits", data={"model": "nobody", "prompt": "x"}, files={"image": ("a.png", PNG)}), "model", 404)


def test_a_webp_photograph_is_taken(ask):
    data = write(photo(256, 256), Output(format="webp"))
    answer = ask("edits", data={"model": "echo", "prompt": "x"}, files={"image": ("a.webp", data)})
    assert answer.status_code == 200, answer.text


def test_azures_paths_ask_for_a_version_that_has_them(server):
    for version, status in (("2023-05-15", 404), ("1999-01-01", 404), ("2024-02-01", 200)):
        answer = requests.post(
            f"{server.url}/openai/deployments/echo/images/generations?api-version={version}",
            headers={"api-key": server.key},
            json={"prompt": "a fox"},
            timeout=10,
        )
        assert answer.status_code == status, answer.text
