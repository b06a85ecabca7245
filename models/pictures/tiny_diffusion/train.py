"""Trains the denoiser by flow matching (Lipman et al., 2023) with words left out now and then, for guidance.

Each process has one thread and goes its own way for a few steps, then all go on from their mean: on few cores that is
many times faster than threads, and nobody waits at every step.
"""

import copy
import json
import math
import os
import sys
import time
from pathlib import Path

import msgspec
import numpy as np
import torch
import torch.distributed as together
from torch import multiprocessing

from models.pictures.tiny_diffusion.network import Denoiser, unet


class Recipe(msgspec.Struct, frozen=True):
    """How to train."""

    seconds: float
    workers: int = 2
    batch: int = 16
    """Pictures a worker and step."""
    together_every: int = 4
    """After how many steps the workers' weights are made one."""
    rate: float = 1e-3
    peak: float = 1.0
    """Where the rate starts, as a share of `rate`; it falls along a cosine to `last` of it."""
    last: float = 0.02
    warm_up: int = 150
    without_words: float = 0.1
    towards_noise: float = 0.8
    """The mean of the times' logits."""
    least_time: float = 0.45
    """Errors count as errors of the velocity, (found - clean) / time, down to this time; finer ones count less."""
    mean_of: float = 0.9985
    save_every: float = 120
    seed: int = 1


def train(work: Path, recipe: Recipe, start: Path | None = None) -> None:
    """Goes on from the weights `start`; leaves the moving mean of the weights in `work/denoiser.pt`."""
    os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
    os.environ.setdefault("MASTER_PORT", "29511")
    multiprocessing.spawn(_work, (work, recipe, start), nprocs=recipe.workers)


def _work(rank: int, work: Path, recipe: Recipe, start: Path | None) -> None:
    torch.set_num_threads(1)
    together.init_process_group("gloo", rank=rank, world_size=recipe.workers)
    _Worker(rank, work, recipe, start).run()
    together.destroy_process_group()


class _Worker:
    def __init__(self, rank: int, work: Path, recipe: Recipe, start: Path | None):
        self._rank, self._work, self._recipe = rank, work, recipe
        self._latents = np.load(work / "latents.npy", mmap_mode="r")
        self._states = np.load(work / "states.npy", mmap_mode="r")
        self._lengths = np.load(work / "lengths.npy")
        torch.manual_seed(recipe.seed)
        self._model = Denoiser(unet())
        if start:
            self._model.load_state_dict(torch.load(start))
        self._mean = copy.deepcopy(self._model).requires_grad_(False)
        self._weights = list(self._model.parameters())
        self._optimizer = torch.optim.AdamW(
            self._weights, recipe.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True
        )
        self._chance = np.random.default_rng((recipe.seed, rank))
        torch.manual_seed(1000 * recipe.seed + rank)

    def run(self) -> None:
        began = saved = time.monotonic()
        steps, loss = 0, 1.0
        spent = 0.0
        while spent < 1:
            self._set_rate(spent, steps)
            loss += 0.01 * (self._step() - loss)
            steps += 1
            if steps % self._recipe.together_every == 0:
                self._meet()
                spent = self._spent(began)
            self._average(steps)
            if self._rank == 0 and steps % 200 == 0:
                line = {"samples": steps * self._recipe.batch * self._recipe.workers, "loss": round(loss, 4)}
                print(json.dumps(line | {"spent": round(spent, 3)}), file=sys.stderr, flush=True)
            if self._rank == 0 and time.monotonic() - saved > self._recipe.save_every:
                self._save()
                saved = time.monotonic()
        if self._rank == 0:
            self._save()

    def _spent(self, began: float) -> float:
        """The share of the time, which one worker tells all, so that they stop together."""
        share = torch.tensor([(time.monotonic() - began) / self._recipe.seconds])
        together.broadcast(share, 0)
        return share.item()

    def _set_rate(self, spent: float, steps: int) -> None:
        recipe = self._recipe
        share = recipe.last + (recipe.peak - recipe.last) * 0.5 * (1 + math.cos(math.pi * spent))
        for group in self._optimizer.param_groups:
            group["lr"] = recipe.rate * share * min(1, (steps + 1) / recipe.warm_up)

    def _step(self) -> float:
        recipe = self._recipe
        clean, states, mask = self._batch()
        when = torch.sigmoid(torch.randn(recipe.batch) + recipe.towards_noise)
        share = when[:, None, None, None]
        found = self._model((1 - share) * clean + share * torch.randn_like(clean), when, states, mask)
        loss = ((found - clean) / share.clamp_min(recipe.least_time)).square().mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._weights, 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        return loss.item()

    def _batch(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        rows = self._chance.integers(0, len(self._latents), self._recipe.batch)
        texts = np.where(self._chance.random(len(rows)) < self._recipe.without_words, 0, rows + 1)
        longest = self._lengths[texts].max()
        mask = torch.from_numpy(np.arange(longest)[None] < self._lengths[texts, None])
        states = torch.from_numpy(self._states[texts, :longest]).float()
        return torch.from_numpy(self._latents[rows]).float(), states, mask

    def _meet(self) -> None:
        """All workers go on from the mean of their weights."""
        with torch.no_grad():
            whole = torch.cat([weight.flatten() for weight in self._weights])
            together.all_reduce(whole)
            parts = (whole / self._recipe.workers).split([weight.numel() for weight in self._weights])
            for weight, part in zip(self._weights, parts, strict=True):
                weight.copy_(part.view_as(weight))

    def _average(self, steps: int) -> None:
        if self._rank == 0:
            keep = min(self._recipe.mean_of, (1 + steps) / (20 + steps))
            torch._foreach_lerp_(list(self._mean.parameters()), [weight.data for weight in self._weights], 1 - keep)

    def _save(self) -> None:
        for model, path in ((self._model, self._work / "now.pt"), (self._mean, self._work / "denoiser.pt")):
            torch.save(model.state_dict(), path.with_suffix(".partial"))
            path.with_suffix(".partial").replace(path)
