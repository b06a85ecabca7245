"""What the journal keeps of a call; the columns of the entries table, in its words."""

from msgspec import Struct


class Record(Struct, frozen=True, kw_only=True):
    """One call, settled. `cost` in nano-units, durations in milliseconds."""

    id: str
    time: float
    project_id: str
    key_id: str
    operation: str
    dialect: str
    deployment: str
    model: str
    backend: str
    region: str
    end_user: str | None
    is_stream: bool
    status: str
    error: str | None
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    usage_source: str
    cost: int
    currency: str
    duration_ms: float
    time_to_first_ms: float | None
    policy: str | None = None
    """The content policy that held, `name@version`."""
    blocked: str | None = None
    """For which categories something was stopped, such as `prompt:jailbreak,prompt:hate`."""
    findings: str | None = None
    """JSON: by direction, the severity of each category that was seen."""
    images: int = 0
    """Finished pictures."""
    user_id: str | None = None
    """Whose key it was, or who was signed in."""
    audio_ms: int = 0
    """Milliseconds of speech that was made or heard."""
    compute_ms: int = 0
    """Milliseconds for which a local engine worked."""
