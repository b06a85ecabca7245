"""The texts of a call that a model would read, and who speaks in each."""

import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import msgspec

from zaffre.core.calls import Chat, Completion, Embedding, ImageCall, Inference, Message, Prompt
from zaffre.safety.filters import Passage, Voice

ReadTokens = Callable[[tuple[int, ...]], Awaitable[str]]
"""Token ids as text, by the model's own tokenizer; raises a 4xx `Problem` where it can't be asked."""

_DOCUMENTS = re.compile(r'"""\s*<documents>(.*?)</documents>\s*"""', re.DOTALL)
_VOICES: dict[str, Voice] = {"developer": "system", "system": "system", "assistant": "assistant", "tool": "tool"}


async def of(call: Inference, read_tokens: ReadTokens) -> list[Passage]:
    """Every passage of `call` that says something."""
    match call:
        case Chat():
            found = [*_conversation(call), *_strings(call.extra)]
        case Completion():
            found = [*await _prompts(call.prompts, read_tokens), *_suffix(call), *_strings(call.extra)]
        case Embedding():
            found = await _prompts(call.inputs, read_tokens)
        case ImageCall():
            found = [*_drawing(call), *_strings(call.extra)]
    return [passage for passage in found if passage.text and not passage.text.isspace()]


async def in_words(call: Inference, read_tokens: ReadTokens) -> Inference:
    """The call with text in place of token ids, so that something can be taken out of it."""
    match call:
        case Completion():
            return msgspec.structs.replace(call, prompts=tuple([await _word(one, read_tokens) for one in call.prompts]))
        case Embedding():
            return msgspec.structs.replace(call, inputs=tuple([await _word(one, read_tokens) for one in call.inputs]))
        case _:
            return call


def num_prompts(call: Inference) -> int:
    match call:
        case Chat():
            return 1
        case Completion():
            return len(call.prompts)
        case Embedding():
            return len(call.inputs)
        case ImageCall():
            return 1


def _passage(text: str, voice: Voice = "user", prompt: int = 0) -> Passage:
    return Passage(text, voice, "prompt", prompt=prompt)


def _conversation(call: Chat) -> Iterator[Passage]:
    for message in call.messages:
        yield from _message(message)
    if call.tools:
        told = [(tool.name, tool.description, tool.parameters) for tool in call.tools]
        yield _passage("\n".join(_words(told)), "system")
    if call.format and call.format.schema:
        yield _passage("\n".join(_words((call.format.description, call.format.schema))), "system")


def _message(message: Message) -> Iterator[Passage]:
    voice = _VOICES.get(message.role, "user")
    text = message.text
    if voice == "user" and "<documents>" in text:
        for document in _DOCUMENTS.findall(text):
            yield _passage(document, "document")
        text = _DOCUMENTS.sub("\n", text)
    yield _passage(text, voice)
    for call in message.tool_calls:
        yield _passage(call.arguments, "assistant")
    yield from _strings((message.name, message.extra))


def _drawing(call: ImageCall) -> Iterator[Passage]:
    """What is to be drawn, and what is not: with little guidance a model may draw either."""
    yield _passage(getattr(call, "prompt", ""))
    yield _passage(call.negative_prompt or "")


async def _prompts(prompts: tuple[Prompt, ...], read_tokens: ReadTokens) -> list[Passage]:
    return [_passage(await _word(prompt, read_tokens), prompt=place) for place, prompt in enumerate(prompts)]


async def _word(prompt: Prompt, read_tokens: ReadTokens) -> str:
    return prompt if isinstance(prompt, str) else await read_tokens(prompt)


def _suffix(call: Completion) -> Iterator[Passage]:
    for place in range(len(call.prompts)) if call.suffix else ():
        yield _passage(call.suffix, prompt=place)


def _strings(value: Any) -> Iterator[Passage]:
    """What stands in fields that we do not know and some backend may read."""
    words = "\n".join(_words(value))
    if words:
        yield _passage(words)


def _words(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, one in value.items():
                yield from _words(key)
                yield from _words(one)
        case list() | tuple():
            for one in value:
                yield from _words(one)
        case msgspec.Struct():
            yield from _words(msgspec.structs.asdict(value))
