"""Settings of what is sent out: mail by SMTP, and webhooks."""

from collections.abc import Iterator, Mapping
from typing import Literal
from urllib.parse import urlsplit

from zaffre.settings.section import Section

_MOST_HOURS = 24 * 30


class Mail(Section):
    """How mail and webhooks leave the house."""

    host: str | None = None
    """The SMTP server; no mail is sent where not given."""
    port: int = 587
    """Its port."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection is encrypted: after it was opened, from its first byte, or not at all."""
    username: str | None = None
    """The name to sign in with there, if it wants one."""
    password_env: str | None = None
    """The environment variable that holds the password for it."""
    sender: str | None = None
    """The address that mails come from, such as `Zaffre <zaffre@example.com>`."""
    url: str | None = None
    """The address under which people reach this server; links in mails begin with it."""
    timeout: float = 20.0
    """Seconds to wait for the mail server, or for the receiver of a webhook."""
    give_up_hours: int = 72
    """Hours for which a mail or webhook that could not be sent is tried again."""
    internal_webhooks: tuple[str, ...] = ()
    """Host names of webhook receivers that may have addresses of the own network; all others must be public."""


def contradictions(mail: Mail, environ: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each half-configured way to send."""
    if mail.host is None:
        for name in ("sender", "username", "password_env"):
            if getattr(mail, name) is not None:
                yield f"`mail.{name}` means nothing without `mail.host`"
    else:
        yield from _sending(mail, environ)
    if mail.url is not None and not _is_url(mail.url):
        yield "`mail.url` must begin with http:// or https://, and have no query"
    if not 0 < mail.port <= 65535:
        yield f"`mail.port` must be between 1 and 65535, not {mail.port}"
    if not 0 < mail.timeout <= 600:
        yield "`mail.timeout` must be above 0 and at most 600"
    if not 1 <= mail.give_up_hours <= _MOST_HOURS:
        yield f"`mail.give_up_hours` must be between 1 and {_MOST_HOURS}"


def _sending(mail: Mail, environ: Mapping[str, str]) -> Iterator[str]:
    for name in ("sender", "url"):
        if getattr(mail, name) is None:
            yield f"`mail.{name}` must be given where there is a `mail.host`"
    if mail.sender is not None and ("@" not in mail.sender or "\n" in mail.sender):
        yield "`mail.sender` must be an address, such as 'Zaffre <zaffre@example.com>'"
    if (mail.username is None) != (mail.password_env is None):
        yield "`mail.username` and `mail.password_env` must be given together"
    if mail.username is not None and mail.security == "none":
        yield "`mail.security` none would send the password of `mail.username` for all to read"
    if mail.password_env and not environ.get(mail.password_env):
        yield f"`mail.password_env` names {mail.password_env}, and that environment variable is not set"


def _is_url(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not parts.query and not parts.fragment
