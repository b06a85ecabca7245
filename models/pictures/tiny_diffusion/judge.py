"""A classifier that has nothing in common with the denoiser but the names of things, to tell what was drawn."""

import json
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn

from models.pictures.tiny_diffusion.data import pictures
from models.pictures.tiny_diffusion.glyphs import glyphs, vocabulary
from models.pictures.tiny_diffusion.scenes import art_edge, kinds

EDGE = 32
_DRAWN_AT = 48
_BATCH, _RATE = 64, 2e-3
_PICTURES = 9_480


class Judge(nn.Module):
    """Pixels from 0 to 1, [batch, 3, 32, 32], to a number for each thing of the vocabulary."""

    def __init__(self):
        super().__init__()
        widths, layers = (3, 48, 96, 160), []
        for before, after in pairwise(widths):
            layers += [nn.Conv2d(before, after, 3, padding=1), nn.BatchNorm2d(after), nn.ReLU(), nn.MaxPool2d(2)]
        self.layers = nn.Sequential(*layers, nn.Flatten(), nn.Dropout(0.3), nn.Linear(widths[-1] * 16, 256), nn.ReLU(),
                                    nn.Linear(256, len(vocabulary())))  # fmt: skip

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return self.layers(pixels)


def train(packages: Path, work: Path, seconds: float) -> None:
    """Leaves `judge.pt` in `work`: learnt from the glyphs at all sizes, places, turns, colours and sharpnesses."""
    torch.set_num_threads(1)
    torch.manual_seed(1)
    chance = np.random.default_rng(1)
    art = glyphs(packages, art_edge(_DRAWN_AT))
    shown, truth = pictures(art, range(_PICTURES), _DRAWN_AT)[0], _truth(art)
    model = Judge()
    optimizer = torch.optim.AdamW(model.parameters(), _RATE, weight_decay=0.02)
    began, steps, right = time.monotonic(), 0, 0.0
    while (spent := (time.monotonic() - began) / seconds) < 1:
        optimizer.param_groups[0]["lr"] = _RATE * max(0.02, 1 - spent)
        rows = chance.integers(0, _PICTURES, _BATCH)
        wanted = torch.from_numpy(truth[rows % len(truth)])
        found = model(_tensor([disturbed(shown[row], chance) for row in rows]))
        nn.functional.cross_entropy(found, wanted, label_smoothing=0.05).backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        steps += 1
        right += 0.02 * ((found.argmax(1) == wanted).float().mean().item() - right)
        if steps % 50 == 0:
            line = {"steps": steps, "right": round(right, 3), "spent": round(spent, 3)}
            print(json.dumps(line), file=sys.stderr, flush=True)
    torch.save(model.state_dict(), work / "judge.pt")


def disturbed(pixels: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """A part of the picture, turned a little, perhaps blurred, uint8 [32, 32, 3]."""
    image, edge = Image.fromarray(pixels), len(pixels)
    image = image.rotate(chance.uniform(-12, 12), Image.Resampling.BILINEAR, fillcolor=tuple(map(int, pixels[2, 2])))
    left, top = chance.uniform(0, 0.08, 2) * edge
    box = left, top, edge - chance.uniform(0, 0.08) * edge, edge - chance.uniform(0, 0.08) * edge
    coarse = int(chance.choice((12, 20, EDGE), p=(0.15, 0.25, 0.6)))
    small = image.resize((coarse, coarse), Image.Resampling.BILINEAR, box)
    return np.asarray(small.resize((EDGE, EDGE), Image.Resampling.BILINEAR))


def likelihoods(work: Path, shown: list[Image.Image]) -> np.ndarray:
    """[pictures, things]: how much each looks like each thing."""
    model = Judge()
    model.load_state_dict(torch.load(work / "judge.pt"))
    with torch.no_grad():
        small = [np.asarray(image.convert("RGB").resize((EDGE, EDGE), Image.Resampling.BOX)) for image in shown]
        return model.eval()(_tensor(small)).numpy()


def _truth(art: dict) -> np.ndarray:
    """The thing's number of every kind, in the order in which scenes take them."""
    codes = [concept.code for concept in vocabulary()]
    return np.array([codes.index(code) for code, _ in kinds(art)])


def _tensor(shown: list[np.ndarray]) -> torch.Tensor:
    return torch.from_numpy(np.stack(shown)).permute(0, 3, 1, 2).float() / 255
