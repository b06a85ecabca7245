"""The choices of a whole answer, put together from deltas."""

from collections.abc import Iterable

from msgspec import Struct, field

from zaffre.core.answers import Delta, Finish, Logprob
from zaffre.core.verdicts import Verdict


class GatheredTool(Struct):
    """A tool call whose arguments grow."""

    id: str
    name: str
    arguments: str = ""


class Choice(Struct):
    """One choice as far as it has come."""

    pieces: list[str] = field(default_factory=list)
    thoughts: list[str] = field(default_factory=list)
    refusal: str | None = None
    tools: list[GatheredTool] = field(default_factory=list)
    logprobs: list[Logprob] = field(default_factory=list)
    finish: Finish | None = None
    verdict: Verdict | None = None

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    @property
    def reasoning(self) -> str:
        return "".join(self.thoughts)

    def add(self, delta: Delta) -> None:
        self.pieces.append(delta.text)
        self.thoughts.append(delta.reasoning)
        self.logprobs.extend(delta.logprobs)
        if delta.refusal:
            self.refusal = (self.refusal or "") + delta.refusal
        for tool in delta.tools:
            while len(self.tools) <= tool.index:
                self.tools.append(GatheredTool(tool.id or "", tool.name or ""))
            self.tools[tool.index].arguments += tool.arguments
        self.finish = delta.finish or self.finish
        self.verdict = delta.verdict or self.verdict


def gather(deltas: Iterable[Delta]) -> list[Choice]:
    """All choices in order of their index; an index that never came is an empty choice."""
    choices: list[Choice] = []
    for delta in deltas:
        while len(choices) <= delta.choice:
            choices.append(Choice())
        choices[delta.choice].add(delta)
    return choices
