"""Reads Content Credentials: whether they hold, who signed, and what they say. Nothing is fetched from elsewhere."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from zaffre.core.pictures import PictureFormat
from zaffre.core.provenance import Credentials, Kind, State
from zaffre.provenance.manifest import OURS, SOURCES, mime

_UNKNOWN_SIGNER = "signingCredential.untrusted"
_CHANGED = ("assertion.dataHash.mismatch", "assertion.boxesHash.mismatch", "assertion.bmffHash.mismatch")
_OURS = {"signingCredential.trusted", "claimSignature.validated"}
_LONGEST, _LONGEST_PROMPT = 300, 32_000


def credentials(data: bytes, format: PictureFormat, authority: bytes | None) -> Credentials:
    """What the file's credentials say; `authority` is the certificate (PEM) whose signers are ours."""
    import c2pa

    try:
        with c2pa.Reader(mime(format), BytesIO(data), context=_context(authority)) as reader:
            told = json.loads(reader.json())
    except c2pa.C2paError.ManifestNotFound:
        return Credentials(state="none")
    except c2pa.C2paError as error:
        return Credentials(state="invalid", problems=(_short(str(error)),))
    return _read(told)


def _context(authority: bytes | None) -> Any:
    import c2pa

    # A file from anywhere must not make this server ask other servers for anything.
    settings: dict[str, Any] = {
        "verify": {"verify_trust": True, "remote_manifest_fetch": False, "ocsp_fetch": False},
        "trust": {"user_anchors": authority.decode()} if authority else {},
    }
    return c2pa.Context(settings=c2pa.Settings.from_dict(settings))


def _read(told: dict[str, Any]) -> Credentials:
    manifest = told.get("manifests", {}).get(told.get("active_manifest"), {})
    problems = tuple(dict.fromkeys(str(one.get("code")) for one in told.get("validation_status") or ()))
    signature = manifest.get("signature_info") or {}
    made, ours = _made(manifest), _assertion(manifest, OURS)
    return Credentials(
        state=_state(problems),
        signer=_text(signature.get("issuer")) or _text(signature.get("common_name")),
        is_ours=_OURS <= _held(told),
        tool=_tool(manifest),
        model=_text(ours.get("model")) or _agent(made.get("softwareAgent")),
        deployment=_text(ours.get("deployment")),
        picture=_text(ours.get("picture")),
        made_at=_text(made.get("when")) or _text(signature.get("time")),
        kind=_kind(made.get("digitalSourceType")),
        edited_from=tuple(_ingredients(manifest)),
        prompt=_text(ours.get("prompt"), _LONGEST_PROMPT),
        problems=problems,
    )


def _held(told: dict[str, Any]) -> set[str]:
    """What held of the manifest itself. A picture that was changed since is still one that we signed."""
    results = (told.get("validation_results") or {}).get("activeManifest") or {}
    return {str(one.get("code")) for one in results.get("success") or ()}


def _state(problems: tuple[str, ...]) -> State:
    wrong = [problem for problem in problems if problem != _UNKNOWN_SIGNER]
    if not wrong:
        return "valid"
    return "altered" if all(problem in _CHANGED for problem in wrong) else "invalid"


def _made(manifest: dict[str, Any]) -> dict[str, Any]:
    """The action that says what kind of thing the picture is, or else the first one."""
    actions = _assertion(manifest, "c2pa.actions.v2") or _assertion(manifest, "c2pa.actions")
    listed = [action for action in _list(actions.get("actions")) if isinstance(action, dict)]
    return next((action for action in listed if action.get("digitalSourceType")), listed[0] if listed else {})


def _assertion(manifest: dict[str, Any], label: str) -> dict[str, Any]:
    for one in _list(manifest.get("assertions")):
        if one.get("label") == label and isinstance(one.get("data"), dict):
            return one["data"]
    return {}


def _ingredients(manifest: dict[str, Any]) -> Iterator[str]:
    for one in _list(manifest.get("ingredients"))[:16]:
        if text := _text(one.get("description")) or _text(one.get("title")):
            yield text


def _tool(manifest: dict[str, Any]) -> str | None:
    info = _list(manifest.get("claim_generator_info"))
    if not info:
        return _text(manifest.get("claim_generator"))
    return _short(f"{info[0].get('name', '')} {info[0].get('version') or ''}".strip())


def _agent(agent: object) -> str | None:
    return _text(agent.get("name")) if isinstance(agent, dict) else _text(agent)


def _kind(source: object) -> Kind | None:
    return None if not isinstance(source, str) else SOURCES.get(source, "other")


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object, longest: int = _LONGEST) -> str | None:
    return _short(value, longest) if isinstance(value, str) and value else None


def _short(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
