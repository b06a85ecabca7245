"""More of what agents and assistants are told: prompts, skills and templates in openly licensed packages."""

import ast
import random
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from models.safety.rows import Row, all_but

_FIELD = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\w*\}|<\w+>", re.DOTALL)
_GRAVE = re.compile(
    r"toxi|hate|crows|discrim|bias|moral|ethic|harm|threat|attack|jailbreak|offens|injection|winomt|civil_comments"
    r"|social_i_qa|wiki_hop|red.?team|guard|mt_bench",
    re.IGNORECASE,
)
_AGENTS = "metagpt camel semantic_kernel browser_use graphrag lightrag knowledge_storm"
_SKILLS = "claude-flow letta_code browser_use semantic_kernel"
_PIECES = (140, 300, 600)


def _pieces(text: str, source: str, group: str, most: int) -> Iterator[Row]:
    """Passages of many lengths that begin where a line begins."""
    rng = random.Random(group)
    starts = [0, *(match.end() for match in re.finditer(r"\n+", text))]
    for start in [0, *rng.sample(starts, min(most - 1, len(starts)))]:
        piece = text[start : start + rng.choice(_PIECES)].strip()
        if len(piece) > 30 and sum(letter < "\x80" for letter in piece) > 0.95 * len(piece):
            yield Row(piece, all_but(), source, 0.8, group)


def told(packages: Path, names: str = _AGENTS) -> Iterator[Row]:
    """Strings in the code of agents: in files of prompts, and long ones that speak to a model."""
    for name in names.split():
        for path in sorted((packages / name).rglob("*.py")):
            if _GRAVE.search(str(path.relative_to(packages))):
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8", errors="replace"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and _speaks(node.value, path):
                    text = _FIELD.sub("text", node.value)
                    yield from _pieces(text, "agents_told", f"{path.name}/{node.lineno}", 1 + len(text) // 500)


def _speaks(text: str, path: Path) -> bool:
    is_prompt = "prompt" in str(path).lower()
    return len(text) > (60 if is_prompt else 150) and (is_prompt or bool(re.search(r"\b[Yy]ou\b|\bmust\b", text)))


def skills(packages: Path, names: str = _SKILLS) -> Iterator[Row]:
    """Orders to coding agents, written as Markdown."""
    for name in names.split():
        for path in sorted((packages / name).rglob("*.md")):
            if "node_modules" not in path.parts and not _GRAVE.search(str(path.relative_to(packages))):
                text = path.read_text(encoding="utf-8", errors="replace")
                yield from _pieces(_FIELD.sub("text", text), "skills", str(path.relative_to(packages)), 8)


def templates(packages: Path) -> Iterator[Row]:
    """Instructions of promptsource's tasks, their fields filled with sentences of captions' kind."""
    rng = random.Random("templates")
    fillers = ("The ferry leaves at noon.", "a small brown dog", "Vienna", "It rained all week.", "7", "yes",
               "The company sold more bikes than cars.", "He repaired the roof with his brother.")  # fmt: skip
    for path in sorted((packages / "promptsource/templates").rglob("*.yaml")):
        if _GRAVE.search(str(path.relative_to(packages))):
            continue
        text = re.sub(r"!\w+", "", path.read_text(encoding="utf-8", errors="replace"))
        for template in yaml.safe_load(text)["templates"].values():
            asked = _FIELD.sub(lambda _: rng.choice(fillers), template["jinja"].split("|||")[0]).strip()
            if len(asked) > 25:
                yield Row(asked[:600], all_but(), "templates", 0.8, group=path.parent.name)


READERS = {reader.__name__: reader for reader in (told, skills, templates)}
