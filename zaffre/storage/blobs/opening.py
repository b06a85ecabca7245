"""Which store an installation has, and that it is nobody else's."""

from collections.abc import Callable, Mapping
from pathlib import Path

from zaffre.storage.blobs.base import BlobLost, Blobs
from zaffre.storage.blobs.folder import Folder

_MARK = "installation"


class StoreWrong(OSError):
    """The store can't be this installation's; the message says why, and what to do."""


def open_store(address: str | None, home: Path) -> Blobs:
    """The store at `address`: an URL, a folder, or nothing for the folder in `home`. Raises `StoreWrong`."""
    if not address:
        return Folder(home / "pictures")
    scheme, mark, _ = address.partition("://")
    return OPENERS[scheme](address) if mark else Folder(home / address)


async def claim(store: Blobs, installation: str) -> None:
    """Leave the installation's name in a new store; raises `StoreWrong` where another's is in it.

    What has no row is swept away, so two installations that share a store would delete each other's pictures.
    """
    try:
        async with store.open(_MARK) as blob:
            found = b"".join([block async for block in blob.blocks]).decode("ascii", "replace")
    except BlobLost:
        await store.put(_MARK, installation.encode())
        return
    if found != installation:
        raise StoreWrong(
            "The store of pictures belongs to another installation, or to this one before its server.key was "
            "replaced. Give this one a folder of its own in `pictures.store`; if it is the same one, delete the "
            f"file `{_MARK}` in the store."
        )


def _objects(address: str) -> Blobs:
    try:
        from zaffre.storage.blobs.objects import Objects
    except ImportError as error:
        raise StoreWrong(f"{address} needs the extra s3: pip install 'zaffre[s3]'") from error
    try:
        return Objects.at(address)
    except ValueError as error:
        raise StoreWrong(str(error)) from error


OPENERS: Mapping[str, Callable[[str], Blobs]] = {"s3": _objects, "gs": _objects, "az": _objects}
