"""Everything that can go wrong for a caller.

Problem
├── BadRequest 400            a field is wrong: `param` names it
│   ├── Unsupported           the model or engine can't do it
│   ├── OperationNotSupported the model is of another kind
│   ├── ContextTooLong        prompt and answer do not fit
│   ├── ContentFiltered       the policy does not let the prompt pass (`core/filtered.py`)
│   └── FilteredElsewhere     a backend's own filter does not
├── Unauthorized 401          no key, or not one of ours
│   └── SignInRefused         who it is was not proven: core/proving.py, with TooManyAttempts
├── Forbidden 403             known, but not allowed
├── NotFound 404              no such path, or api-version
│   └── DeploymentNotFound    no such deployment
├── MethodNotAllowed 405
├── Conflict 409              not while it is as it is now
├── BodyTooLarge 413
├── NotJson 415
├── RateLimited 429           come back later
│   ├── TooManyWaiting        the project has its share of the queue
│   └── BudgetSpent           coming back later won't help
├── EngineFailed 502          the engine or upstream broke
│   └── WorkerDied            the process that drew the picture is gone
├── StoreFull 507             no room for another picture
└── Unavailable 503           try again soon
    ├── FilterDown            nobody could judge the content
    ├── StoreDown             pictures can't be kept or read
    ├── QueueFull             too many wait already
    ├── EngineBusy            no place came free in time
    └── EngineTimeout 504
"""

from collections.abc import Mapping
from typing import ClassVar


class Problem(Exception):
    """A refusal or failure that the caller is told about, in the dialect they speak."""

    status: ClassVar[int] = 500
    code: str | None = "internal_error"
    type: str = "server_error"
    can_retry: bool | None = None

    def __init__(self, message: str, *, param: str | None = None, code: str | None = None):
        super().__init__(message)
        self.message = message
        self.param = param
        if code is not None:
            self.code = code


class BadRequest(Problem):
    status = 400
    code = None
    type = "invalid_request_error"
    can_retry = False


class Unsupported(BadRequest):
    code = "unsupported_parameter"

    def __init__(self, param: str, hint: str = "", *, model: str = "this model"):
        text = f"Unsupported parameter: '{param}' is not supported with {model}."
        super().__init__(f"{text} {hint}".rstrip(), param=param)


class OperationNotSupported(BadRequest):
    code = "OperationNotSupported"

    def __init__(self, operation: str, model: str):
        super().__init__(
            f"The {operation} operation does not work with the specified model, {model}. "
            "Please choose different model and try again. `GET /v1/models` tells which can do what.",
            param="model",
        )


class ContextTooLong(BadRequest):
    code = "context_length_exceeded"

    def __init__(self, limit: int, asked: int, param: str = "messages"):
        super().__init__(
            f"This model's maximum context length is {limit} tokens. However, your {param} "
            f"resulted in {asked} tokens. Please reduce the length of the {param}.",
            param=param,
        )


class Unauthorized(Problem):
    """`shown` is as much of the key as may be shown; `None` where no key came."""

    status = 401
    code = "invalid_api_key"
    type = "invalid_request_error"
    can_retry = False

    def __init__(self, shown: str | None):
        super().__init__(
            "You didn't provide an API key. Send it as `Authorization: Bearer YOUR_KEY` or `api-key: YOUR_KEY`."
            if shown is None
            else f"Incorrect API key provided: {shown}. Ask an operator for one, or run `zaffre keys create`."
        )
        self.shown = shown


class Forbidden(Problem):
    status = 403
    code = "forbidden"
    type = "invalid_request_error"
    can_retry = False


class NotFound(Problem):
    status = 404
    code = None
    type = "invalid_request_error"
    can_retry = False


class DeploymentNotFound(NotFound):
    code = "model_not_found"

    def __init__(self, name: str):
        super().__init__(f"The model `{name}` does not exist or you do not have access to it.", param="model")


class MethodNotAllowed(NotFound):
    status = 405


class Conflict(Problem):
    status = 409
    code = "conflict"
    type = "invalid_request_error"
    can_retry = False


class BodyTooLarge(BadRequest):
    status = 413
    code = "request_too_large"


class NotJson(BadRequest):
    status = 415
    code = "unsupported_media_type"


class RateLimited(Problem):
    """`kind` is what ran out, such as `requests` or `tokens`; `after` is in seconds, `None` where waiting won't help.

    `told` are headers that say how it stands with the limit. `place` is where the call came in, as an operation
    and an api-version, for the dialect that speaks of it.
    """

    status = 429
    code = "rate_limit_exceeded"
    longest = 120.0
    """Seconds; who would have to wait longer had better not come back by itself."""

    def __init__(self, kind: str, message: str, after: float | None, told: Mapping[str, str]):
        super().__init__(message)
        self.type = kind
        self.after = after
        self.told = told
        self.place: tuple[str, str | None] = ("", None)
        if after is None or after > self.longest:
            self.can_retry = False


class TooManyWaiting(Problem):
    """`waiting` pictures of the project wait already, `asked` would join them; `after` is in seconds."""

    status = 429
    code = "too_many_waiting"
    type = "pictures"

    def __init__(self, waiting: int, asked: int, after: float):
        super().__init__(
            f"{waiting} pictures of this project wait already, and {asked} more would take the places that are kept "
            f"for others. Please retry after {max(1, round(after + 0.5))} seconds."
        )
        self.after = after


class BudgetSpent(Problem):
    """`after` is in seconds, where the budget's period ends."""

    status = 429
    code = "insufficient_quota"
    type = "insufficient_quota"
    can_retry = False

    def __init__(self, message: str, *, after: float | None = None):
        super().__init__(message)
        self.after = after


class EngineFailed(Problem):
    status = 502
    code = "engine_error"


class WorkerDied(EngineFailed):
    code = "worker_died"

    def __init__(self):
        super().__init__("The process that drew the picture ended before it was finished. Please try again.")


class Unavailable(Problem):
    """`after` is in seconds, where it is known when to come back."""

    status = 503
    code = "service_unavailable"
    after: float | None = None


class FilterDown(Unavailable):
    code = "content_filter_unavailable"

    def __init__(self, after: float):
        super().__init__("The content filter cannot run now, and nothing passes without it. Please retry shortly.")
        self.after = after


class StoreFull(Problem):
    status = 507
    code = "storage_full"
    can_retry = False

    def __init__(self) -> None:
        super().__init__("There is no room left to keep pictures. Delete some, or ask whoever runs this for more.")


class StoreDown(Unavailable):
    code = "storage_unavailable"

    def __init__(self) -> None:
        super().__init__("The store of pictures cannot be used now. Please retry shortly.")


class DatabaseDown(Unavailable):
    code = "database_unavailable"
    after = 5.0

    def __init__(self) -> None:
        super().__init__("The database cannot be reached now. Please retry shortly.")


class QueueFull(Unavailable):
    code = "queue_full"

    def __init__(self, after: float):
        super().__init__("Too many pictures wait to be drawn. Please retry in a while.")
        self.after = after


class EngineBusy(Unavailable):
    code = "engine_busy"

    def __init__(self, after: float):
        super().__init__("All places of this model are taken, and none came free in time. Please retry in a while.")
        self.after = after


class EngineTimeout(Unavailable):
    status = 504
    code = "engine_timeout"
