"""The echo engine: says back what it was told, always alike; for tests, benchmarks and first steps."""

import asyncio
import hashlib
import math
import re
from array import array
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from zaffre.core.answers import Alternative, Delta, Logprob, Piece, ToolDelta, Usage, Vector
from zaffre.core.calls import Chat, Completion, Embedding, ImageCall, Inference, Prompt
from zaffre.core.clock import new_id
from zaffre.core.errors import BadRequest, ContextTooLong
from zaffre.engines import echo_pictures
from zaffre.engines.base import IMAGE_FEATURES, TEXT_FEATURES, Capabilities
from zaffre.settings.schema import Backend

_WORD = re.compile(r"\s*\S+|\s+")
_CANNOT_DRAW = {"guidance", "negative_prompt", "strength", "style"}
_CANNOT = {"image_url", "input_audio", "json_object", "json_schema", "suffix"}
WIDTH = 64


class Echo:
    """Words are its tokens. A forced tool call repeats the last message if that is a JSON object, else `{}`.

    A model named `dall-e-2` has the sizes and the limits of the real one.
    """

    capabilities: Capabilities

    def __init__(self, backend: Backend, model: str = "echo"):
        self._delay = backend.delay
        self.capabilities = Capabilities(
            operations=frozenset(
                {"chat", "completion", "embedding", "image_generation", "image_edit", "image_variation"}
            ),
            features=TEXT_FEATURES - _CANNOT | {"dimensions"} | IMAGE_FEATURES - _CANNOT_DRAW,
            context=backend.context,
            sizes=echo_pictures.OF_DALLE_2 if model == "dall-e-2" else echo_pictures.SIZES,
            slots=backend.workers,
            places=backend.most_at_once,
            patience=backend.patience,
        )

    async def load(self) -> None:
        return None

    async def read_tokens(self, tokens: tuple[int, ...]) -> str:
        return _text(tokens)

    @property
    def is_ready(self) -> bool:
        return True

    async def close(self) -> None:
        return None

    @asynccontextmanager
    async def answer(self, call: Inference) -> AsyncIterator[AsyncIterator[Piece]]:
        match call:
            case Chat():
                yield self._chat(call)
            case Completion():
                yield self._complete(call)
            case Embedding():
                yield self._embed(call)
            case ImageCall():
                yield echo_pictures.draw(call, self._delay)

    async def _chat(self, call: Chat) -> AsyncIterator[Delta]:
        heard = sum(len(_words(message.text)) for message in call.messages)
        self._check_context(heard, "messages")
        last = call.messages[-1].text
        if call.tool_choice and call.tool_choice.mode in ("required", "named"):
            yield _tool_call(call.tool_choice.name or call.tools[0].name, last, heard)
            return
        said = 0
        for choice in range(call.sampling.n):
            async for delta in self._say(call, _words(last), choice):
                said += bool(delta.text)
                yield msgspec.structs.replace(delta, usage=Usage(prompt=heard, completion=said))

    async def _complete(self, call: Completion) -> AsyncIterator[Delta]:
        texts = [_text(prompt) for prompt in call.prompts]
        heard = sum(len(_words(text)) for text in texts)
        self._check_context(heard, "prompt")
        said = 0
        for choice in range(len(texts) * call.sampling.n):
            text = texts[choice // call.sampling.n]
            if call.echo:
                yield Delta(choice=choice, text=text, usage=Usage(prompt=heard, completion=said))
            async for delta in self._say(call, _words(text), choice):
                said += bool(delta.text)
                yield msgspec.structs.replace(delta, usage=Usage(prompt=heard, completion=said))

    async def _say(self, call: Chat | Completion, words: list[str], choice: int) -> AsyncIterator[Delta]:
        sampling = call.sampling
        limit = len(words) if sampling.max_tokens is None else sampling.max_tokens
        said = ""
        for word in words[:limit]:
            await asyncio.sleep(self._delay)
            ends = [place for stop in sampling.stop if (place := (said + word).find(stop)) >= 0]
            if ends:
                yield Delta(choice=choice, text=(said + word)[len(said) : min(ends)], finish="stop")
                return
            said += word
            sure = () if sampling.logprobs is None else (_certain(word, sampling.logprobs),)
            yield Delta(choice=choice, text=word, logprobs=sure)
        yield Delta(choice=choice, finish="stop" if len(words) <= limit else "length")

    async def _embed(self, call: Embedding) -> AsyncIterator[Vector]:
        width = call.dimensions or WIDTH
        if width > WIDTH:
            raise BadRequest(f"Invalid 'dimensions': this model has {WIDTH}.", param="dimensions", code="invalid_value")
        heard = 0
        for index, item in enumerate(call.inputs):
            words = _words(_text(item))
            heard += len(words)
            yield Vector(index=index, data=_vector(words, width), usage=Usage(prompt=heard))

    def _check_context(self, heard: int, param: str) -> None:
        limit = self.capabilities.context
        if limit is not None and heard > limit:
            raise ContextTooLong(limit, heard, param)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _text(prompt: Prompt) -> str:
    return prompt if isinstance(prompt, str) else " ".join(map(str, prompt))


def _certain(word: str, count: int) -> Logprob:
    return Logprob(word, 0.0, top=(Alternative(word, 0.0),) if count else ())


def _tool_call(name: str, text: str, heard: int) -> Delta:
    try:
        is_object = isinstance(msgspec.json.decode(text), dict)
    except (msgspec.DecodeError, RecursionError):
        is_object = False
    tool = ToolDelta(0, new_id("call_"), name, text if is_object else "{}")
    return Delta(tools=(tool,), finish="tool_calls", usage=Usage(prompt=heard, completion=1))


def _vector(words: list[str], width: int) -> bytes:
    """Each word adds one to a place that its hash gives, so texts that share words are near."""
    sums = [0.0] * width
    for word in words:
        digest = hashlib.sha256(word.strip().lower().encode()).digest()
        sums[int.from_bytes(digest[:4], "big") % width] += 1.0
    length = math.sqrt(sum(value * value for value in sums)) or 1.0
    return array("f", (value / length for value in sums)).tobytes()
