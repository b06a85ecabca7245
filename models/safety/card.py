"""Writes the model card and its plots from the metrics."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models.safety import plots
from models.safety.plots import CLEAN_SETS, HARMFUL_SETS

_TEXT = Path(__file__).parent / "card_template.txt"


def write(metrics: Mapping[str, Any], work: Path, folder: Path) -> None:
    """`work` holds the rows that were trained on; they are counted."""
    sets = metrics["sets"]
    plots.draw(sets, folder)
    text = _TEXT.read_text(encoding="utf-8")
    parts = {
        "version": metrics["version"],
        "general": _general(sets),
        "categories": _categories(sets["general"]["categories"]),
        "severity": _severity(sets["severity"]["ranks"]),
        "clean": _clean(sets),
        "harmful": _harmful(sets),
        "speed": _speed(metrics["speed"]),
        "rows": _rows(work),
        "found": _found(sets),
    }
    for name, value in parts.items():
        text = text.replace(f"<!-- {name} -->", value)
    (folder / "classifier.md").write_text(text, encoding="utf-8")


def _found(sets: Mapping[str, Any]) -> str:
    """The last line of the table of what was tried."""
    found = f"{100 * sets['harmful_requests']['raised_of_harmful']:.0f} %"
    blocked = [f"{100 * sets[name]['blocked_of_clean']:.1f} %" for name in ("counter_speech", "ordinary_prompts")]
    area = f"{sets['xstest']['auprc']:.3f}".removeprefix("0") if "xstest" in sets else "not measured"
    return " | ".join([found, *blocked, area])


def _table(head: str, rows: list[list[str]]) -> str:
    columns = head.count("|") - 1
    lines = [head, "| --- " + "| ---: " * (columns - 1) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def _general(sets: Mapping[str, Any]) -> str:
    rows = []
    for name, label in (("general", "general moderation (ours, in-domain)"), ("xstest", "XSTest")):
        if name in sets:
            found = sets[name]
            figures = [f"{found[key]:.3f}" for key in ("auprc", "auroc", "best_f1", "f1")]
            rows.append([label, str(found["texts"]), str(found["harmful"]), *figures])
    return _table("| set | texts | harmful | AUPRC | AUROC | best F1 | F1 as shipped |", rows)


def _categories(found: Mapping[str, Mapping[str, float]]) -> str:
    rows = [
        [name.replace("_", " "), str(one["texts"]), str(one["positive"])]
        + [f"{one[key]:.3f}" for key in ("auprc", "auroc", "best_f1")]
        for name, one in found.items()
    ]
    return _table("| category | texts | positive | AUPRC | AUROC | best F1 |", rows)


def _severity(ranks: Mapping[str, Mapping[str, float]]) -> str:
    rows = [
        [harm.replace("_", " "), str(one["texts"]), f"{one['rank_correlation']:.2f}"] for harm, one in ranks.items()
    ]
    return _table("| harm | texts | rank correlation |", rows)


def _clean(sets: Mapping[str, Any]) -> str:
    rows = [
        [label, str(sets[name]["texts"])]
        + [f"{100 * sets[name][key]:.1f} %" for key in ("blocked_of_clean", "raised_of_clean", "cleared_by_gate")]
        for name, label in CLEAN_SETS.items()
    ]
    return _table("| set | texts | blocked | blocked or `illicit` | cleared by the gate |", rows)


def _harmful(sets: Mapping[str, Any]) -> str:
    rows = []
    for name, label in HARMFUL_SETS.items():
        found = sets[name]
        recall = f"{100 * found['recall_at_1_percent']:.1f} %" if "recall_at_1_percent" in found else ""
        shares = [
            f"{100 * found[key]:.1f} %" for key in ("blocked_of_harmful", "raised_of_harmful", "gate_missed_of_harmful")
        ]
        rows.append([label, str(found["harmful"]), *shares, recall])
    head = "| set | harmful | blocked | blocked or `illicit` | cleared by the gate | recall at 1 % false alarms |"
    return _table(head, rows)


def _speed(found: Mapping[str, Mapping[str, float]]) -> str:
    rows = [[name.replace("_", " "), f"{one['gate']:.2f}", f"{one['scan']:.1f}"] for name, one in found.items()]
    return _table("| text | gate | gate and transformer |", rows)


def _rows(work: Path) -> str:
    """How many rows of each source trained."""
    counts: dict[str, int] = {}
    with (work / "train.jsonl").open(encoding="utf-8") as file:
        for line in file:
            source = json.loads(line)["source"].partition("/")[0]
            counts[source] = counts.get(source, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return ", ".join(f"{name} {count:,}" for name, count in ordered)
