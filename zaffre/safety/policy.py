"""A policy as the filters and the screen use it: rules by direction and category, and its version."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence, Set
from importlib.resources import files
from typing import Any, Literal

import msgspec
from msgspec import Struct

from zaffre.core.calls import Moderation
from zaffre.core.verdicts import BLOCKLISTS, HARMS, PERSONAL, SEVERITIES, SHIELDS, Direction, Outcome, Severity
from zaffre.settings.safety import BoundBlocklist, ContentFilter, PersonalData
from zaffre.settings.safety import Images as ImageSettings
from zaffre.settings.safety import Policy as PolicySettings

DIRECTIONS: tuple[Direction, ...] = ("prompt", "completion")
EMBEDDED = "embedded"
_VERSION_DIGITS = 8
_NOTHING: Mapping[str, object] = {}


class Rule(Struct, frozen=True):
    """What to do about one category in one direction."""

    blocking: bool
    threshold: Severity = "low"

    def stops(self, severity: Severity) -> bool:
        return self.blocking and SEVERITIES.index(severity) >= SEVERITIES.index(self.threshold)


class ListRule(Struct, frozen=True):
    """A blocklist, and whether its matches stop the text."""

    name: str
    blocking: bool


class Side(Struct, frozen=True, kw_only=True):
    """One direction of a policy. A category without a rule is not looked for."""

    rules: Mapping[str, Rule]
    lists: tuple[ListRule, ...] = ()
    personal_data: Literal["annotate", "block", "redact"] | None = None
    kinds: tuple[str, ...] = ()
    clean: tuple[Outcome, ...] = ()
    """The outcomes of a text in which nothing was seen."""

    @classmethod
    def of(cls, **fields: Any) -> "Side":
        """A side with its clean outcomes."""
        side = cls(**fields | {"clean": ()})
        names = [*side.rules, *([BLOCKLISTS] if side.lists else []), *([PERSONAL] if side.personal_data else [])]
        return msgspec.structs.replace(side, clean=tuple(Outcome(name, "safe") for name in names))

    def ruled(self, rules: Mapping[str, Rule]) -> "Side":
        """The side with other rules."""
        return Side.of(**msgspec.structs.asdict(self) | {"rules": rules})

    def limited(self, names: Set[str]) -> "Side":
        """The side as it holds for a picture of which only the categories in `names` are known.

        Nothing can be taken out of a picture, so where data should be, the picture is stopped.
        """
        personal = "block" if self.personal_data == "redact" else self.personal_data
        return Side.of(
            rules={name: rule for name, rule in self.rules.items() if name in names},
            lists=self.lists if BLOCKLISTS in names else (),
            personal_data=personal if PERSONAL in names else None,
            kinds=self.kinds,
        )

    @property
    def blocks(self) -> bool:
        """Whether anything at all could stop a text."""
        by_list = any(rule.blocking for rule in self.lists)
        return by_list or self.personal_data == "block" or any(rule.blocking for rule in self.rules.values())

    @property
    def changes(self) -> bool:
        """Whether a text may be given on other than it came."""
        return self.personal_data == "redact"


class Images(Struct, frozen=True, kw_only=True):
    """What a policy does about pictures."""

    filters: tuple[str, ...]
    read_text: bool = False
    credentials: bool = True
    watermark: bool = True
    include_prompt: bool = False

    @property
    def are_looked_at(self) -> bool:
        return bool(self.filters or self.read_text)


class Policy(Struct, frozen=True, kw_only=True):
    """All that a policy says, nothing left to a base. `version` is a digest of it: same words, same version."""

    name: str
    version: str
    description: str
    mode: Literal["buffered", "asynchronous"]
    fail: Literal["closed", "open"]
    deadline: float
    hold_tokens: int
    hold_seconds: float
    filters: tuple[str, ...]
    prompt: Side
    completion: Side
    images: Images = Images(filters=())
    """Where versions kept from earlier times say nothing, nobody looked at pictures."""

    @property
    def id(self) -> str:
        return f"{self.name}@{self.version}"

    def tightened(self, wish: Moderation) -> "Policy":
        """This policy, and what a call asks for itself: it can look at more and stop more, never less."""
        changed = msgspec.structs.replace(
            self,
            name=f"{self.name}+moderation",
            filters=self.filters or (EMBEDDED,),
            images=msgspec.structs.replace(self.images, filters=self.images.filters or (EMBEDDED,)),
            prompt=_tightened(self.prompt, wish.input),
            completion=_tightened(self.completion, wish.output),
        )
        return _versioned(changed)

    def shielded(self) -> "Policy":
        """This policy, looking for attacks on prompts too where it does not by itself."""
        rules = {name: Rule(blocking=False) for name in SHIELDS} | dict(self.prompt.rules)
        changed = msgspec.structs.replace(self, name=f"{self.name}+shields", prompt=self.prompt.ruled(rules))
        return _versioned(changed)

    def side(self, direction: Direction) -> Side:
        return self.prompt if direction == "prompt" else self.completion

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all filters and blocklists that it needs."""
        lists = sorted({rule.name for rule in (*self.prompt.lists, *self.completion.lists)})
        return (*dict.fromkeys((*self.filters, *self.images.filters)), *lists)


