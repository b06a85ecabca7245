"""`python -m models.pictures.tiny_diffusion STEP`: make the data, train, export, draw the contact sheet, score."""

import argparse
from pathlib import Path

ROOT = Path(__file__).parents[3]
WEIGHTS = ROOT / "zaffre/engines/artists/tiny_diffusion/weights"
PROMPTS, SHEET = Path(__file__).parent / "prompts.txt", ROOT / "docs/pictures/tiny-diffusion.jpg"
_SECONDS = {"train": 5100.0, "finisher": 480.0, "judge": 150.0}


def text(asked: argparse.Namespace) -> None:
    from models.pictures.tiny_diffusion.export import text

    text(asked.work)


def data(asked: argparse.Namespace) -> None:
    from models.pictures.tiny_diffusion.data import make

    make(asked.packages, asked.work, asked.pictures)


def train(asked: argparse.Namespace) -> None:
    from models.pictures.tiny_diffusion.train import Recipe, train

    train(asked.work, Recipe(seconds=asked.seconds or _SECONDS["train"], peak=asked.peak), asked.start)


def finisher(asked: argparse.Namespace) -> None:
    from models.pictures.tiny_diffusion.finisher import train

    train(asked.packages, asked.work, asked.seconds or _SECONDS["finisher"], start=asked.start)


def export(asked: argparse.Namespace) -> None:
    from models.pictures.tiny_diffusion.export import pictures, text

    WEIGHTS.mkdir(exist_ok=True)
    text(WEIGHTS)
    pictures(asked.work, WEIGHTS)


def sheet(asked: argparse.Namespace) -> None:
    from models.pictures.tiny_diffusion.sheet import write

    write(PROMPTS, SHEET)


def judge(asked: argparse.Namespace) -> None:
    from models.pictures.tiny_diffusion.judge import train

    train(asked.packages, asked.work, asked.seconds or _SECONDS["judge"])


def score(asked: argparse.Namespace) -> None:
    from models.pictures.tiny_diffusion.score import report

    print(report(asked.work))


STEPS = {step.__name__: step for step in (text, data, train, finisher, export, sheet, judge, score)}


def main() -> None:
    parser = argparse.ArgumentParser("python -m models.pictures.tiny_diffusion", description=__doc__)
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("--packages", type=Path, default=Path("build/art/node_modules"), help="where npm put the art")
    parser.add_argument("--work", type=Path, default=Path("build/diffusion"), help="where data and checkpoints lie")
    parser.add_argument("--pictures", type=int, default=52_140, help="how many to learn from")
    parser.add_argument("--seconds", type=float, help="how long to train")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--peak", type=float, default=1.0, help="the share of the full rate to begin with")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    STEPS[asked.step](asked)


# Training starts processes of its own, and each of them reads this file.
if __name__ == "__main__":
    main()
