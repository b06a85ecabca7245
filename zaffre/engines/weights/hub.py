"""Weights from a model hub: the files of one commit over HTTP, resumed where a transfer broke off."""

import asyncio
import hashlib
import os
import re
from pathlib import Path

import aiohttp
import msgspec
from msgspec import Struct, field

from zaffre.engines.weights import pipelines
from zaffre.engines.weights.contract import Progress, PullFailed, inside

_PLACE = re.compile(r"(?P<repo>[\w.-]+/[\w.-]+)(?:/(?P<file>.+))?", re.ASCII)
_BESIDE_WEIGHTS = (".safetensors", ".json", "vocab.txt")
_OTHER_FORMATS = ("onnx/", "openvino/")
_TRIES = 6
_BLOCK = 1 << 18
_PAUSE = 0.5
_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=60)
_Broken = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, TimeoutError)


class _Blob(Struct, frozen=True):
    sha256: str


class _Remote(Struct, frozen=True):
    """A file as the hub lists it; `lfs` is there for the large ones."""

    rfilename: str
    size: int = 0
    lfs: _Blob | None = None


class _Repo(Struct, frozen=True):
    sha: str
    siblings: list[_Remote] = field(default_factory=list)


async def fetch(place: str, into: Path, resume: Path, progress: Progress) -> None:
    """Get one file of `OWNER/NAME/FILE`, or what an engine needs of `OWNER/NAME`. `HF_TOKEN` opens closed ones."""
    match = _PLACE.fullmatch(place)
    if match is None:
        raise PullFailed(f"'hf:{place}' is not understood. Write hf:OWNER/NAME or hf:OWNER/NAME/FILE.")
    token = os.environ.get("HF_TOKEN")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with aiohttp.ClientSession(timeout=_TIMEOUT, headers=headers, trust_env=True) as session:
        transfer = _Transfer(session, match["repo"], progress)
        await transfer.run(match["file"], into, resume)


class _Transfer:
    """One pull from one repository."""

    def __init__(self, session: aiohttp.ClientSession, repo: str, progress: Progress):
        self._session = session
        self._repo = repo
        self._progress = progress
        self._base = _endpoint()
        self._done = 0
        self._total = 0

    async def run(self, wanted: str | None, into: Path, resume: Path) -> None:
        repo = await self._listing()
        files = _choose(repo, wanted)
        self._total = sum(file.size for file in files)
        kept = inside(resume, repo.sha)
        for file in files:
            await self._get_file(repo.sha, file, inside(kept, file.rfilename))
        for file in files:
            target = inside(into, file.rfilename)
            target.parent.mkdir(parents=True, exist_ok=True)
            inside(kept, file.rfilename).replace(target)

    async def _listing(self) -> _Repo:
        try:
            async with self._session.get(f"{self._base}/api/models/{self._repo}", params={"blobs": "true"}) as reply:
                _check(reply, self._repo)
                return msgspec.json.decode(await reply.read(), type=_Repo)
        except (*_Broken, msgspec.DecodeError) as error:
            raise PullFailed(
                f"The hub did not answer as expected ({error}). Check the network or HF_ENDPOINT."
            ) from error

    async def _get_file(self, commit: str, file: _Remote, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        if not target.exists():
            await self._get_all(f"{self._base}/{self._repo}/resolve/{commit}/{file.rfilename}", file, part)
            await asyncio.to_thread(_check_sum, part, file)
            part.replace(target)
        self._done += file.size

    async def _get_all(self, url: str, file: _Remote, part: Path) -> None:
        for attempt in range(_TRIES):
            try:
                return await self._get_rest(url, part)
            except _Broken as error:
                if attempt == _TRIES - 1:
                    raise PullFailed(
                        f"The transfer of {file.rfilename} broke off {_TRIES} times ({error}). "
                        "Pull again to go on where it stopped."
                    ) from error
                await asyncio.sleep(_PAUSE * 2**attempt)

    async def _get_rest(self, url: str, part: Path) -> None:
        begun = part.stat().st_size if part.exists() else 0
        headers = {"Range": f"bytes={begun}-"} if begun else {}
        async with self._session.get(url, headers=headers) as reply:
            if reply.status == 416:
                # Nothing is left to send, or the file is another one; the checksum tells.
                return
            _check(reply, self._repo)
            is_rest = reply.status == 206
            with part.open("ab" if is_rest else "wb") as out:
                async for block in reply.content.iter_chunked(_BLOCK):
                    out.write(block)
                    self._progress("downloading", self._done + out.tell(), self._total)


def _endpoint() -> str:
    # The hub's own library knows its address; importing it is left until someone pulls from there.
    from huggingface_hub import constants

    return os.environ.get("HF_ENDPOINT", constants.ENDPOINT).rstrip("/")


def _choose(repo: _Repo, wanted: str | None) -> list[_Remote]:
    if wanted is not None:
        found = [file for file in repo.siblings if file.rfilename == wanted]
        if not found:
            raise PullFailed(f"There is no {wanted} there. It has: {', '.join(_names(repo)) or 'no files'}.")
        return found
    if pipelines.INDEX in _names(repo):
        needed = pipelines.chosen(_names(repo))
        return [file for file in repo.siblings if file.rfilename in needed]
    ggufs = [file for file in repo.siblings if file.rfilename.endswith(".gguf")]
    if len(ggufs) > 1:
        names = ", ".join(file.rfilename for file in ggufs)
        raise PullFailed(f"It has several GGUF files. Name one, as hf:OWNER/NAME/FILE: {names}.")
    return ggufs or [
        file
        for file in repo.siblings
        if file.rfilename.endswith(_BESIDE_WEIGHTS) and not file.rfilename.startswith(_OTHER_FORMATS)
    ]


def _names(repo: _Repo) -> list[str]:
    return [file.rfilename for file in repo.siblings]


def _check(reply: aiohttp.ClientResponse, repo: str) -> None:
    if reply.status in (401, 403):
        raise PullFailed(f"The hub refuses {repo}. Accept its terms there and set HF_TOKEN, or correct the name.")
    if reply.status == 404:
        raise PullFailed(f"The hub has no {repo}, or not this file. Correct the model's source.")
    if reply.status >= 400:
        raise PullFailed(f"The hub answered {reply.status} for {repo}. Try again later.")


def _check_sum(part: Path, file: _Remote) -> None:
    if file.lfs is None:
        return
    with part.open("rb") as content:
        actual = hashlib.file_digest(content, "sha256").hexdigest()
    if actual != file.lfs.sha256:
        part.unlink()
        raise PullFailed(f"{file.rfilename} did not arrive as the hub describes it. Pull again.")
