"""What callers ask for: one frozen struct for each kind of call."""

from typing import Any, ClassVar, Literal

from msgspec import Struct, field

from zaffre.core.pictures import Output, Pixels

Prompt = str | tuple[int, ...]
"""Text, or the token ids of one prompt."""


class Sampling(Struct, frozen=True, kw_only=True):
    """How tokens are drawn; `None` means the model's own default."""

    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    n: int = 1
    stop: tuple[str, ...] = ()
    seed: int | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    logit_bias: dict[str, float] | None = None
    logprobs: int | None = None
    """How many alternatives to report beside each chosen token; 0 reports the chosen one alone."""


class Part(Struct, frozen=True):
    """One piece of a message; `data` keeps the whole wire object of what is not text."""

    type: str
    text: str = ""
    data: dict[str, Any] | None = None


class ToolCall(Struct, frozen=True):
    """A call of a tool that the assistant made in an earlier turn; `arguments` is JSON text."""

    id: str
    name: str
    arguments: str


class Message(Struct, frozen=True, kw_only=True):
    """One turn of a conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | tuple[Part, ...] | None = None
    name: str | None = None
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All the words of the message, parts joined."""
        if isinstance(self.content, str):
            return self.content
        return "".join(part.text for part in self.content or ())


class Tool(Struct, frozen=True, kw_only=True):
    """A function that the model may call; `parameters` is a JSON schema."""

    name: str
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None


class ToolChoice(Struct, frozen=True):
    """Whether the model may, must or must not call a tool, or which one by `name`."""

    mode: Literal["auto", "none", "required", "named"]
    name: str | None = None


class Format(Struct, frozen=True, kw_only=True):
    """The shape that the answer's text must have."""

    type: Literal["text", "json_object", "json_schema"]
    name: str | None = None
    description: str | None = None
    schema: dict[str, Any] | None = None
    strict: bool | None = None


class Moderation(Struct, frozen=True):
    """The call's own wish to have its prompt and its answer scored, or stopped where they are flagged."""

    input: Literal["score", "block"] | None = None
    output: Literal["score", "block"] | None = None


class Call(Struct, frozen=True, kw_only=True):
    """What all calls share. `extra` keeps fields that we do not know, for backends that may."""

    operation: ClassVar[str]
    deployment: str
    user: str | None = None
    moderation: Moderation | None = None
    extra: dict[str, Any] = field(default_factory=dict)


class Chat(Call, frozen=True, kw_only=True):
    """A conversation to be continued."""

    operation: ClassVar[str] = "chat"
    messages: tuple[Message, ...]
    sampling: Sampling = Sampling()
    tools: tuple[Tool, ...] = ()
    tool_choice: ToolChoice | None = None
    parallel_tool_calls: bool | None = None
    format: Format | None = None
    stream: bool = False
    include_usage: bool = False


class Completion(Call, frozen=True, kw_only=True):
    """Prompts to be continued; the answer has `n` choices for each prompt, in order."""

    operation: ClassVar[str] = "completion"
    prompts: tuple[Prompt, ...]
    sampling: Sampling = Sampling()
    suffix: str | None = None
    echo: bool = False
    best_of: int | None = None
    stream: bool = False
    include_usage: bool = False


class Embedding(Call, frozen=True, kw_only=True):
    """Texts to be turned into vectors."""

    operation: ClassVar[str] = "embedding"
    inputs: tuple[Prompt, ...]
    dimensions: int | None = None


class ImageCall(Call, frozen=True, kw_only=True):
    """What all calls for pictures share; `None` means the model's own default."""

    n: int = 1
    size: tuple[int, int] | None = None
    """Width and height in pixels."""
    seed: int | None = None
    """Picture `i` of the call is drawn with `seed + i`: same model, prompt, seed and size, same pixels."""
    quality: str | None = None
    style: str | None = None
    steps: int | None = None
    guidance: float | None = None
    negative_prompt: str | None = None
    output: Output = Output()
    stream: bool = False
    partial_images: int = 0
    """How many states of the unfinished picture are wanted, 0 to 3."""


class ImageGeneration(ImageCall, frozen=True, kw_only=True):
    """Words to be made a picture."""

    operation: ClassVar[str] = "image_generation"
    prompt: str


class ImageEdit(ImageCall, frozen=True, kw_only=True):
    """Pictures to be changed as the words say; where `mask` is transparent they are painted anew, elsewhere kept.

    The mask, where there is one, has the size of the first picture.
    """

    operation: ClassVar[str] = "image_edit"
    prompt: str
    images: tuple[Pixels, ...]
    mask: Pixels | None = None
    strength: float | None = None
    """How far the result may leave the picture, 0 to 1."""


class ImageVariation(ImageCall, frozen=True, kw_only=True):
    """A picture of which others of its kind are wanted."""

    operation: ClassVar[str] = "image_variation"
    image: Pixels
    strength: float | None = None


class Judgement(Call, frozen=True, kw_only=True):
    """Texts and pictures that are only to be judged: no model answers, so it is no `Inference`."""

    operation: ClassVar[str] = "moderation"
    texts: tuple[str, ...]
    pictures: tuple[Pixels, ...] = ()


Drawing = ImageGeneration | ImageEdit | ImageVariation
Inference = Chat | Completion | Embedding | Drawing
