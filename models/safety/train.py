"""Trains the encoder for a given time, in batches of like length, and saves what it has every few minutes."""

import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from models.safety.encoder import Encoder, base_folder
from models.safety.rows import LEARNED, Row

MOST_TOKENS = 96
_BATCH_TOKENS, _BATCH_ROWS, _BLOCK = 1600, 48, 2048
_RATE, _HEAD_RATE = 6e-5, 5e-4
_SAVE_EVERY = 150


class Trainer:
    """One run of `seconds`; the rate falls in a line from its peak to `last` of it.

    Two of them, each with one thread, are faster than one with two on a busy machine: whenever one saves,
    it goes on from the mean of its weights and its partner's.
    """

    def __init__(
        self,
        rows: list[Row],
        doses: list[float],
        out: Path,
        *,
        start: Path | None = None,
        partner: Path | None = None,
        seed: int = 3,
    ):
        torch.manual_seed(seed)
        torch.set_num_threads(1)
        self._partner = partner
        self._rng = random.Random(seed)
        self._rows, self._doses, self._out = rows, doses, out
        base = base_folder()
        self._tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.no_padding()
        self._model = Encoder(base)
        if start:
            self._model.load_state_dict(torch.load(start))
        body = [item for item in self._model.body.parameters() if item.requires_grad]
        heads = [*self._model.early.parameters(), *self._model.late.parameters()]
        groups = [{"params": body, "lr": _RATE}, {"params": heads, "lr": _HEAD_RATE}]
        self._optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        self._rates = [_RATE, _HEAD_RATE]
        self._upward = self._weights_of_harm()

    def run(self, seconds: float, *, last: float = 0.02, peak: float = 1.0) -> None:
        began = saved = time.monotonic()
        seen, steps, loss = 0, 0, 0.0
        self._model.train()
        for batch in self._batches():
            spent = (time.monotonic() - began) / seconds
            if spent >= 1:
                break
            self._set_rate(peak * min(1, (steps + 1) / 60) * max(last, 1 - spent * (1 - last)))
            loss += 0.02 * (self._step(batch) - loss)
            seen, steps = seen + len(batch), steps + 1
            if steps % 50 == 0:
                line = {"seen": seen, "loss": round(loss, 4), "seconds": round(time.monotonic() - began)}
                print(json.dumps(line), file=sys.stderr, flush=True)
            if time.monotonic() - saved > _SAVE_EVERY:
                self._save()
                saved = time.monotonic()
        self._save()

    def _save(self) -> None:
        partial = self._out.with_suffix(".partial")
        torch.save(self._model.state_dict(), partial)
        partial.replace(self._out)
        if self._partner and self._partner.exists():
            other = torch.load(self._partner)
            with torch.no_grad():
                for name, value in self._model.named_parameters():
                    value.lerp_(other[name], 0.5)

    def _set_rate(self, share: float) -> None:
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * share

    def _step(self, batch: list[tuple[list[int], Row]]) -> float:
        longest = max(len(ids) for ids, _ in batch)
        ids = torch.zeros(len(batch), longest, dtype=torch.long)
        wanted, weight = torch.zeros(len(batch), len(LEARNED)), torch.zeros(len(batch), len(LEARNED))
        for place, (tokens, row) in enumerate(batch):
            ids[place, : len(tokens)] = torch.tensor(tokens)
            for head, value in row.labels.items():
                wanted[place, LEARNED.index(head)], weight[place, LEARNED.index(head)] = value, row.weight
        early, late = self._model(ids, (ids > 0).long())
        loss = self._loss(late, wanted, weight) + 0.3 * self._loss(early, wanted, weight)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad()
        return loss.item()

    def _loss(self, logits: torch.Tensor, wanted: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        losses = cross_entropy(logits, wanted, reduction="none", pos_weight=self._upward)
        return (losses * weight).sum() / weight.sum().clamp(min=1) * 4

    def _weights_of_harm(self) -> torch.Tensor:
        found = []
        for head in LEARNED:
            known = [(row.labels[head], row.weight * dose) for row, dose in zip(self._rows, self._doses, strict=True)
                     if head in row.labels]  # fmt: skip
            harm = sum(value * weight for value, weight in known)
            found.append(min(2.0, max(1.0, ((sum(weight for _, weight in known) - harm) / max(1, harm)) ** 0.5)))
        return torch.tensor(found)

    def _batches(self) -> Iterator[list[tuple[list[int], Row]]]:
        while True:
            drawn = self._rng.choices(self._rows, self._doses, k=_BLOCK)
            texts = self._tokenizer.encode_batch([self._vary(row) for row in drawn])
            order = sorted(zip((text.ids for text in texts), drawn, strict=True), key=lambda pair: len(pair[0]))
            batches: list[list[tuple[list[int], Row]]] = [[]]
            for pair in order:
                if len(pair[0]) * (len(batches[-1]) + 1) > _BATCH_TOKENS or len(batches[-1]) >= _BATCH_ROWS:
                    batches.append([])
                batches[-1].append(pair)
            self._rng.shuffle(batches)
            yield from filter(None, batches)

    def _vary(self, row: Row) -> str:
        """Now and then among clean text, as it comes in long conversations."""
        if len(row.text) > 350 or self._rng.random() > 0.08:
            return row.text
        other = self._rng.choice(self._clean)[: self._rng.randint(30, 250)]
        return f"{other} {row.text}" if self._rng.random() < 0.6 else f"{row.text} {other}"

    @property
    def _clean(self) -> list[str]:
        if not hasattr(self, "_clean_texts"):
            names = ("manuals", "ethics", "bipia_clean", "code")
            self._clean_texts = [row.text for row in self._rows if row.source in names] or [""]
        return self._clean_texts
