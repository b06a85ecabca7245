"""`python -m models.safety STEP`: data, ngrams, encoder, export, evaluate, card; or all of them."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

VERSION = "zaffre-guard-1.1"
WEIGHTS = Path(__file__).parents[2] / "zaffre/safety/classifier/weights"
DOCS = Path(__file__).parents[2] / "docs/safety"


def data(asked: argparse.Namespace) -> None:
    from models.safety.data import gather

    gather(asked.source, asked.work, asked.packages or asked.work / "packages", asked.never)


def ngrams(asked: argparse.Namespace) -> None:
    from models.safety import ngram_model
    from models.safety.doses import thinned
    from models.safety.rows import read

    weights, bias = ngram_model.train(thinned(read(asked.work / "train.jsonl")))
    ngram_model.save(weights, bias, asked.work / "ngrams.npz")


def encoder(asked: argparse.Namespace) -> None:
    from models.safety import ngram_model
    from models.safety.doses import doses
    from models.safety.rows import read
    from models.safety.train import Trainer

    rows = read(asked.work / "train.jsonl")
    guesses = ngram_model.any_harm([row.text for row in rows], asked.work / "ngrams.npz")
    trainer = Trainer(rows, doses(rows, guesses), asked.work / "encoder.pt", start=asked.start)
    trainer.run(asked.minutes * 60)


def export(asked: argparse.Namespace) -> None:
    from models.safety.calibrate import calibrate
    from models.safety.export import export as write
    from models.safety.rows import read

    write(asked.work / "encoder.pt", asked.work / "ngrams.npz", asked.weights)
    calibrate(read(asked.work / "valid.jsonl"), asked.weights, VERSION)


def evaluate(asked: argparse.Namespace) -> None:
    from models.safety.evaluate import evaluate as figures
    from models.safety.evaluate import speed
    from models.safety.evaluation import sets, write
    from zaffre.safety.classifier.classifier import Classifier

    folder = asked.work / "evaluation"
    write(sets(asked.source, asked.work, asked.xstest), folder)
    classifier = Classifier(asked.weights)
    found = {"version": classifier.version, "sets": figures(folder, classifier)}
    found["speed"] = speed(folder, classifier, asked.weights / "tokenizer.json")
    (asked.work / "metrics.json").write_text(json.dumps(found, indent=1) + "\n")


def card(asked: argparse.Namespace) -> None:
    from models.safety.card import write

    write(json.loads((asked.work / "metrics.json").read_text()), asked.work, DOCS)


STEPS: dict[str, Callable[[argparse.Namespace], None]] = {
    step.__name__: step for step in (data, ngrams, encoder, export, evaluate, card)
}


def main() -> None:
    parser = argparse.ArgumentParser("python -m models.safety", description=__doc__)
    parser.add_argument("step", choices=[*STEPS, "all"])
    parser.add_argument("--source", type=Path, default=Path("../shared/safety"), help="the labelled sets")
    parser.add_argument("--work", type=Path, default=Path("build/safety"), help="what is made on the way")
    parser.add_argument("--packages", type=Path, help="packages with prompts (WORK/packages)")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="what the product loads")
    parser.add_argument("--minutes", type=float, default=120, help="how long the encoder trains")
    parser.add_argument("--start", type=Path, help="an encoder to go on from")
    parser.add_argument("--never", type=Path, help="texts to keep out of training, one a line")
    parser.add_argument("--xstest", type=Path, help="a folder with xstest_safe.txt and xstest_unsafe.txt")
    asked = parser.parse_args()
    for step in STEPS if asked.step == "all" else [asked.step]:
        STEPS[step](asked)


main()
