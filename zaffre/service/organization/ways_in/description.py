"""Which ways in there are, for whoever stands before the door."""

from typing import Any

from zaffre.settings.schema import Settings


def described(settings: Settings) -> dict[str, Any]:
    """What pages need to know before anybody is signed in, as it goes on the wire; nothing in it is secret."""
    access = settings.access
    capabilities = [{"name": name, "description": one.description} for name, one in access.capabilities.items()]
    models = [{"name": name, "description": one.description} for name, one in settings.deployments.items()]
    terms = {"version": access.terms.version, "text": access.terms.text, "url": access.terms.url}
    asks = access.way_in in ("limited", "open")
    return {
        "object": "ways",
        "way_in": access.way_in,
        "organisation": access.organisation,
        "methods": {
            "password": settings.sign_in.passwords,
            "passkey": settings.sign_in.passkeys,
            "oidc": [{"name": name, "title": one.title or name} for name, one in settings.oidc.items()],
        },
        "mail": settings.mail.host is not None,
        "verify_email": access.verify_email,
        "shortest_password": settings.sign_in.shortest_password,
        "terms": terms if access.terms.version else None,
        "form": {"models": models, "capabilities": capabilities} if asks else None,
    }
