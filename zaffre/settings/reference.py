"""What can be set: every section and field with its type, default and help, read off the schema itself."""

import ast
import inspect
import itertools
from collections.abc import Iterator
from typing import get_args, get_origin

import msgspec

from zaffre.settings import schema


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
    yield "deployments.NAME.price", schema.Price


def _rows(section: type[schema.Section]) -> Iterator[str]:
    helps = _helps(section)
    for field in msgspec.structs.fields(section):
        if get_origin(field.type) is dict or (isinstance(field.type, type) and issubclass(field.type, schema.Section)):
            continue
        default = "required" if field.required else f"`{field.default!r}`"
        kind = getattr(field.type, "__name__", None) or str(field.type)
        kind = str(field.type) if get_args(field.type) else kind
        kind = kind.replace("typing.", "").replace("|", "\\|")
        yield f"| `{field.name}` | {kind} | {default} | {helps.get(field.name, '')} |"


def _helps(section: type) -> dict[str, str]:
    """The string under each field of a class, which Python itself does not keep."""
    body = ast.parse(inspect.getsource(section)).body[0].body
    pairs = itertools.pairwise(body)
    return {
        first.target.id: " ".join(second.value.value.split())
        for first, second in pairs
        if isinstance(first, ast.AnnAssign) and isinstance(second, ast.Expr) and isinstance(second.value, ast.Constant)
    }
