"""What thresholds are chosen on: ordinary prompts and answers that do not train, most from sources apart."""

from collections.abc import Iterator
from pathlib import Path

from models.safety.rows import Row, all_but
from models.safety.sources.files import documents, lines
from models.safety.sources.packages import skills, told

SOURCE = "unfamiliar"
PACKAGES = "haystack mem0 gpt_researcher bmad-method"
GENERATED = Path(__file__).parents[1] / "generated/answers.jsonl"
_HERE = Path(__file__).parents[1] / "calibrating"


def rows(packages: Path) -> Iterator[Row]:
    """Agents' prompts of some packages, sentences written for this, and every third generated answer."""
    for reader in (told, skills):
        yield from (Row(row.text, row.labels, SOURCE, 1.0) for row in reader(packages, PACKAGES))
    for path in sorted(_HERE.glob("*.txt")):
        yield from (Row(line, all_but(), SOURCE, 2.0) for line in lines(path))
    yield from (Row(row["text"], all_but(), SOURCE, 2.0) for row in list(documents(GENERATED))[::3])


def generated(_: Path) -> Iterator[Row]:
    """What SmolLM2-135M-Instruct answered to prompts of the grammars; two thirds train."""
    for number, row in enumerate(documents(GENERATED)):
        if number % 3:
            yield Row(row["text"], all_but(), "generated", 0.8)
