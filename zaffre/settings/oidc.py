"""Settings of identity providers, whose people sign in here and whose tokens are credentials here."""

from collections.abc import Iterator, Mapping
from typing import Literal
from urllib.parse import urlsplit

from msgspec import field

from zaffre.settings.section import Section

_HERE = ("localhost", "127.0.0.1", "::1")
Algorithm = Literal["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"]


class Oidc(Section):
    """An identity provider that speaks OpenID Connect, such as Entra ID, Okta, Google or Keycloak."""

    issuer: str
    """Its address, exactly as it writes `iss`."""
    client_id: str
    """What this installation is called there. The redirect address is `URL/v1/auth/oidc/NAME/callback`."""
    client_secret_env: str
    """The environment variable that holds the client's secret."""
    title: str = ""
    """What people read on the button; the section's name where not given."""
    scopes: tuple[str, ...] = ("openid", "email", "profile")
    """What it is asked for."""
    algorithms: tuple[Algorithm, ...] = ("RS256",)
    """How it signs; tokens that are signed in another way are refused."""
    allowed_domains: tuple[str, ...] = ()
    """Whoever has a confirmed address in one of these domains gets in and becomes a member; others must be known."""
    trusts_addresses: bool = False
    """Whether its addresses count as confirmed where it doesn't say `email_verified`, as Entra ID does not."""
    signs_out: bool = False
    """Whether who signs out here is signed out there too, where it has an `end_session_endpoint`. The address to
    register for coming back is `URL/account`."""
    groups_claim: str = "groups"
    """The claim that lists a person's groups or roles there."""
    roles: dict[str, str] = field(default_factory=dict)
    """Roles of the whole organisation by values of that claim. Such a role is given and taken at each sign-in."""
    groups: dict[str, str] = field(default_factory=dict)
    """Groups here by values of that claim. Membership is given and taken at each sign-in."""
    audience: str | None = None
    """What `aud` is in tokens for this API; without it no token of the provider is a credential."""
    project_claim: str | None = None
    """The claim that names the project of such a token, where no header `openai-project` does."""
    programs: dict[str, str] = field(default_factory=dict)
    """Service accounts, by their ids, that programs with such tokens are, by `sub`."""


def contradictions(providers: Mapping[str, Oidc], environ: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each half-configured provider."""
    for name, provider in providers.items():
        yield from _contradictions(f"oidc.{name}", name, provider, environ)
    issuers = [provider.issuer for provider in providers.values()]
    for issuer in sorted({issuer for issuer in issuers if issuers.count(issuer) > 1}):
        yield f"two sections under `oidc` have the issuer {issuer}"


def _contradictions(where: str, name: str, provider: Oidc, environ: Mapping[str, str]) -> Iterator[str]:
    if not name.isascii() or not name.replace("-", "").isalnum():
        yield f"`{where}` must have a name of letters, digits and hyphens: it stands in an address"
    if not _is_issuer(provider.issuer):
        yield f"`{where}.issuer` must begin with https:// (or be on this machine), and have no query"
    if not provider.client_id:
        yield f"`{where}.client_id` must not be empty"
    if not environ.get(provider.client_secret_env):
        text = f"names {provider.client_secret_env}, and that environment variable is not set"
        yield f"`{where}.client_secret_env` {text}"
    if "openid" not in provider.scopes:
        yield f"`{where}.scopes` must have openid"
    if not provider.algorithms:
        yield f"`{where}.algorithms` must name at least one"
    if provider.audience is not None and provider.audience in ("", provider.client_id):
        yield f"`{where}.audience` must differ from `client_id`: else proofs of sign-in would open the API"
    for setting in ("project_claim", "programs"):
        if getattr(provider, setting) and provider.audience is None:
            yield f"`{where}.{setting}` means nothing without `{where}.audience`"


def _is_issuer(text: str) -> bool:
    parts = urlsplit(text)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
    return is_safe and bool(parts.netloc) and not parts.query and not parts.fragment
