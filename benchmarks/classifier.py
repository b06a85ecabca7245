"""The embedded classifier on one core: clear cases, ordinary traffic, the worst case, and what was seen before."""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks import ordinary
from zaffre.safety.classifier.classifier import MANIFEST, WEIGHTS, Classifier
from zaffre.safety.embedded import Embedded
from zaffre.safety.evaluation.report import CHARACTERS_PER_TOKEN
from zaffre.safety.evaluation.scoring import Scored, Scorer
from zaffre.safety.filters import Passage
from zaffre.safety.policies import Policies
from zaffre.safety.policy import Policy
from zaffre.settings.schema import Settings

ROUNDS = 3
NUMBER = 150
_LONG = 4_000


def rows() -> Iterator[dict[str, object]]:
    """Milliseconds for a text and for 100 tokens, taken as 400 characters; the best rounds."""
    policy = Policies.build(Settings()).find("default")
    classifier = Classifier()
    scorer = Scorer(classifier, policy, {})
    chat, code = ordinary.questions(NUMBER) + ordinary.explanations(NUMBER), ordinary.code(NUMBER)
    clear = [text for text in chat if scorer.score(text).by_gate]
    long = [" ".join(chat[start : start + 20])[:_LONG] for start in range(0, len(chat), 20)]
    yield _row("cleared by the gate", clear, scorer)
    yield _row("ordinary chat", chat, scorer)
    yield _row("ordinary code", code, scorer)
    yield _row(f"ordinary chat of {_LONG:,} characters", long, scorer)
    with _thorough() as thorough:
        yield _row("worst case: all layers for everything", chat, Scorer(thorough, policy, {}))
    yield {"what": "seen before", "texts": len(chat), "p50 ms a text": asyncio.run(_seen(classifier, policy, chat))}


@contextmanager
def _thorough() -> Iterator[Classifier]:
    """A classifier whose gate and early layers settle nothing."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for file in WEIGHTS.iterdir():
            (folder / file.name).symlink_to(file)
        manifest = json.loads((WEIGHTS / MANIFEST).read_text()) | {"gate_clears": -1e9, "early_clears": -1.0}
        (folder / MANIFEST).unlink()
        (folder / MANIFEST).write_text(json.dumps(manifest))
        yield Classifier(folder)


def _row(what: str, texts: Sequence[str], scorer: Scorer) -> dict[str, object]:
    rounds = [_round(texts, scorer) for _ in range(ROUNDS)]
    times = [min(one.seconds * 1000 for one in ones) for ones in zip(*(scored for _, scored in rounds), strict=True)]
    hundreds = sum(map(len, texts)) / CHARACTERS_PER_TOKEN / 100
    scored = rounds[0][1]
    return {
        "what": what,
        "texts": len(texts),
        "CPU ms per 100 tokens": min(cpu for cpu, _ in rounds) * 1000 / hundreds,
        "ms per 100 tokens": sum(times) / hundreds,
        "p50 ms a text": statistics.median(times),
        "p99 ms a text": statistics.quantiles(times, n=100)[98],
        "settled by the gate": statistics.fmean(one.by_gate for one in scored),
        "blocked": statistics.fmean(one.verdict.is_blocked for one in scored),
    }


def _round(texts: Sequence[str], scorer: Scorer) -> tuple[float, list[Scored]]:
    """Seconds of processor time for all, and what was said of each."""
    began = time.process_time()
    scored = [scorer.score(text) for text in texts]
    return time.process_time() - began, scored


async def _seen(classifier: Classifier, policy: Policy, texts: Sequence[str]) -> float:
    """What the filter takes for a text that it remembers, the way to the worker thread left out."""
    embedded = Embedded(classifier, {}, remembered=len(texts), waiting=len(texts))
    passages = [Passage(text, "user", "prompt") for text in texts]
    await embedded.read(passages, policy)
    times = []
    for passage in passages:
        began = time.perf_counter()
        await embedded.read([passage], policy)
        times.append((time.perf_counter() - began) * 1000)
    await embedded.close()
    return statistics.median(times)
