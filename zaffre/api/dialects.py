"""The families of paths, and how each says that something is wrong."""

from collections.abc import Callable, Mapping

from msgspec import Struct

from zaffre.core.errors import Problem
from zaffre.wire import azure, azure_limits, azure_operations, content_safety_dialect
from zaffre.wire.openai import errors


class Dialect(Struct, frozen=True):
    """`check_version` raises `NotFound` for an `api-version` (None where absent) that an operation doesn't have."""

    name: str
    encode_error: Callable[[Problem], bytes]
    check_version: Callable[[str | None, str | None], None]
    error_headers: Callable[[Problem], Mapping[str, str]] = lambda problem: {}

    @property
    def is_azure(self) -> bool:
        return self.name != "openai"


OPENAI = Dialect("openai", errors.encode, lambda version, operation: None)
AZURE = Dialect("azure", azure.encode, azure.check_version, azure_limits.headers)
AZURE_V1 = Dialect(
    "azure-v1", azure.encode, lambda version, operation: azure.check_v1_version(version), azure_limits.headers
)
AZURE_OPERATIONS = Dialect(
    "azure", azure_operations.encode_error, azure_operations.check_version, azure_operations.error_headers
)
CONTENT_SAFETY = Dialect(
    "contentsafety",
    content_safety_dialect.encode,
    lambda version, operation: content_safety_dialect.check_version(version),
)


def of_path(path: str) -> Dialect:
    """The dialect for answers on paths that are no route."""
    if path.startswith("/contentsafety/"):
        return CONTENT_SAFETY
    return AZURE if path.startswith(("/openai/", "/dalle/")) else OPENAI