def builtin() -> dict[str, PolicySettings]:
    """The policies that come along, by name."""
    raw = tomllib.loads(files("zaffre.safety").joinpath("builtin.toml").read_text())
    return {name: msgspec.convert(policy, PolicySettings) for name, policy in raw.items()}


def resolve(name: str, known: Mapping[str, PolicySettings], contents: Mapping[str, object] = _NOTHING) -> Policy:
    """The policy of that name with all that its bases say; `known` must hold them all.

    `contents` is what stands behind the names of filters and blocklists: it belongs to the version too.
    """
    chain = list(reversed(list(_chain(name, known))))
    told = {key: value for policy in chain for key, value in _said(policy).items()}
    policy = Policy(
        name=name,
        version="",
        prompt=_side("prompt", chain, told),
        completion=_side("completion", chain, told),
        images=_images(chain, told),
        **{key: told[key] for key in _PLAIN} | {"description": known[name].description or ""},
    )
    return _versioned(policy, [contents.get(part) for part in policy.parts])


def missing_bases(known: Mapping[str, PolicySettings]) -> Iterator[tuple[str, str]]:
    """Each policy whose chain of bases is broken or goes in a circle, with the base at fault."""
    for name in known:
        seen = [name]
        while base := known[seen[-1]].base:
            if base not in known or base in seen:
                yield name, base
                break
            seen.append(base)


_PLAIN = ("description", "mode", "fail", "deadline", "hold_tokens", "hold_seconds", "filters")


def _chain(name: str, known: Mapping[str, PolicySettings]) -> Iterator[PolicySettings]:
    at: str | None = name
    while at:
        yield known[at]
        at = known[at].base


def _said(policy: PolicySettings) -> dict[str, object]:
    told = {key: getattr(policy, key) for key in (*_PLAIN, "blocklists", "personal_data")}
    return {key: value for key, value in told.items() if value is not None}


def _side(direction: Direction, chain: list[PolicySettings], told: Mapping[str, object]) -> Side:
    rules: dict[str, ContentFilter] = {}
    for policy in chain:
        rules |= {rule.name: rule for rule in policy.content_filters if rule.source in (None, direction)}
    lists: tuple[BoundBlocklist, ...] = told["blocklists"]
    personal: list[PersonalData] = [one for one in told["personal_data"] if one.source in (None, direction)]
    return Side.of(
        rules={name: Rule(rule.blocking, rule.severity_threshold) for name, rule in rules.items() if rule.enabled},
        lists=tuple(ListRule(one.name, one.blocking) for one in lists if one.source in (None, direction)),
        personal_data=personal[-1].action if personal else None,
        kinds=personal[-1].kinds if personal else (),
    )


def _images(chain: list[PolicySettings], told: Mapping[str, object]) -> Images:
    names = [field.name for field in msgspec.structs.fields(ImageSettings)]
    said = {name: value for one in chain for name in names if (value := getattr(one.images, name)) is not None}
    # Who looks at texts looks at pictures, unless a policy says otherwise of pictures.
    return Images(**{"filters": (EMBEDDED,) if told["filters"] else ()} | said)


def _tightened(side: Side, mode: Literal["score", "block"] | None) -> Side:
    if mode is None:
        return side
    rules = dict(side.rules)
    for name in (*HARMS, "illicit"):
        rule = rules.get(name, Rule(False, "medium"))
        rules[name] = Rule(True, min(rule.threshold, "medium", key=SEVERITIES.index)) if mode == "block" else rule
    return side.ruled(rules)


def _versioned(policy: Policy, contents: Sequence[object] = ()) -> Policy:
    plain = msgspec.structs.replace(policy, name="", description="")
    told = msgspec.json.encode((plain, contents), order="deterministic")
    return msgspec.structs.replace(policy, version=hashlib.sha256(told).hexdigest()[:_VERSION_DIGITS])
