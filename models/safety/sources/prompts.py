"""What people and programs ask of assistants, from openly licensed packages: tasks, agents' prompts, small talk."""

import ast
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from models.safety.rows import Row, all_but

PACKAGES = "lm_eval inspect-evals chatterbot-corpus smolagents aider-chat crewai dspy llama-index-core"
"""`pip install --no-deps --target FOLDER` these; they are read, not imported."""

_GRAVE = re.compile(r"toxi|hate|crows|wmdp|discrim|bias|moral|ethic|harm|threat|attack|jailbreak|offens", re.IGNORECASE)
_FIELD = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\w*\}", re.DOTALL)


def _row(text: str, source: str) -> Iterator[Row]:
    text = re.sub(r"[ \t]+", " ", text).strip()
    if len(text) > 25 and sum(letter < "\x80" for letter in text) > 0.97 * len(text):
        yield Row(text[:600], all_but(), source, 0.8)


def tasks(packages: Path) -> Iterator[Row]:
    """Instructions of benchmark tasks, their fields filled with a little text."""
    rng = random.Random("tasks")
    fillers = (
        "the river rises in spring",
        "4",
        "Paris",
        "Which city is larger?",
        "A. yes\nB. no",
        "a red car",
        "def f(x):",
    )
    texts: dict[str, None] = {}
    for path in sorted((packages / "lm_eval/tasks").rglob("*.yaml")):
        if not _GRAVE.search(str(path)):
            for text in re.findall(
                r"(?:doc_to_text|description): *(\S.*)", path.read_text(encoding="utf-8", errors="replace")
            ):
                texts[text.strip("\"'").replace("\\n", "\n")] = None
    for text in rng.sample(list(texts), min(len(texts), 1500)):
        yield from _row(_FIELD.sub(lambda _: rng.choice(fillers), text), "tasks")


def agents(packages: Path) -> Iterator[Row]:
    """Prompts of agents and tools, as windows of what a model is told."""
    for name in ("smolagents", "aider", "crewai", "dspy", "llama_index", "inspect_evals"):
        for path in sorted((packages / name).rglob("*.py")):
            if "prompt" in str(path).lower() and not _GRAVE.search(str(path)):
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8", errors="replace"))):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 60:
                        for start in range(0, min(len(node.value), 2400), 600):
                            yield from _row(_FIELD.sub("text", node.value[start : start + 600]), "agents")
    for path in sorted((packages / "smolagents/prompts").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        for start in range(0, len(text), 500):
            yield from _row(text[start : start + 500], "agents")


def wishes(packages: Path) -> Iterator[Row]:
    """Real writing requests, and customers' stories."""
    for line in (packages / "inspect_evals/writingbench/benchmark_all.jsonl").open(encoding="utf-8"):
        query = json.loads(line)["query"]
        yield from _row(query, "wishes")
        if len(query) > 900:
            yield from _row(query[-600:], "wishes")
    for path in sorted((packages / "inspect_evals/tau2/data/domains").rglob("tasks.json")):
        for task in json.loads(path.read_text(encoding="utf-8")):
            told = (task.get("user_scenario") or {}).get("instructions")
            for text in told.values() if isinstance(told, dict) else [str(told)]:
                yield from _row(str(text), "wishes")


def small_talk(packages: Path) -> Iterator[Row]:
    for path in sorted((packages / "chatterbot_corpus/data/english").glob("*.yml")):
        for turns in yaml.safe_load(path.read_text(encoding="utf-8", errors="replace"))["conversations"]:
            for text in turns:
                yield from _row(str(text), "small_talk")


READERS = {reader.__name__: reader for reader in (tasks, agents, wishes, small_talk)}
