"""Pictures that stand in the text of a request, as data URLs."""

import base64
import binascii

from zaffre.core.errors import BadRequest
from zaffre.core.pictures import Pixels
from zaffre.imaging import door

LIMIT = 20_000_000


def read(url: str, *, param: str, limit: int = LIMIT) -> Pixels:
    """The picture in `data:image/…;base64,…` with at most `limit` bytes; blocks while it is decoded.

    Raises `BadRequest` that names `param`.
    """
    head, comma, data = url.partition(",")
    if not comma or not head.startswith("data:") or not head.endswith(";base64"):
        text = f"Invalid '{param}': a picture is given as 'data:image/png;base64,' and its bytes in base64 after that."
        raise BadRequest(text, param=param, code="invalid_image_url")
    return door.read(decoded(data, param), param=param, limit=limit)


def decoded(data: str, param: str) -> bytes:
    """The bytes that `data` has in base64; raises `BadRequest` that names `param`."""
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadRequest(f"Invalid '{param}': it is not base64.", param=param, code="invalid_base64") from error
