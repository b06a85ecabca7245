"""The policies of an installation: found by name, and chosen for a call."""

from collections.abc import Iterator, Mapping

import msgspec

from zaffre.core.errors import BadRequest, Forbidden, Unavailable
from zaffre.safety.pictures import check as pictures
from zaffre.safety.policy import EMBEDDED, Policy, builtin, missing_bases, resolve
from zaffre.safety.rules.compiled import items
from zaffre.settings.safety import Project
from zaffre.settings.schema import Settings

ANY = "*"
_PROTECTED = {"protected_material_text", "protected_material_code"}
"""What no filter that comes along can see."""


class Policies:
    """All policies, resolved once."""

    def __init__(self, known: Mapping[str, Policy], projects: Mapping[str, Project], fallback: str):
        self._known = known
        self._projects = projects
        self._fallback = fallback

    @classmethod
    def build(cls, settings: Settings) -> "Policies":
        """Those of `settings` and the built-in ones; `wrong` must have nothing to say. Raises `OSError`."""
        declared = builtin() | settings.policies
        contents = {name: items(blocklist) for name, blocklist in settings.blocklists.items()} | settings.filters
        known = {name: resolve(name, declared, contents) for name in declared}
        return cls(known, settings.projects, settings.safety.policy)

    def __iter__(self) -> Iterator[Policy]:
        return iter(self._known.values())

    def rows(self, now: float) -> list[dict[str, object]]:
        """All of them, for the record of what ever held."""
        return [
            {"id": one.id, "name": one.name, "body": msgspec.json.encode(one).decode(), "first_held_at": now}
            for one in self
        ]

    def find(self, name: str) -> Policy | None:
        """The policy of that name, with or without its version."""
        plain, _, version = name.partition("@")
        policy = self._known.get(plain)
        return policy if policy and version in ("", policy.version) else None

    def choose(self, project: str, deployment: str | None, asked: str | None, given: str | None = None) -> Policy:
        """What holds for a call: what it asks for, its project's, its deployment's, the installation's.

        `given` is what administration gave the project; it holds in place of what the settings say of it.
        Raises `BadRequest` for a policy that is not there, `Forbidden` for one that the project may not choose.
        """
        bound = self._projects.get(project, Project())
        if asked is None:
            return self._held(given or bound.policy or deployment or self._fallback)
        policy = self.find(asked)
        if policy is None:
            raise NoSuchPolicy(asked)
        if policy.name not in bound.may_choose and ANY not in bound.may_choose:
            raise Forbidden(
                f"The project {project!r} may not choose the content policy {policy.name!r}. "
                "An operator can allow it with `may_choose` in the project's settings.",
                param="x-policy-id",
                code="content_policy_not_allowed",
            )
        return policy

    def _held(self, name: str) -> Policy:
        # Settings may have lost what the database names; then nothing passes, rather than under another policy.
        if name not in self._known:
            raise Unavailable(f"The content policy {name!r} of this project is not configured. Ask an administrator.")
        return self._known[name]


class NoSuchPolicy(BadRequest):
    code = "InvalidContentFilterPolicy"

    def __init__(self, name: str):
        super().__init__(
            "Your request contains invalid content filter policy. Please provide a valid policy. "
            f"{name[:80]!r} is not one; `GET /v1/policies` lists them.",
            param="x-policy-id",
        )


def wrong(settings: Settings) -> Iterator[str]:
    """A sentence for each thing in the settings that no policy could be made of."""
    builtins = builtin()
    for name in sorted(set(settings.policies) & set(builtins)):
        yield f"the policy `{name}` comes along and cannot be changed: give yours another name, with it as its base"
    known = builtins | settings.policies
    for name, base in missing_bases(known):
        yield f"`policies.{name}.base` leads to {base!r}, which is no policy, or back to where it began"
        return
    places = [("safety.policy", settings.safety.policy)]
    places += [(f"deployments.{name}.policy", one.policy) for name, one in settings.deployments.items()]
    places += [(f"access.capabilities.{name}.policy", one.policy) for name, one in settings.access.capabilities.items()]
    for name, project in settings.projects.items():
        places.append((f"projects.{name}.policy", project.policy))
        places += [(f"projects.{name}.may_choose", choice) for choice in project.may_choose if choice != ANY]
    for where, policy in places:
        if policy is not None and policy not in known:
            yield f"`{where}` names {policy!r}, and there is no such policy"
    for name in settings.policies:
        policy = resolve(name, known)
        yield from _parts(name, policy, settings)
        yield from pictures.wrong(policy, settings)


def _parts(name: str, policy: Policy, settings: Settings) -> Iterator[str]:
    for one in policy.filters:
        if one != EMBEDDED and one not in settings.filters:
            yield f"`policies.{name}.filters` names {one!r}, and there is no such filter"
    for rule in {*policy.prompt.lists, *policy.completion.lists}:
        if rule.name not in settings.blocklists:
            yield f"`policies.{name}.blocklists` names {rule.name!r}, and there is no such blocklist"
    for category in _PROTECTED & {*policy.prompt.rules, *policy.completion.rules}:
        if not any(settings.filters[one].kind == "plugin" for one in policy.filters if one in settings.filters):
            yield (
                f"`policies.{name}` looks for {category}, and none of its filters can see that: "
                "name one of the kind `plugin` that does"
            )
    if EMBEDDED not in policy.filters:
        for word in ("lists", "personal_data"):
            if getattr(policy.prompt, word) or getattr(policy.completion, word):
                told = word.replace("_", " ")
                yield f"`policies.{name}` has {told} and not the filter `embedded`, which applies them"
    if not policy.deadline > 0:
        yield f"`policies.{name}.deadline` must be above 0"
    if policy.hold_tokens < 1:
        yield f"`policies.{name}.hold_tokens` must be at least 1"
    if not policy.hold_seconds > 0:
        yield f"`policies.{name}.hold_seconds` must be above 0"
