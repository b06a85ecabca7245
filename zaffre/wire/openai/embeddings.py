"""Embeddings, both ways: requests read and written, vectors written and read."""

import base64
from array import array
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from zaffre.core.answers import Usage, Vector
from zaffre.core.calls import Embedding
from zaffre.core.errors import BadRequest
from zaffre.wire.body import convert, unknown
from zaffre.wire.openai import prompts, usage
from zaffre.wire.openai.chat import named_model


class EmbeddingBody(Struct, kw_only=True):
    input: Any
    model: str | None = None
    dimensions: Annotated[int, Meta(ge=1, le=65536)] | None = None
    encoding_format: Literal["float", "base64"] | None = None
    user: str | None = None


def decode(raw: dict[str, Any], deployment: str | None) -> tuple[Embedding, bool]:
    """The call that a request body asks for, and whether its vectors are wanted in base64."""
    body = convert(raw, EmbeddingBody)
    inputs = prompts.decode(body.input, "input")
    if not all(inputs):
        raise BadRequest("Invalid 'input': an input must not be an empty string.", param="input", code="invalid_value")
    call = Embedding(
        deployment=deployment or named_model(body.model),
        inputs=inputs,
        dimensions=body.dimensions,
        user=body.user,
        extra=unknown(raw, EmbeddingBody),
    )
    return call, body.encoding_format == "base64"


def encode(call: Embedding, model: str) -> dict[str, Any]:
    """The request body that asks an upstream for the same, in base64 as that is the smaller."""
    fields = {"dimensions": call.dimensions, "user": call.user}
    body = {"model": model, "input": prompts.encode(call.inputs), "encoding_format": "base64"}
    return body | {name: value for name, value in fields.items() if value is not None} | call.extra


def whole(model: str, vectors: list[Vector], used: Usage, *, in_base64: bool) -> bytes:
    """The body of an answer."""
    data = [
        {"object": "embedding", "index": vector.index, "embedding": _encoded(vector.data, in_base64)}
        for vector in vectors
    ]
    return msgspec.json.encode(
        {"object": "list", "data": data, "model": model, "usage": usage.encode_prompt_only(used)}
    )


def read_whole(data: bytes) -> list[Vector]:
    """The vectors in an upstream's answer, in either encoding; the last carries the usage."""
    answer = msgspec.json.decode(data, type=_ReadAnswer)
    vectors = [Vector(index=item.index, data=_decoded(item.embedding)) for item in answer.data]
    if vectors and answer.usage:
        vectors[-1] = msgspec.structs.replace(vectors[-1], usage=usage.decode(answer.usage))
    return vectors


class _ReadVector(Struct):
    index: int
    embedding: str | list[float]


class _ReadAnswer(Struct):
    data: list[_ReadVector]
    usage: dict[str, Any] | None = None


def _encoded(data: bytes, in_base64: bool) -> str | list[float]:
    if in_base64:
        return base64.b64encode(data).decode()
    return array("f", data).tolist()


def _decoded(embedding: str | list[float]) -> bytes:
    return base64.b64decode(embedding) if isinstance(embedding, str) else array("f", embedding).tobytes()
