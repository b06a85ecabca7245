"""Drawings as their packages hold them, and the names and tags that people gave them."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

PACKAGES = {
    "noto": ("@iconify-json/noto", "Noto Emoji, Google, Apache-2.0"),
    "flat": ("@iconify-json/fluent-emoji-flat", "Fluent Emoji, Microsoft, MIT"),
    "glossy": ("@iconify-json/fluent-emoji", "Fluent Emoji, Microsoft, MIT"),
    "blob": ("@iconify-json/noto-v1", "Noto Emoji 1, Google, Apache-2.0"),
}
"""Each family of drawings: the npm package that it comes from, and whom to credit."""
OWN = "own"
_OWN_FOLDER = Path(__file__).parent / "own"
FAMILIES = (*PACKAGES, OWN)
LEFT_OUT = {"symbols", "component"}
LEFT_OUT_SUBGROUPS = {"subdivision-flag", "family", "time"}
KEPT = {"hourglass done", "hourglass not done", "watch", "alarm clock", "stopwatch", "timer clock", "mantelpiece clock"}


class Subject(Struct, frozen=True):
    """Something that is drawn: its name and tags in English, what kind of thing it is, and its drawings by family."""

    name: str
    tags: tuple[str, ...]
    kind: str
    emoji: str
    bodies: dict[str, str]
    """SVG without its outermost element, by family."""


def subjects(packages: Path) -> list[Subject]:
    """All that is worth drawing, in the order of the emoji standard; `packages` is a `node_modules` folder."""
    icons = {family: _Icons(packages / name) for family, (name, _) in PACKAGES.items()}
    found = [_subject(entry, kind, icons) for entry, kind in _entries(packages / "emojibase-data/en")]
    own = _own()
    names = {subject.name for subject in own}
    return [subject for subject in found if subject.bodies and subject.name not in names] + own


def _own() -> list[Subject]:
    """Drawings made for this pack; one with a name that a package has takes its place."""
    return [
        Subject(name, tuple(said["tags"]), said["kind"], "", {OWN: _inside((_OWN_FOLDER / f"{name}.svg").read_text())})
        for name, said in tomllib.loads((_OWN_FOLDER / "own.toml").read_text()).items()
    ]


def _inside(svg: str) -> str:
    return " ".join(svg[svg.index(">") + 1 : svg.rindex("</svg>")].split())


def _entries(folder: Path) -> Iterator[tuple[dict[str, Any], str]]:
    messages = json.loads((folder / "messages.json").read_text())
    groups = {group["order"]: group["key"] for group in messages["groups"]}
    kinds = {kind["order"]: kind["key"] for kind in messages["subgroups"]}
    for entry in sorted(json.loads((folder / "data.json").read_text()), key=lambda entry: entry.get("order", 0)):
        group, kind = groups.get(entry.get("group"), "component"), kinds.get(entry.get("subgroup"), "")
        left_out = group in LEFT_OUT or kind in LEFT_OUT_SUBGROUPS
        if (not left_out or entry["label"] in KEPT) and "facing right" not in entry["label"]:
            yield entry, kind


def _subject(entry: dict[str, Any], kind: str, icons: dict[str, "_Icons"]) -> Subject:
    name = re.sub(r"[^a-z0-9' ]+", " ", entry["label"].lower()).strip()
    bodies = {family: body for family, pack in icons.items() if (body := pack.find(entry))}
    return Subject(re.sub(" +", " ", name), tuple(entry.get("tags", ())), kind, entry["emoji"], bodies)


class _Icons:
    """One package of drawings, looked up by the name or by the code points of an emoji."""

    def __init__(self, folder: Path):
        pack = json.loads((folder / "icons.json").read_text())
        self._icons = pack["icons"]
        self._aliases = {name: alias for name, alias in pack.get("aliases", {}).items() if len(alias) == 1}
        self._codes = json.loads((folder / "chars.json").read_text())
        self.width = pack.get("width", 16)

    def find(self, entry: dict[str, Any]) -> str | None:
        code = entry["hexcode"].lower()
        slug = re.sub(r"[^a-z0-9]+", "-", entry["label"].lower()).strip("-")
        for name in (self._codes.get(code), self._codes.get(code.replace("-fe0f", "")), slug, f"flag-{slug}"):
            name = self._aliases.get(name, {}).get("parent", name)
            if name in self._icons:
                return " ".join(self._icons[name]["body"].split())
        return None
