"""Text that is plainly clean: everyday scenes, captions, tasks, and what computers are full of."""

import gzip
import json
import random
import re
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

from models.safety.rows import Row, all_but
from models.safety.sources.files import document, documents, table

_CHUNK = 450


def ethics(root: Path) -> Iterator[Row]:
    for row in table(root / "ethics/cm_test.csv"):
        if row["label"] == "0":
            yield Row(row["input"][:600], all_but("toxic"), "ethics", 0.5)
    for row in table(root / "ethics/deontology_train.csv"):
        yield Row(f"{row['scenario']} {row['excuse']}", all_but("toxic"), "ethics", 0.4)
    for row in table(root / "ethics/virtue_test.csv"):
        yield Row(row["scenario"].replace("[SEP]", "."), all_but("toxic"), "ethics", 0.4)


def captions(root: Path) -> Iterator[Row]:
    for row in table(root / "coco-captions/coco_30k.csv"):
        yield Row(row["prompt"], all_but(), "captions", 0.5)


def bipia_tasks(root: Path) -> Iterator[Row]:
    harmful = ("Persuasion", "Clickbait", "Malware Distribution", "Scams & Fraud", "Misinformation & Propaganda")
    for name in ("text_attack_train", "text_attack_test"):
        for kind, texts in document(root / f"bipia/{name}.json").items():
            yield from (Row(text, all_but(), "bipia_clean") for text in texts if kind not in harmful)


def hh_rlhf(root: Path) -> Iterator[Row]:
    """Human turns of red-team-like dialogues: clean only where a first model agrees, so the weight is small."""
    with gzip.open(root / "hh-rlhf/test.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            for turn in re.findall(r"\n\nHuman: (.*?)(?=\n\nAssistant:|\Z)", json.loads(line)["chosen"], re.DOTALL):
                if len(turn) > 12:
                    yield Row(turn[:600], all_but("toxic"), "hh_rlhf", 0.3)


def _chunks(paths: Iterable[Path], source: str, most: int, each: int) -> Iterator[Row]:
    rng = random.Random(source)
    for path in rng.sample(found := sorted(paths), min(most, len(found))):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        for _ in range(each):
            start = rng.randrange(max(1, len(text) - _CHUNK))
            chunk = text[start : start + rng.choice((120, 250, _CHUNK))].strip()
            if len(chunk) > 40:
                yield Row(chunk, all_but(), source, 0.8, group=str(path))


def installed(_: Path) -> Iterator[Row]:
    """Code, markup, data and manuals of this Python and this system."""
    paths = sysconfig.get_paths()
    library, packages, share = Path(paths["stdlib"]), Path(paths["purelib"]), Path("/usr/share")
    sources = [path for path in library.rglob("*.py") if "site-packages" not in path.parts and "test" not in path.parts]
    yield from _chunks(sources, "code", 700, 5)
    yield from _chunks(packages.glob("*/**/*.py"), "code", 1200, 3)
    for pattern, source in (("html", "markup"), ("css", "markup"), ("js", "code"), ("json", "data"), ("sql", "code")):
        yield from _chunks((*packages.rglob(f"*.{pattern}"), *share.rglob(f"*.{pattern}")), source, 300, 3)
    for pattern in ("*.md", "*.rst", "METADATA", "README*", "*.txt"):
        yield from _chunks((*packages.rglob(pattern), *share.rglob(pattern)), "manuals", 500, 3)


def held_out_tasks(root: Path) -> Iterator[Row]:
    """Instructions to assistants; none of them is ever trained on."""
    for row in documents(root / "stanford_alpaca/seed_tasks.jsonl"):
        first = row["instances"][0]
        yield Row(f"{row['instruction']}\n{first['input']}".strip(), all_but(), "alpaca_seeds")
        yield Row(str(first["output"])[:600], all_but(), "alpaca_answers")
    for name in ("mt_bench", "vicuna_bench"):
        for row in documents(root / f"mt-bench/{name}_question.jsonl"):
            yield from (Row(turn, all_but(), name) for turn in row["turns"])


def repetitive(root: Path) -> Iterator[Row]:
    """Words, sentences and numbers that come again and again, as in lists, tables, logs and stuck keys."""
    rng = random.Random("repetitive")
    captions = [row["prompt"] for row in table(root / "coco-captions/coco_30k.csv")]
    words = sorted({word.lower() for text in captions for word in re.findall(r"[A-Za-z]{2,}", text)})
    for _ in range(1500):
        word, other, text = rng.choice(words), rng.choice(words), rng.choice(captions)
        number = rng.randrange(10 ** rng.randint(1, 6))
        line = rng.choice((
            f"{word} ", f"{word} {other} ", f"{word}, ", f"- {word}\n", f"{text} ", f"{text}\n", f"{number} ",
            f"{number};", f"{word}@{other}.com, ", f"write to {word}@{other}.org soon, please. ",
            f"| {word} | {number} |\n",
            f"{number}: {word} ok\n", f"{word}={number}&", f"{word[0]}", "=", "-", "0", "ha", f"{word}! ",
            f"{other}? {word}. ",
        ))  # fmt: skip
        yield Row((line * rng.choice((3, 8, 20, 60, 300)))[:600], all_but(), "repetitive", 0.8)


READERS = {reader.__name__: reader for reader in (ethics, captions, bipia_tasks, hh_rlhf, installed, repetitive)}
