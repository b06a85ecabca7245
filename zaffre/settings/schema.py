"""Every setting on one page: frozen structs, read from TOML, each part handed its own section."""

from typing import Literal

from msgspec import Struct, field


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the TOML file; a key that is not a field here is an error with its name."""


class Server(Section):
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str | None = None
    allowed_hosts: tuple[str, ...] = ()
    """Host names that requests may be addressed to; none listed allows all."""
    max_body: int = 20_000_000
    """Bytes of one request's body."""
    max_connections: int = 4096


class Model(Section):
    """What is served. `source` is `pypi:PACKAGE[==VERSION]`, `hf:OWNER/NAME[/FILE]` or `file:PATH`."""

    source: str | None = None
    sha256: str | None = None
    upstream_name: str | None = None
    """What a remote backend calls it; the model's own name where not given."""


class Backend(Section):
    """A place where models run, and how."""

    engine: Literal["llamacpp", "onnx", "remote", "echo"]
    region: str = "local"
    # llamacpp
    context: int = 4096
    slots: int = 8
    threads: int | None = None
    quantize: Literal["q4_0", "keep"] = "q4_0"
    binary: str | None = None
    # onnx
    max_batch: int = 32
    # remote
    url: str | None = None
    dialect: Literal["openai", "azure"] = "openai"
    api_version: str | None = None
    api_key_env: str | None = None
    connect_timeout: float = 5.0
    read_timeout: float = 120.0
    # echo
    delay: float = 0.0
    """Seconds between two tokens of the echo engine."""


class Price(Section):
    """Money for a million tokens, as decimal text or a number, in the installation's currency."""

    input: float = 0.0
    output: float = 0.0
    cached_input: float | None = None


class Deployment(Section):
    """A name that callers use, the model behind it and where it may run."""

    model: str
    backend: str
    max_output_tokens: int = 1024
    """What an answer may have at most, where the caller gives no smaller number."""
    price: Price = Price()
    description: str = ""


class Ledger(Section):
    sync: bool = True
    """Whether a record must be on disk, not only with the operating system, before an answer ends."""
    currency: str = "USD"


class KeyDefaults(Section):
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    budget: float | None = None


class Settings(Section):
    region: str = "local"
    server: Server = Server()
    ledger: Ledger = Ledger()
    key_defaults: KeyDefaults = KeyDefaults()
    models: dict[str, Model] = field(default_factory=dict)
    backends: dict[str, Backend] = field(default_factory=dict)
    deployments: dict[str, Deployment] = field(default_factory=dict)
