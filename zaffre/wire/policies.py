"""Content policies as callers read them."""

from typing import Literal

import msgspec
from msgspec import Struct

from zaffre.core.verdicts import Direction, Severity


class ContentFilter(Struct, kw_only=True):
    """What is done about a category in one direction; `severity_threshold` where the category has severities."""

    name: str
    source: Direction
    enabled: bool
    blocking: bool
    severity_threshold: Severity | None = None


class BoundBlocklist(Struct, kw_only=True):
    name: str
    source: Direction
    blocking: bool


class PersonalData(Struct, kw_only=True):
    """What is done about personal data; of all kinds where `kinds` is empty."""

    source: Direction
    action: Literal["annotate", "block", "redact"]
    kinds: tuple[str, ...]


class Images(Struct, kw_only=True):
    """What is done about pictures: who looks at them, whether text in them is read, and what they carry."""

    filters: tuple[str, ...]
    read_text: bool
    credentials: bool
    watermark: bool
    include_prompt: bool


class Policy(Struct, kw_only=True):
    """`is_default` is for the one that holds where the caller asks for none."""

    object: str = "policy"
    name: str
    version: str
    id: str
    description: str
    mode: str
    fail: str
    filters: tuple[str, ...]
    content_filters: list[ContentFilter]
    blocklists: list[BoundBlocklist]
    personal_data: list[PersonalData]
    images: Images
    is_default: bool
    may_choose: bool


def encode(policy: Policy) -> bytes:
    return msgspec.json.encode(policy)


def encode_list(policies: list[Policy]) -> bytes:
    return msgspec.json.encode({"object": "list", "data": policies})
