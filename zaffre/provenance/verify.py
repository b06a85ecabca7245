"""Looks at a picture: what its credentials say, whether they hold, and whether it has our watermark."""

from zaffre.core.provenance import Credentials, Examined, Watermark
from zaffre.imaging.door import read
from zaffre.imaging.headers import format_of
from zaffre.provenance.identity import Identity
from zaffre.provenance.reading import credentials
from zaffre.provenance.watermark.mark import Mark


def examined(data: bytes, identity: Identity | None = None, *, param: str = "image") -> Examined:
    """All that can be told of a picture. Without an `identity` nobody is ours, and no watermark can be seen.

    Raises `BadRequest` that names `param` where the bytes are no picture.
    """
    pixels = read(data, param=param)
    format = format_of(data)
    assert format is not None
    claims = credentials(data, format, identity and identity.authority)
    mark = Mark(identity.watermark_key, identity.installation).find(pixels) if identity else Watermark()
    return Examined(format=format, size=pixels.size, credentials=claims, watermark=mark, summary=_summary(claims, mark))


def _summary(claims: Credentials, mark: Watermark) -> str:
    return f"{_of_credentials(claims)} {_of_mark(claims, mark)}".rstrip()


def _of_credentials(claims: Credentials) -> str:
    if claims.state == "none":
        return "This picture carries no Content Credentials."
    if claims.state == "altered":
        return f"This picture was changed after {claims.signer or 'somebody'} signed it."
    if claims.state == "invalid":
        return "This picture's Content Credentials are damaged or forged: what they say counts for nothing."
    if not claims.is_ours:
        return f"The Content Credentials hold, but their signer, {_quoted(claims.signer)}, is not known here."
    made = {"edited": "edited", "composed": "composed"}.get(claims.kind or "", "made")
    by = f" by {claims.model}" if claims.model else ""
    return f"This picture was {made}{by} at this installation, and has not been changed since."


def _of_mark(claims: Credentials, mark: Watermark) -> str:
    if not mark.is_found:
        return ""
    if claims.state == "valid" and claims.is_ours:
        return "Its watermark says so too."
    whose = "this installation" if mark.is_ours else f"the installation {mark.installation}"
    return f"Its watermark says that {whose} made it, or a picture that it was made from."


def _quoted(name: str | None) -> str:
    return f"“{name}”" if name else "who has no name"
