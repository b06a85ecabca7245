"""Makes 128 rough pixels 512 clean ones: trained on pictures whose latents were blurred and disturbed."""

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
from models.pictures.tiny_diffusion.scenes import art_edge
from zaffre.engines.artists.tiny_diffusion.patches import CHANNELS, EDGE, GRID, Patches

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


def train(packages: Path, work: Path, seconds: float, *, number: int = 2400, start: Path | None = None) -> None:
    """Leaves the weights in `work/finisher.pt`; goes on from `start`."""
    torch.set_num_threads(1)
    large = pictures(glyphs(packages, art_edge(EDGE * TIMES)), range(number), EDGE * TIMES)[0]
    patches, chance = Patches.read(work / "patches.npz"), np.random.default_rng(1)
    model = Finisher()
    if start:
        model.load_state_dict(torch.load(start))
    optimizer = torch.optim.AdamW(model.parameters(), _RATE, betas=(0.9, 0.98))
    began, steps, loss = time.monotonic(), 0, 0.0
    while (spent := (time.monotonic() - began) / seconds) < 1:
        for group in optimizer.param_groups:
            group["lr"] = _RATE * min(1, (steps + 1) / 100) * max(0.02, 1 - spent)
        rough, wanted = _batch(large, patches, chance)
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


def _batch(large: np.ndarray, patches: Patches, chance: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    wanted = large[chance.integers(0, len(large), _BATCH)]
    small = floats(wanted).reshape(-1, EDGE, TIMES, EDGE, TIMES, 3).mean((2, 4))
    rough = patches.decode(disturbed(patches.encode(small), chance))
    y, x = chance.integers(0, EDGE - _CROP + 1, 2) // 2 * 2
    rough = rough[:, y : y + _CROP, x : x + _CROP]
    wanted = wanted[:, y * TIMES : (y + _CROP) * TIMES, x * TIMES : (x + _CROP) * TIMES]
    return _tensor(rough), _tensor(floats(wanted))


def _tensor(pixels: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(pixels.transpose(0, 3, 1, 2)))


def _loss(found: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Absolute differences of pixels and, so that edges are sharp, of their slopes."""
    off = found - wanted
    return off.abs().mean() + off.diff(dim=-1).abs().mean() + off.diff(dim=-2).abs().mean()
