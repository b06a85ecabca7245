"""Draws the figures that people compare."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")

import matplotlib.pyplot as plt

_CALM, _ALARM, _OTHER = "#2f6f8f", "#b5493a", "#b8bfc6"

CLEAN_SETS = {
    "ordinary_prompts": "ordinary prompts",
    "ordinary_answers": "ordinary answers",
    "agent_prompts": "agents' prompts, skills, templates",
    "code": "code, markup, data",
    "scary_safe": "safe, sounds harmful",
    "counter_speech": "counter-speech, identity",
}
HARMFUL_SETS = {
    "harmful_requests": "harmful sentences, written by hand",
    "jailbreak": "jailbreaks in the wild",
    "injection": "injections (Bastion)",
    "general": "general moderation",
}
XSTEST_F1 = {"OpenAI": 0.577, "Azure": 0.686, "Llama Guard 7B": 0.819, "Llama Guard 3 8B": 0.884, "GPT-4": 0.921}


def draw(sets: Mapping[str, Mapping[str, Any]], folder: Path) -> None:
    plt.rcParams |= {"svg.hashsalt": "zaffre", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}
    _blocked(sets, folder / "blocked.svg")
    _categories(sets["general"]["categories"], folder / "categories.svg")
    if "xstest" in sets:
        _anchors(sets["xstest"], folder / "xstest.svg")


def _blocked(sets: Mapping[str, Mapping[str, Any]], path: Path) -> None:
    """What the default policy does with each set."""
    bars = [(label, sets[name]["raised_of_harmful"], _ALARM) for name, label in HARMFUL_SETS.items()]
    bars += [(label, sets[name]["blocked_of_clean"], _CALM) for name, label in CLEAN_SETS.items()]
    _bars(bars, "share stopped: harmful text (red, or signalled) should be, clean text (blue) should not", path)


def _categories(categories: Mapping[str, Mapping[str, float]], path: Path) -> None:
    bars = [(name.replace("_", " "), figures["auprc"], _CALM) for name, figures in categories.items()]
    _bars(bars, "AUPRC on held-out general moderation data", path)


def _anchors(figures: Mapping[str, Any], path: Path) -> None:
    bars = [(name, value, _OTHER) for name, value in XSTEST_F1.items()]
    bars.append(("Zaffre (best threshold)", figures["best_f1"], _CALM))
    bars.append(("Zaffre (as shipped)", figures["f1"], _CALM))
    _bars(sorted(bars, key=lambda bar: bar[1], reverse=True), "F1 on XSTest", path)


def _bars(bars: list[tuple[str, float, str]], title: str, path: Path) -> None:
    figure, axes = plt.subplots(figsize=(7, 0.34 * len(bars) + 0.9), layout="constrained")
    places = range(len(bars))[::-1]
    axes.barh(places, [value for _, value, _ in bars], color=[colour for _, _, colour in bars], height=0.62)
    for place, (_, value, _) in zip(places, bars, strict=True):
        axes.text(value + 0.01, place, f"{value:.3f}", va="center")
    axes.set(yticks=places, yticklabels=[label for label, _, _ in bars], xlim=(0, 1.1))
    figure.suptitle(title, x=0.01, ha="left", fontsize=9)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
