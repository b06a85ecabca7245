"""Scores the reported sets with the product's own classifier, window by window."""

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import spearmanr
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

from models.safety.evaluation import CATEGORIES
from zaffre.core.verdicts import HARMS, Finding
from zaffre.safety.classifier.classifier import HEADS, Classifier
from zaffre.safety.disguises.normalise import views
from zaffre.safety.evaluation.metrics import Curve
from zaffre.safety.windows import windows

_ANY = [HEADS.index(head) for head in HEADS if head != "jailbreak"]
_JAILBREAK = HEADS.index("jailbreak")
_BLOCKING = ("medium", "high")

Line = Mapping[str, Any]


class Scored:
    """The lines of one set and what the classifier says: a text's score is the highest of its windows'."""

    def __init__(self, lines: Sequence[Line], classifier: Classifier):
        self.lines = lines
        sights = [classifier.scan(_read(line["text"])) for line in lines]
        self.scores = np.array([np.max([sight.scores for sight in found], axis=0) for found in sights])
        self.findings = [
            [finding for sight in found for finding in classifier.reading(sight).findings] for found in sights
        ]
        self.by_gate = np.array([all(sight.by == "gate" for sight in found) for found in sights])
        self.harmful = np.array([bool(line.get("harmful", any(line["labels"].values()))) for line in lines])

    @property
    def blocked(self) -> np.ndarray:
        """By the default policy: medium severity or worse, or a jailbreak."""
        return np.array([any(map(_is_blocking, found)) for found in self.findings])

    @property
    def raised(self) -> np.ndarray:
        """Blocked, or illicit is signalled."""
        return self.blocked | np.array([any(f.category == "illicit" for f in found) for found in self.findings])


def _read(text: str) -> list[str]:
    """What the product reads of a text: its windows, each also as it looks without its disguises."""
    return [view.text for window in windows(text) for view in views(window.of(text))]


def _is_blocking(finding: Finding) -> bool:
    return finding.category == "jailbreak" or (finding.category in HARMS and finding.severity in _BLOCKING)


def evaluate(folder: Path, classifier: Classifier) -> dict[str, dict[str, Any]]:
    """Figures for each set."""
    sets = {
        path.stem: [json.loads(line) for line in path.open(encoding="utf-8")] for path in sorted(folder.glob("*.jsonl"))
    }
    scored = {name: Scored(lines, classifier) for name, lines in sets.items()}
    quiet = np.concatenate(
        [scored[name].scores[:, _JAILBREAK] for name in ("ordinary_prompts", "ordinary_answers", "code")]
    )
    found = {name: _figures(part) for name, part in scored.items()}
    for name in ("jailbreak", "injection"):
        found[name] |= _attacks(scored[name], float(np.quantile(quiet, 0.99)))
    found["severity"] |= _severity(scored["severity"])
    return found


def _figures(part: Scored) -> dict[str, Any]:
    blocked, harmful = part.blocked, part.harmful
    found: dict[str, Any] = {
        "texts": len(harmful),
        "harmful": int(harmful.sum()),
        "blocked_of_clean": _share(blocked[~harmful]),
        "raised_of_clean": _share(part.raised[~harmful]),
        "blocked_of_harmful": _share(blocked[harmful]),
        "raised_of_harmful": _share(part.raised[harmful]),
        "cleared_by_gate": _share(part.by_gate),
        "gate_missed_of_harmful": _share(part.by_gate[harmful]),
    }
    if 0 < harmful.sum() < len(harmful):
        score = part.scores[:, _ANY].max(1)
        found |= {
            "auprc": float(average_precision_score(harmful, score)),
            "auroc": float(roc_auc_score(harmful, score)),
            "f1": float(f1_score(harmful, part.raised)),
            "best_f1": Curve(score, harmful).best_f1,
            "categories": {head: figures for head in CATEGORIES if (figures := _category(part, head))},
        }
    return found


def _category(part: Scored, head: str) -> dict[str, float] | None:
    known = np.array([head in line["labels"] for line in part.lines])
    wanted = np.array([line["labels"].get(head, 0) for line in part.lines])[known]
    if wanted.sum() < 5 or wanted.all():
        return None
    score = part.scores[known, HEADS.index(head)]
    return {
        "texts": int(known.sum()),
        "positive": int(wanted.sum()),
        "auprc": float(average_precision_score(wanted, score)),
        "auroc": float(roc_auc_score(wanted, score)),
        "best_f1": Curve(score, wanted).best_f1,
    }


def _attacks(part: Scored, threshold: float) -> dict[str, float]:
    score = part.scores[:, _JAILBREAK]
    return {
        "auprc": float(average_precision_score(part.harmful, score)),
        "auroc": float(roc_auc_score(part.harmful, score)),
        "recall_at_1_percent": _share(score[part.harmful] > threshold),
        "threshold_at_1_percent": threshold,
    }


def _severity(part: Scored) -> dict[str, Any]:
    """Rank correlation of our score with people's, for each harm."""
    found = {}
    for harm in HARMS:
        rows = [number for number, line in enumerate(part.lines) if line["source"] == f"pyrit/{harm}"]
        if len(rows) > 5:
            given = [part.lines[number]["severity"] for number in rows]
            ranks = spearmanr(given, part.scores[rows, HEADS.index(harm)]).statistic
            found[harm] = {"texts": len(rows), "rank_correlation": float(ranks)}
    return {"ranks": found}


def _share(flags: np.ndarray) -> float:
    return float(np.mean(flags)) if len(flags) else 0.0


def speed(folder: Path, classifier: Classifier, tokenizer: Path) -> dict[str, dict[str, float]]:
    """Milliseconds for a hundred tokens, on one core."""
    from tokenizers import Tokenizer

    tokens = Tokenizer.from_file(str(tokenizer))
    tokens.no_truncation()
    found = {}
    for name in ("ordinary_prompts", "ordinary_answers", "code", "general"):
        lines = [json.loads(line) for line in (folder / f"{name}.jsonl").open(encoding="utf-8")][:250]
        texts = [window.of(line["text"]) for line in lines for window in windows(line["text"])]
        hundreds = sum(len(text.ids) for text in tokens.encode_batch(texts)) / 100
        found[name] = {"gate": _milliseconds(classifier.clear, texts) / hundreds,
                       "scan": _milliseconds(classifier.scan, texts) / hundreds}  # fmt: skip
    return found


def _milliseconds(run: Any, texts: list[str]) -> float:
    run(texts[:20])
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        for text in texts:
            run([text])
        best = min(best, time.perf_counter() - began)
    return best * 1000
