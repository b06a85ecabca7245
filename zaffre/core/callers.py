"""Who calls, what they may do, and how much."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from zaffre.core.permissions import OF_KEYS

NANO = 1_000_000_000
"""Money is kept in integers: a billionth of the installation's currency."""


class Rights(Struct, frozen=True):
    """Permissions that hold in every project, and those that hold in one. What is not there is denied."""

    everywhere: frozenset[str] = frozenset()
    projects: Mapping[str, frozenset[str]] = {}

    def allow(self, permission: str, project_id: str | None = None) -> bool:
        """Whether `permission` holds in the project, or without one in the whole organisation."""
        return permission in self.everywhere or permission in self.projects.get(project_id or "", ())

    def allow_somewhere(self, permission: str) -> bool:
        return permission in self.everywhere or any(permission in held for held in self.projects.values())

    def reach(self, permission: str) -> frozenset[str] | None:
        """The projects where `permission` holds; `None` is every one."""
        if permission in self.everywhere:
            return None
        return frozenset(id for id, held in self.projects.items() if permission in held)

    def held(self, project_id: str | None = None) -> frozenset[str]:
        """All permissions that hold in the project, or in the whole organisation."""
        return self.everywhere | self.projects.get(project_id or "", frozenset())


class Scope(Struct, frozen=True, kw_only=True):
    """What a key is narrowed to; `None` narrows nothing."""

    models: frozenset[str] | None = None
    """Deployments that it may call."""
    routes: frozenset[str] | None = None
    """Operations that it may call, such as `chat`: the words of `zaffre.api.routes`."""

    def reaches(self, deployment: str) -> bool:
        return self.models is None or deployment in self.models


class Caller(Struct, frozen=True, kw_only=True):
    """The holder of a credential, at work in a project, which lives in a region."""

    key_id: str
    """The credential's id: of a key, a session, or who a token is for."""
    project_id: str
    """Empty where the caller is in no project."""
    project: str = ""
    """The project's name."""
    region: str
    kind: Literal["key", "admin_key", "session", "token", "system"] = "key"
    name: str = ""
    """As people know it: a user's address, or what a key is called."""
    user_id: str | None = None
    service_account_id: str | None = None
    address: str | None = None
    """From where; kept only for those who may administer."""
    rights: Rights = Rights(OF_KEYS)
    scope: Scope = Scope()
    policy: str | None = None
    """The content policy of the project, where administration gave it one."""
    weight: float | None = None
    """The project's share where calls wait, where administration gave it one."""


class Quote(Struct, frozen=True):
    """What a call may cost at most: tokens by the limiter's estimate, money by its bound."""

    tokens: int
    cost: int
    prompt_tokens: int = 0
    """The part of `tokens` that is for the prompt."""


class Used(Struct, frozen=True):
    """What a call really used; `cost` in nano-units."""

    tokens: int = 0
    cost: int = 0
    pictures: int = 0


class Origin(Struct, frozen=True):
    """From whom a call came, in which dialect, and the id under which it is kept."""

    caller: Caller
    request_id: str
    dialect: str
    policy: str | None = None
    """The content policy that the caller asks for."""
