"""Settings of the ways in: who may come, what they begin with, and which approvals need a second person."""

import math
from collections.abc import Iterator
from typing import Literal

from msgspec import field

from zaffre.settings.mail import Mail
from zaffre.settings.section import Section

Way = Literal["closed", "invitation", "limited", "open"]
_AMOUNTS = ("requests_per_minute", "tokens_per_minute", "images_per_minute", "requests_per_day", "tokens_per_day")


class Starting(Section):
    """What people begin with who sign up where the way in is `open`, and who are let in without other conditions."""

    role: str = "developer"
    """Their role in the project."""
    project: str | None = None
    """The project that they all join, made if there is none; each has one of their own where not given."""
    models: tuple[str, ...] | None = None
    """Deployments that they may call; all where not given."""
    requests_per_minute: int | None = None
    """Requests in any minute; no limit where not given."""
    tokens_per_minute: int | None = None
    """Tokens in any minute, by the estimate of prompt and answer; no limit where not given."""
    images_per_minute: int | None = None
    """Pictures in any minute; no limit where not given."""
    requests_per_day: int | None = None
    """Requests in a day; no limit where not given."""
    tokens_per_day: int | None = None
    """Tokens in a day; no limit where not given."""
    budget: float | None = None
    """Money in each `budget_period`; no limit where not given."""
    budget_period: Literal["day", "month", "total"] = "month"
    """How often the budget begins anew."""


class Terms(Section):
    """What people agree to when they sign up or apply."""

    version: str | None = None
    """Names the text, such as a date; people who apply under a newer version agree again."""
    text: str | None = None
    """The text itself."""
    url: str | None = None
    """Where the text can be read."""


class SecondReview(Section):
    """Which approvals need a second person."""

    production: bool = True
    """Those of applications that ask for production use."""
    capabilities: bool = True
    """Those that give a gated capability."""
    tokens_per_minute: int | None = None
    """Those that give more tokens per minute than this, or no limit at all; none for their number where not given."""
    budget: float | None = None
    """Those that give more money than this, or no budget at all; none for their amount where not given."""


class Capability(Section):
    """Something that is given only to those who ask for it and are approved."""

    description: str = ""
    """What people see beside the name when they apply."""
    policy: str | None = None
    """The content policy that the project gets with it."""


class Access(Section):
    """How people come in."""

    way_in: Way = "invitation"
    """`closed`: administrators invite single persons by their address. `invitation`: also by codes, for whoever holds
    them. `limited`: also by an application that somebody approves. `open`: everybody who signs up with an address
    that is theirs."""
    organisation: str = "Zaffre"
    """What pages and mails call this installation."""
    verify_email: bool = True
    """Whether people who sign up must first open a link that is sent to their address (needs `[mail]`)."""
    invitation_days: int = 14
    """Days for which an invitation is valid where nothing else is said."""
    unverified_days: int = 7
    """Days after which a sign-up is forgotten whose address nobody has proven."""
    starting: Starting = Starting()
    terms: Terms = Terms()
    second_review: SecondReview = SecondReview()
    capabilities: dict[str, Capability] = field(default_factory=dict)


def contradictions(access: Access, mail: Mail, deployments: set[str]) -> Iterator[str]:
    """A sentence for each half-configured way in."""
    if access.way_in == "open" and not access.verify_email:
        yield "`access.way_in` open needs `access.verify_email`: anybody could sign up in another's name"
    if access.way_in in ("limited", "open") and access.verify_email and mail.host is None:
        yield f"`access.way_in` {access.way_in} needs `mail.host`: addresses cannot be verified without mail"
    if not 1 <= access.invitation_days <= 3650:
        yield "`access.invitation_days` must be between 1 and 3650"
    if not 1 <= access.unverified_days <= 3650:
        yield "`access.unverified_days` must be between 1 and 3650"
    if access.terms.version is None and (access.terms.text or access.terms.url):
        yield "`access.terms.version` must be given where there are terms"
    if access.terms.version is not None and not (access.terms.text or access.terms.url):
        yield "`access.terms.text` or `access.terms.url` must be given: nobody could read the terms"
    yield from _starting(access.starting, deployments)
    yield from _second_review(access.second_review)


def _starting(starting: Starting, deployments: set[str]) -> Iterator[str]:
    for name in _AMOUNTS:
        given = getattr(starting, name)
        if given is not None and given < 1:
            yield f"`access.starting.{name}` must be at least 1"
    if starting.budget is not None and not (math.isfinite(starting.budget) and starting.budget >= 0):
        yield "`access.starting.budget` must be a finite number of at least 0"
    for name in starting.models or ():
        if name not in deployments:
            yield f"`access.starting.models` names {name!r}, and there is no such deployment"


def _second_review(second: SecondReview) -> Iterator[str]:
    if second.tokens_per_minute is not None and second.tokens_per_minute < 1:
        yield "`access.second_review.tokens_per_minute` must be at least 1"
    if second.budget is not None and not (math.isfinite(second.budget) and second.budget >= 0):
        yield "`access.second_review.budget` must be a finite number of at least 0"
