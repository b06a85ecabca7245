"""Answers of models that people scored from 0 to 1 for one harm: the only human severities there are."""

from collections.abc import Iterator
from pathlib import Path

from models.safety.rows import Labels, Row
from models.safety.sources.files import table

FILES = {
    "hate": ("hate_speech.csv", "hate_speech_multi_score.csv"),
    "sexual": ("sexual.csv",),
    "violence": ("violence.csv", "violence_multi_score.csv"),
    "self_harm": ("self_harm.csv",),
}
_SOFT = {0.0: 0.0, 0.25: 0.35, 0.5: 0.8, 0.75: 1.0, 1.0: 1.0}


def scores(root: Path) -> Iterator[tuple[str, str, float]]:
    """Text, harm, mean human score."""
    for harm, names in FILES.items():
        for name in names:
            for row in table(root / "pyrit/scorer_evals/harm" / name, skip=1):
                given = [float(value) for key, value in row.items() if (key or "").startswith("human_score") and value]
                if given and row["assistant_response"]:
                    yield row["assistant_response"], harm, sum(given) / len(given)


def pyrit_scored(root: Path) -> Iterator[Row]:
    for text, harm, score in scores(root):
        labels: Labels = {harm: _SOFT[round(score * 4) / 4], "jailbreak": 0.0}
        if harm != "self_harm":
            labels["self_harm"] = 0.0
        if harm == "sexual":
            labels |= {"hate": 0.0, "illicit": 0.0}
        yield Row(text, labels, "pyrit_scored")


READERS = {"pyrit_scored": pyrit_scored}
