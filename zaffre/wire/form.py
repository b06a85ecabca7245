"""Multipart forms: fields and files from a body that comes in blocks."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from zaffre.core.errors import BadRequest

KIND = "multipart/form-data"
_MOST_PARTS = 64
_MOST_TEXT = 1_000_000


class File(Struct, frozen=True):
    """One file of a form."""

    name: str
    data: bytes


class Form(Struct, frozen=True):
    """What a form says, by the names of its parts, in order; `image[]` and `image` are one name."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, list[File]] = field(default_factory=dict)

    def raw(self, lists: frozenset[str] = frozenset()) -> dict[str, Any]:
        """The fields as an object; `a[b]` is `b` inside `a`. Raises `BadRequest` for a field that is there twice."""
        told: dict[str, Any] = {}
        for name, values in self.fields.items():
            if name in lists:
                told[name] = values
                continue
            if len(values) > 1:
                raise _bad(f"The field '{name}' is there {len(values)} times; send it once.", name)
            outer, _, inner = name.partition("[")
            if inner.endswith("]") and outer:
                _nest(told, outer, inner[:-1], values[0])
            elif told.setdefault(name, values[0]) is not values[0]:
                raise _bad(f"The field '{name}' is there twice, once in pieces; send it once.", name)
        return told


def _nest(told: dict[str, Any], outer: str, inner: str, value: str) -> None:
    if not isinstance(told.setdefault(outer, {}), dict):
        raise _bad(f"The field '{outer}' is there twice, once in pieces; send it once.", outer)
    told[outer][inner] = value


class FormReader:
    """Takes a body block by block. Raises `BadRequest` for whatever is no form, or breaks off."""

    def __init__(self, content_type: str):
        # The library waits for the first form, as most requests are none.
        from multipart import PushMultipartParser, parse_options_header

        _, options = parse_options_header(content_type)
        boundary = options.get("boundary", "")
        if not boundary or len(boundary) > 200:
            raise _bad(f"The Content-Type must name a boundary, such as '{KIND}; boundary=----1234'.")
        self._parser = PushMultipartParser(boundary, max_segment_count=_MOST_PARTS, strict=False)
        self._form = Form()
        self._part: Any = None
        self._blocks: list[bytes] = []

    def feed(self, block: bytes) -> None:
        from multipart import MultipartError

        try:
            for event in self._parser.parse(block):
                self._take(event)
        # The library raises `ValueError`s of other kinds too, for headers that no charset can read.
        except (MultipartError, ValueError) as error:
            raise _bad(f"The form could not be read: {error}.") from error

    def form(self) -> Form:
        """The whole form, once everything was fed."""
        if not self._parser.closed:
            self.feed(b"")
        return self._form

    def _take(self, event: Any) -> None:
        if event is None:
            self._keep(b"".join(self._blocks))
            self._part, self._blocks = None, []
        elif self._part is None:
            if event.name is None or event.disposition != "form-data":
                raise _bad('Each part of the form must have a name: Content-Disposition: form-data; name="...".')
            self._part = event
        else:
            self._blocks.append(bytes(event))
            if self._part.filename is None and self._part.bytes_received > _MOST_TEXT:
                name = self._part.name[:80]
                raise _bad(f"The field '{name}' is too long; is it a file without a file name?", name)

    def _keep(self, data: bytes) -> None:
        name = self._part.name.removesuffix("[]")[:200]
        if self._part.filename is not None:
            self._form.files.setdefault(name, []).append(File(self._part.filename, data))
            return
        try:
            self._form.fields.setdefault(name, []).append(data.decode())
        except UnicodeDecodeError as error:
            raise _bad(f"The field '{name}' is not valid UTF-8; a file needs a file name.", name) from error


def lax(raw: Mapping[str, Any], numbers: Sequence[str]) -> dict[str, Any]:
    """`raw` with those of its texts that stand for numbers or booleans made so; others stay for the type check."""
    return {name: _value(value) if name in numbers else value for name, value in raw.items()}


def _value(text: Any) -> Any:
    if isinstance(text, dict):
        return {name: _value(value) for name, value in text.items()}
    if not isinstance(text, str):
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
_WORDS = {"true": True, "false": False, "null": None, "": None}


def _bad(message: str, param: str | None = None) -> BadRequest:
    return BadRequest(message, param=param, code="invalid_form" if param is None else "invalid_value")
