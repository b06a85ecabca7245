"""Artists that draw one colour, slowly or badly, for tests of those who call them."""

import os
import signal
import time
from pathlib import Path
from typing import Any

from zaffre.core.answers import Stage
from zaffre.core.calls import Drawing
from zaffre.core.errors import BadRequest, EngineFailed
from zaffre.core.pictures import Pixels
from zaffre.engines.artists.base import Tell
from zaffre.engines.base import Capabilities

SIZE = (8, 8)
STEPS = 4


class Painter:
    """Paints all in one colour, which the seed gives. Words of the prompt make it slow or make it fail.

    `begun` in the home has a line for each picture that was begun: process, seed and step.
    """

    capabilities = Capabilities(
        operations=frozenset({"image_generation"}), features=frozenset({"seed", "partial_images"}), sizes=(SIZE,)
    )

    def __init__(self, options: dict[str, Any]):
        self._diary = Path(options["home"]) / "diary"
        self._name = options["model_name"]

    def load(self) -> None:
        if self._name == "unloadable":
            raise EngineFailed("The paint has dried up.")

    def draw(self, call: Drawing, tell: Tell) -> Pixels:
        for step in range(1, STEPS + 1):
            self._note(call.seed, step)
            self._misbehave(call, step)
            has_pixels = step <= call.partial_images
            tell(
                Stage(
                    step=step,
                    steps=STEPS,
                    pixels=_painted(call.seed, SIZE) if has_pixels else None,
                    partial=step - 1 if has_pixels else None,
                )
            )
        return _painted(call.seed, (9, 9) if "oversized" in call.prompt else SIZE)

    def _note(self, seed: int, step: int) -> None:
        with self._diary.open("a") as file:
            file.write(f"{os.getpid()} {seed} {step}\n")

    def _misbehave(self, call: Drawing, step: int) -> None:
        words = call.prompt.split()
        if "slow" in words:
            time.sleep(0.1)
        if "print" in words:
            os.write(1, b"native words on standard output\n")
        if "mortal" in words and step == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        if "fragile" in words and step == 2 and not self._has_died():
            os.kill(os.getpid(), signal.SIGKILL)
        if "wrong" in words:
            raise BadRequest("There is no such colour.", param="prompt", code="no_such_colour")
        if "broken" in words:
            raise ZeroDivisionError

    def _has_died(self) -> bool:
        return len({line.split()[0] for line in self._diary.read_text().splitlines()}) > 1


def _painted(seed: int, size: tuple[int, int]) -> Pixels:
    return Pixels(*size, 3, bytes([seed % 256]) * (3 * size[0] * size[1]))


class Babbler(Painter):
    """Says what is no message where its messages belong."""

    def draw(self, call: Drawing, tell: Tell) -> Pixels:
        for handle in range(3, 12):
            try:
                os.write(handle, b"\x00\x00\x00\x03abc")
            except OSError:
                continue
        time.sleep(5)
        raise AssertionError("it should have been killed")
