"""Settings of content filtering: policies, the filters they ask, blocklists, and who may choose."""

from typing import Literal

from msgspec import field

from zaffre.settings.section import Section


class Safety(Section):
    """Content filtering for the whole installation."""

    policy: str = "default"
    """The policy where neither the project nor the deployment names one."""
    azure_annotations: Literal["full", "plain", "none"] = "full"
    """On Azure's paths: `full` as Azure does, `plain` without the first chunk that has no choices, or `none`."""
    openai_annotations: Literal["full", "plain", "none"] = "none"
    """The same on OpenAI's paths. The header `x-content-filter-annotations` asks for either, for one call."""
    threads: int = 1
    """Processor threads of the embedded classifier."""
    remembered: int = 20_000
    """How many texts' readings are kept, so that a text seen before is not judged again."""
    waiting: int = 2_000
    """How many texts may wait for the embedded filter before it counts as overloaded."""


class ContentFilter(Section):
    """What a policy does about one category."""

    name: Literal[
        "hate",
        "sexual",
        "violence",
        "self_harm",
        "jailbreak",
        "indirect_attack",
        "illicit",
        "profanity",
        "protected_material_text",
        "protected_material_code",
    ]
    """The category."""
    source: Literal["prompt", "completion"] | None = None
    """The direction; both where not given."""
    enabled: bool = True
    """Whether it is looked for at all."""
    blocking: bool = True
    """Whether a text is stopped for it, or only annotated."""
    severity_threshold: Literal["low", "medium", "high"] = "medium"
    """How bad it must be to be stopped, where the category has severities."""


class BoundBlocklist(Section):
    """A blocklist that a policy applies."""

    name: str
    """A name under `blocklists`."""
    source: Literal["prompt", "completion"] | None = None
    """The direction; both where not given."""
    blocking: bool = True
    """Whether a text is stopped for it, or only annotated."""


class PersonalData(Section):
    """What a policy does about personal data."""

    source: Literal["prompt", "completion"] | None = None
    """The direction; both where not given."""
    action: Literal["annotate", "block", "redact"] = "annotate"
    """Tell of it, stop the text, or put a mark such as `[EMAIL]` in its place."""
    kinds: tuple[str, ...] = ()
    """The kinds looked for; all where none is given."""


class Images(Section):
    """What a policy does about pictures. Where it says nothing, its `base` speaks."""

    filters: tuple[str, ...] | None = None
    """Who looks at pictures: `embedded`, and names under `filters`. Where nobody says, `embedded` does, unless
    nobody looks at texts either."""
    read_text: bool | None = None
    """Whether text in pictures is read and judged like other text; needs the extra `zaffre[ocr]`."""
    credentials: bool | None = None
    """Whether pictures carry Content Credentials that say which model made them, and when. True where nobody says."""
    watermark: bool | None = None
    """Whether pictures carry a watermark that only this installation sees. True where nobody says."""
    include_prompt: bool | None = None
    """Whether the credentials tell the prompt to whoever has the picture. False where nobody says."""


class Policy(Section):
    """What may pass. Where it says nothing about a category, its `base` speaks."""

    base: str | None = "default"
    """The policy that this one changes."""
    description: str | None = None
    """What people see beside the name."""
    mode: Literal["buffered", "asynchronous"] | None = None
    """Streams: hold tokens until they are cleared, or let them go and end the stream at a violation."""
    fail: Literal["closed", "open"] | None = None
    """When a filter cannot run: refuse with 503, or let the text pass with a mark."""
    deadline: float | None = None
    """Seconds that all filters together may take for each 4,000 characters judged; five times that for each picture."""
    hold_tokens: int | None = None
    """buffered: the most tokens held back before what is held is judged."""
    hold_seconds: float | None = None
    """buffered: the longest that a token is held back before what is held is judged."""
    filters: tuple[str, ...] | None = None
    """Who looks: `embedded`, and names under `filters`."""
    content_filters: tuple[ContentFilter, ...] = ()
    """One table for each category that is treated otherwise than in the base."""
    blocklists: tuple[BoundBlocklist, ...] | None = None
    """The blocklists that are applied."""
    personal_data: tuple[PersonalData, ...] | None = None
    """What is done about personal data."""
    images: Images = Images()


class Guard(Section):
    """A stronger filter that is asked beside the embedded one, or instead of it."""

    kind: Literal["llama_guard", "shieldgemma", "qwen3guard", "granite_guardian", "openai", "azure", "plugin"]
    """A guard model's way of being asked, OpenAI's moderation, Azure AI Content Safety, or code of your own."""
    deployment: str | None = None
    """Guard models: the deployment of this installation that serves it."""
    url: str | None = None
    """openai, azure: the address of the service."""
    model: str | None = None
    """openai: the moderation model."""
    api_key_env: str | None = None
    """openai, azure: the environment variable that holds our key there."""
    factory: str | None = None
    """plugin: `package.module:name` of what makes the filter, such as a detector of protected text."""
    options: dict[str, str] = field(default_factory=dict)
    """plugin: what the factory is given, by keyword."""
    timeout: float = 1.5
    """Seconds to wait for one answer; the policy's deadline holds as well."""


class Blocklist(Section):
    """Terms and patterns that a policy can bind."""

    description: str = ""
    """What it is for."""
    terms: tuple[str, ...] = ()
    """Words and phrases, found as whole words whatever their case."""
    regexes: tuple[str, ...] = ()
    """Patterns in RE2's syntax, which runs in linear time: without look-around and back-references."""
    file: str | None = None
    """A text file with a term in each line; lines that begin with `re:` are patterns."""


class Project(Section):
    """What a project is bound to."""

    policy: str | None = None
    """The content policy of its calls, whatever the deployment's is."""
    may_choose: tuple[str, ...] = ()
    """The policies that its callers may ask for with the header `x-policy-id`; `*` for all."""
    weight: float = 1.0
    """Its share of the workers where pictures wait: 2 means twice as many as a project with 1."""
    retention_days: int | None = None
    """Days after which its pictures are deleted; as in `pictures` where not given."""
    keep_prompts: bool = True
    """Whether prompts are kept beside its pictures."""
