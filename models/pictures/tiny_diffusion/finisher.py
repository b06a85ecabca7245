"""Makes 128 rough pixels 512 clean ones: trained on pictures that were disturbed, and on what the denoiser sees."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from models.pictures.tiny_diffusion.data import floats, pictures
from models.pictures.tiny_diffusion.glyphs import glyphs
from models.pictures.tiny_diffusion.network import Denoiser, unet
from models.pictures.tiny_diffusion.scenes import art_edge
from zaffre.engines.artists.tiny_diffusion.graphs import CODEC
from zaffre.engines.artists.tiny_diffusion.patches import CHANNELS, EDGE, GRID, Patches
from zaffre.engines.artists.tiny_diffusion.words import Words

TIMES = 4
"""How many times larger an edge becomes."""
_FOLD, _WIDTH, _BLOCKS = 2, 64, 6
_CROP = 64
_BATCH, _RATE = 16, 1e-3


class Finisher(nn.Module):
    """Pixels from -1 to 1, [batch, 3, 128, 128], to the same, [batch, 3, 512, 512]."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3 * _FOLD**2, _WIDTH, 3, padding=1)
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.Conv2d(_WIDTH, _WIDTH, 3, padding=1), nn.ReLU(), nn.Conv2d(_WIDTH, _WIDTH, 3, padding=1))
            for _ in range(_BLOCKS)
        )
        self.last = nn.Conv2d(_WIDTH, 3 * (_FOLD * TIMES) ** 2, 3, padding=1)
        nn.init.zeros_(self.last.weight)

    def forward(self, rough: torch.Tensor) -> torch.Tensor:
        inner = self.first(functional.pixel_unshuffle(rough, _FOLD))
        for block in self.blocks:
            inner = inner + block(inner)
        larger = functional.interpolate(rough, scale_factor=float(TIMES), mode="bilinear", align_corners=False)
        return larger + functional.pixel_shuffle(self.last(inner), _FOLD * TIMES)


def disturbed(latents: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Latents as a denoiser that is unsure leaves them: fine components too weak, and some noise."""
    number = len(latents)
    fine = np.linspace(0, 1, CHANNELS)[None, :, None, None] ** 0.5
    weaker = 1 - chance.uniform(0, 0.7, (number, 1, GRID, GRID)) * fine * (chance.random((number, 1, 1, 1)) < 0.7)
    loud = chance.uniform(0, 0.2, (number, 1, 1, 1)) * chance.uniform(0, 1, (number, 1, GRID, GRID))
    return (latents * weaker + loud * chance.standard_normal(latents.shape)).astype(np.float32)


def seen(work: Path, latents: np.ndarray, texts: list[str], chance: np.random.Generator) -> np.ndarray:
    """What our denoiser makes of the same latents when they are noisy, with all its own mistakes."""
    denoiser, words = Denoiser(unet()), Words(work)
    denoiser.load_state_dict(torch.load(work / "denoiser.pt"))
    found = np.zeros_like(latents)
    with torch.no_grad():
        for at in range(0, len(latents), _BATCH):
            part = latents[at : at + _BATCH]
            time = chance.uniform(0.2, 0.75, (len(part), 1, 1, 1))
            noisy = (1 - time) * part + time * chance.standard_normal(part.shape)
            states, mask = words.batch(*texts[at : at + _BATCH])
            given = [torch.from_numpy(one) for one in (noisy.astype(np.float32), time.ravel().astype(np.float32))]
            found[at : at + _BATCH] = denoiser.eval()(*given, torch.from_numpy(states), torch.from_numpy(mask)).numpy()
    return found


def train(packages: Path, work: Path, seconds: float, *, number: int = 2400, start: Path | None = None) -> None:
    """Leaves the weights in `work/finisher.pt`; goes on from `start`."""
    torch.set_num_threads(1)
    chance = np.random.default_rng(1)
    material = _Material.make(packages, work, number, chance)
    model = Finisher()
    if start:
        model.load_state_dict(torch.load(start))
    optimizer = torch.optim.AdamW(model.parameters(), _RATE, betas=(0.9, 0.98))
    began, steps, loss = time.monotonic(), 0, 0.0
    while (spent := (time.monotonic() - began) / seconds) < 1:
        for group in optimizer.param_groups:
            group["lr"] = _RATE * min(1, (steps + 1) / 100) * max(0.02, 1 - spent)
        rough, wanted = material.batch(chance)
        now = _loss(model(rough), wanted)
        now.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        loss += (0.02 if steps else 1) * (now.item() - loss)
        steps += 1
        if steps % 100 == 0:
            print(json.dumps({"steps": steps, "loss": round(loss, 4), "spent": round(spent, 3)}), file=sys.stderr)
            torch.save(model.state_dict(), work / "finisher.pt")
    torch.save(model.state_dict(), work / "finisher.pt")


class _Material:
    """Large pictures, and their latents: as they are, and as the denoiser sees them."""

    def __init__(self, large: np.ndarray, patches: Patches, latents: np.ndarray, imagined: np.ndarray):
        self._large, self._patches, self._latents, self._imagined = large, patches, latents, imagined

    @classmethod
    def make(cls, packages: Path, work: Path, number: int, chance: np.random.Generator) -> "_Material":
        large, words = pictures(glyphs(packages, art_edge(EDGE * TIMES)), range(number), EDGE * TIMES)
        patches = Patches.read(work / CODEC)
        latents = np.concatenate([patches.encode(_small(large[at : at + 100])) for at in range(0, number, 100)])
        return cls(large, patches, latents, seen(work, latents.astype(np.float32), words, chance))

    def batch(self, chance: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        """Parts of pictures, rough and clean; half of them disturbed by chance, half by the denoiser."""
        rows = chance.integers(0, len(self._large), _BATCH)
        by_chance, by_denoiser = np.split(rows, 2)
        rough = np.concatenate([disturbed(self._latents[by_chance], chance), self._imagined[by_denoiser]])
        y, x = chance.integers(0, EDGE - _CROP + 1, 2) // _FOLD * _FOLD
        rough = self._patches.decode(rough)[:, y : y + _CROP, x : x + _CROP]
        wanted = self._large[rows][:, y * TIMES : (y + _CROP) * TIMES, x * TIMES : (x + _CROP) * TIMES]
        return _tensor(rough), _tensor(floats(wanted))


def _small(large: np.ndarray) -> np.ndarray:
    return floats(large).reshape(-1, EDGE, TIMES, EDGE, TIMES, 3).mean((2, 4))


def _tensor(pixels: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(pixels.transpose(0, 3, 1, 2), np.float32))


def _loss(found: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Absolute differences of pixels and, so that edges are sharp, of their slopes."""
    off = found - wanted
    return off.abs().mean() + off.diff(dim=-1).abs().mean() + off.diff(dim=-2).abs().mean()
