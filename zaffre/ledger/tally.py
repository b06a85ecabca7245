"""Tallies: what a call is to pay for, text as it is made, pictures once they are given."""

from zaffre.core.answers import Delta, Piece, Usage
from zaffre.core.calls import Call, ImageCall
from zaffre.ledger.prices import image_tokens, pictured_tokens


class Tally:
    """Text and vectors: what the engine tells; where it tells nothing, the pieces and an estimate of the prompt."""

    def __init__(self, prompt_estimate: int):
        self._prompt_estimate = prompt_estimate
        self._has_begun = False
        self._told: Usage | None = None
        self._counted = 0

    def hear(self, piece: Piece) -> None:
        """Count a piece that an engine made."""
        self._has_begun = True
        if piece.usage is not None:
            self._told = piece.usage
        elif type(piece) is Delta and (piece.text or piece.tools or piece.reasoning):
            self._counted += 1

    def tell(self, usage: Usage) -> None:
        """Take what was used as it is told, where no pieces tell it."""
        self._told = usage

    @property
    def usage(self) -> Usage:
        if self._told is not None:
            return self._told
        prompt = self._prompt_estimate if self._has_begun else 0
        return Usage(prompt=prompt, completion=self._counted, source="estimated")

    def settled(self, status: str, *, is_stream: bool) -> Usage:
        """What is paid in the end."""
        return self.usage


class PictureTally:
    """Pictures: each is paid once it is given, with the tokens that it took; the prompt, and the pictures
    that came along, are paid with the first."""

    def __init__(self, prompt_estimate: int, pictured: int):
        self._prompt_estimate = prompt_estimate
        self._pictured = pictured
        self._told: dict[int, Usage] = {}
        self._given: dict[int, tuple[int, int]] = {}
        self._worked: dict[int, int] = {}

    def hear(self, piece: Piece) -> None:
        """Remember what an engine says that a picture took; that it was drawn counts for nothing."""
        if piece.usage is not None:
            self._told[piece.index] = piece.usage
        if piece.worked_ms:
            self._worked[piece.index] = piece.worked_ms

    def give(self, index: int, size: tuple[int, int]) -> None:
        """Count a picture that is the caller's from now on."""
        self._given[index] = size

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """Of the pictures that were given."""
        return list(self._given.values())

    @property
    def worked_ms(self) -> int:
        """How long the pictures that were given took an engine of ours."""
        return sum(self._worked.get(index, 0) for index in self._given)

    @property
    def usage(self) -> Usage:
        if not self._given:
            return Usage(source="counted")
        count = len(self._given)
        if not self._told:
            prompt, completion = self._prompt_estimate + self._pictured, sum(map(image_tokens, self._given.values()))
            return Usage(prompt=prompt, pictured=self._pictured, completion=completion, images=count, source="counted")
        return Usage(
            prompt=sum(one.prompt for one in self._told.values()),
            pictured=sum(one.pictured for one in self._told.values()),
            completion=sum(one.completion for index, one in self._told.items() if index in self._given),
            images=count,
        )

    def settled(self, status: str, *, is_stream: bool) -> Usage:
        """What is paid in the end: for a whole answer that failed, and so gave nothing, nothing."""
        return Usage(source="counted") if status == "failed" and not is_stream else self.usage


def tally_of(call: Call, prompt_estimate: int) -> Tally | PictureTally:
    if isinstance(call, ImageCall):
        return PictureTally(prompt_estimate, pictured_tokens(call))
    return Tally(prompt_estimate)
