"""What one choice says: all its channels as one text, held piece by piece until it is cleared."""

from collections import deque
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from zaffre.core.answers import Delta
from zaffre.core.verdicts import Finding, Verdict
from zaffre.safety.decide import merged
from zaffre.safety.filters import Passage
from zaffre.safety.redaction import deltas_redacted, spans
from zaffre.safety.windows import Segmenter, Window

_BREAK = "\n"


class Held(Struct, frozen=True):
    """A delta that waits, and where its text lies in the speech."""

    start: int
    end: int
    delta: Delta


class Speech:
    """One choice as far as it has come. Between text, thoughts and tool calls stands a line break."""

    def __init__(self, choice: int, *, redacts: bool):
        self.choice = choice
        self.is_over = False
        """Whether it came to an end of its own."""
        self.is_blocked = False
        self.verdict: Verdict | None = None
        """On all of it that has been judged."""
        self.cleared = 0
        """How much of the text may pass."""
        self.complete: list[Window] = []
        """Windows that wait to be judged."""
        self.looked = 0
        """How much of the text was glanced at, cleared or not."""
        self.num_waiting = 0
        """Deltas that came since something was released, or was judged in vain."""
        self.waits_since: float | None = None
        """When the oldest of those came, in steady seconds."""
        self.glance_at: float | None = None
        """When to glance at what came; nothing where all was seen."""
        self.num_vain = 0
        """Glances in a row that cleared nothing."""
        self._redacts = redacts
        self._segmenter = Segmenter()
        self._held: deque[Held] = deque()
        self._channel: object = None
        self._findings: list[Finding] = []

    @property
    def text(self) -> str:
        return self._segmenter.text

    @property
    def open(self) -> Window:
        """The window that grows, as far as its segments are complete."""
        return self._segmenter.open

    @property
    def all(self) -> Window:
        """The window that grows, with all that has come."""
        return self._segmenter.all

    @property
    def whole(self) -> Window:
        return Window(0, 0, len(self.text))

    def gather(self, delta: Delta) -> None:
        """Take a delta of an answer in that is judged once it is whole."""
        words = delta.speech
        if words:
            self._segmenter.keep(self._apart(delta) + words)
        self._hold(delta, words)

    def hear(self, delta: Delta, now: float) -> None:
        """Take a delta in, with the windows that it completes."""
        words = delta.speech
        if words:
            self.complete += self._segmenter.add(self._apart(delta) + words)
        if delta.finish and not self.is_over:
            self.is_over = True
            self.complete += self._segmenter.end()
        self._hold(delta, words)
        self.num_waiting += 1
        if self.waits_since is None:
            self.waits_since = now

    def take(self, *, is_end: bool = False) -> list[Window]:
        """The windows that wait, for one who judges them; at an end that was not the speech's own, its rest too."""
        taken, self.complete = self.complete, []
        rest = self.all
        if is_end and not self.is_over and rest.end > rest.fresh:
            taken.append(rest)
        return taken

    def passages(self, windows: Iterable[Window]) -> list[Passage]:
        return [Passage(window.of(self.text), "assistant", "completion", is_window=True) for window in windows]

    def judged(self, windows: list[Window], verdicts: list[Verdict]) -> Verdict:
        """Remember what was said of some windows; returns their verdict."""
        for window, verdict in zip(windows, verdicts, strict=True):
            self._findings += [_shifted(finding, window.start) for finding in verdict.findings]
        verdict = merged(verdicts)
        self.verdict = merged([self.verdict, verdict]) if self.verdict else verdict
        self.cleared = max([self.cleared, *(window.end for window in windows)])
        return verdict

    def glanced(self, end: int) -> None:
        """All has been seen, and the text up to `end` in a glance."""
        self.looked = end
        self.glance_at = None

    def wait_on(self, seen: int, now: float) -> None:
        """What is held up to `seen` was judged and stays; count anew from what came since, or from what comes."""
        self.num_waiting = 0
        self.waits_since = now if len(self.text) > seen else None

    def release(self, verdict: Verdict | None, now: float) -> list[Delta]:
        """The deltas that lie wholly in what is cleared, with the verdict that cleared them."""
        free: list[Held] = []
        while self._held and self._held[0].end <= self.cleared:
            free.append(self._held.popleft())
        self.num_waiting = len(self._held)
        self.waits_since = now if self._held else None
        self.num_vain = 0
        if not self._held:
            self.glanced(len(self.text))
        deltas = [held.delta for held in free]
        if self._redacts and self._findings:
            deltas = deltas_redacted([(held.start, held.delta) for held in free], spans(self._findings))
        return [msgspec.structs.replace(delta, verdict=verdict) for delta in deltas] if verdict else deltas

    def forget_held(self) -> None:
        """What is held has already been passed on."""
        self._held.clear()
        self.waits_since = self.glance_at = None

    def block(self) -> None:
        """Forget what is held: nothing more of this choice will be passed on."""
        self.forget_held()
        self.is_blocked = True

    def _hold(self, delta: Delta, words: str) -> None:
        end = len(self.text)
        self._held.append(Held(end - len(words), end, delta))

    def _apart(self, delta: Delta) -> str:
        """What stands between this delta's words and those before."""
        last, self._channel = self._channel, _channel(delta)
        return "" if last in (None, self._channel) else _BREAK


def _channel(delta: Delta) -> object:
    if delta.tools:
        return delta.tools[0].index
    return "thoughts" if delta.reasoning else "refusal" if delta.refusal else "text"


def _shifted(finding: Finding, offset: int) -> Finding:
    span = finding.span
    if span is None or not offset:
        return finding
    return msgspec.structs.replace(finding, span=type(span)(span.start + offset, span.end + offset))
