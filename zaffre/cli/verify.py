"""`zaffre verify`: who made a picture, with which model and when, as far as it can be told."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zaffre.cli.shared import AsJson, Failed, Home, home_path

if TYPE_CHECKING:
    from zaffre.core.provenance import Examined

File = Annotated[Path, typer.Argument(help="A PNG, JPEG or WebP file.", dir_okay=False)]
_MOST_BYTES = 50_000_000


def verify(file: File, home: Home = None, as_json: AsJson = False) -> None:
    """Tell where a picture comes from. Ends with status 2 where its credentials do not hold."""
    from zaffre.wire.provenance import told

    found = _examined(file, home_path(home))
    print(json.dumps(told(found), indent=2) if as_json else "\n".join(_lines(found)))
    if found.credentials.state in ("altered", "invalid"):
        raise typer.Exit(2)


def _examined(file: Path, home: Path) -> "Examined":
    from zaffre.core.errors import BadRequest
    from zaffre.provenance.identity import Identity
    from zaffre.provenance.verify import examined

    try:
        with file.open("rb") as opened:
            data = opened.read(_MOST_BYTES + 1)
        return examined(data, Identity.read(home), param=file.name)
    except FileNotFoundError as error:
        if error.filename is not None:
            raise Failed(f"There is no file {file}.") from error
        return examined(data, param=file.name)
    except (OSError, ValueError) as error:
        raise Failed(str(error)) from error
    except BadRequest as error:
        raise Failed(error.message) from error


def _lines(found: "Examined") -> list[str]:
    claims, mark = found.credentials, found.watermark
    known = {
        "credentials": claims.state,
        "signed by": f"{claims.signer} (this installation)" if claims.is_ours else claims.signer,
        "model": claims.model,
        "deployment": claims.deployment,
        "made at": claims.made_at,
        "kind": claims.kind,
        "picture": claims.picture,
        "tool": claims.tool,
        "made from": ", ".join(claims.edited_from),
        "prompt": claims.prompt,
        "did not hold": ", ".join(claims.problems) if claims.state in ("altered", "invalid") else None,
        "watermark": f"of {mark.installation}, {mark.confidence:.1%} sure of each bit"
        if mark.is_found
        else "none seen",
    }
    rows = [f"  {name:<13}{_plain(value)}" for name, value in known.items() if value]
    return [_plain(found.summary), "", *rows]


def _plain(text: str) -> str:
    # What a stranger's file says must not steer the terminal.
    return "".join(letter if letter.isprintable() else "�" for letter in text)
