"""What can be set: every section and field with its type, default and help, read off the schema itself."""

import ast
import inspect
import itertools
import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

import msgspec

from zaffre.settings import access, safety, schema


def markdown() -> str:
    """The reference as a page."""
    lines = ["# Settings", "", "One TOML file, given with `--config`. Secrets come from the environment only.", ""]
    for title, section in _sections():
        lines += [f"## `[{title}]`", "", f"{inspect.getdoc(section) or ''}".strip(), ""]
        lines += ["| setting | type | default | what it means |", "| --- | --- | --- | --- |", *_rows(section), ""]
    return "\n".join(lines)


def _sections() -> Iterator[tuple[str, type[schema.Section]]]:
    yield "top level", schema.Settings
    for field in msgspec.structs.fields(schema.Settings):
        kind = field.type
        if get_origin(kind) is dict:
            yield f"{field.name}.NAME", get_args(kind)[1]
        elif isinstance(kind, type) and issubclass(kind, schema.Section):
            yield field.name, kind
    yield "access.starting", access.Starting
    yield "access.terms", access.Terms
    yield "access.second_review", access.SecondReview
    yield "access.capabilities.NAME", access.Capability
    yield "deployments.NAME.price", schema.Price
    yield "[policies.NAME.content_filters]", safety.ContentFilter
    yield "[policies.NAME.blocklists]", safety.BoundBlocklist
    yield "[policies.NAME.personal_data]", safety.PersonalData
    yield "policies.NAME.images", safety.Images


def _rows(section: type[schema.Section]) -> Iterator[str]:
    helps = _helps(section)
    for field in msgspec.structs.fields(section):
        if get_origin(field.type) is dict or _holds_sections(field.type):
            continue
        default = "required" if field.required else f"`{field.default!r}`"
        yield f"| `{field.name}` | {_shown(field.type)} | {default} | {helps.get(field.name, '')} |"


def _holds_sections(kind: Any) -> bool:
    if isinstance(kind, type) and not get_args(kind):
        return issubclass(kind, schema.Section)
    return any(_holds_sections(one) for one in get_args(kind))


def _shown(kind: Any) -> str:
    told = str(kind) if get_args(kind) else getattr(kind, "__name__", str(kind))
    # Python writes the same type in one way or the other, by version.
    told = re.sub(r"Optional\[(.*)\]$", r"\1 | None", told.replace("typing.", ""))
    return told.replace("|", "\\|")


def _helps(section: type) -> dict[str, str]:
    """The string under each field of a class, which Python itself does not keep."""
    body = ast.parse(inspect.getsource(section)).body[0].body
    pairs = itertools.pairwise(body)
    return {
        first.target.id: " ".join(second.value.value.split())
        for first, second in pairs
        if isinstance(first, ast.AnnAssign) and isinstance(second, ast.Expr) and isinstance(second.value, ast.Constant)
    }
