"""Who an installation is: the keys and certificates in its home, made at first start."""

import hashlib
import os
import secrets
import shutil
import ssl
from pathlib import Path

from msgspec import Struct

from zaffre.provenance import certificates

FOLDER = "provenance"


class Identity(Struct, frozen=True, kw_only=True):
    """Certificates as PEM, and the keys that go with them."""

    authority: bytes
    signer: bytes
    signer_key: bytes
    watermark_key: bytes

    def __repr__(self) -> str:
        return f"Identity({self.installation.hex()})"

    @property
    def chain(self) -> bytes:
        return self.signer + self.authority

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the authority's certificate, in hexadecimal, as certificate viewers show it."""
        return hashlib.sha256(ssl.PEM_cert_to_DER_cert(self.authority.decode())).hexdigest()

    @property
    def installation(self) -> bytes:
        """The four bytes that watermarks carry."""
        return bytes.fromhex(self.fingerprint)[:4]

    @classmethod
    def of_home(cls, home: Path, name: str) -> "Identity":
        """The identity in `home`, made at first use and readable by its owner alone; `name` is who signs.

        Raises `ValueError` where a file is missing or damaged.
        """
        folder = home / FOLDER
        if not folder.exists():
            _make(folder, name)
        _renew(folder, name)
        return cls.read(home)

    @classmethod
    def read(cls, home: Path) -> "Identity":
        """The identity in `home` as it is; raises `FileNotFoundError` where none has been made."""
        folder = home / FOLDER
        if not folder.exists():
            raise FileNotFoundError(folder)
        return cls(
            authority=_read(folder / "authority.pem"),
            signer=_read(folder / "signer.pem"),
            signer_key=_read(folder / "signer.key"),
            watermark_key=_read(folder / "watermark.key"),
        )


def _make(folder: Path, name: str) -> None:
    # Made beside it and then renamed: after a crash there is a whole identity or none.
    draft = folder.with_name(f"{FOLDER}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    authority_key, signer_key = certificates.new_key(), certificates.new_key()
    authority = certificates.authority_for(authority_key, name)
    _write(draft / "authority.key", authority_key)
    _write(draft / "authority.pem", authority)
    _write(draft / "signer.key", signer_key)
    _write(draft / "signer.pem", certificates.signer_for(signer_key, name, authority, authority_key))
    _write(draft / "watermark.key", secrets.token_bytes(32))
    draft.rename(folder)


def _renew(folder: Path, name: str) -> None:
    """A new certificate for the signer where the old one ends in a few years, or has another name."""
    try:
        is_current = certificates.is_current(_read(folder / "signer.pem"), name)
    except (IndexError, ValueError) as error:
        raise _damaged(folder / "signer.pem") from error
    if is_current:
        return
    keys = (_read(folder / "authority.pem"), _read(folder / "authority.key"))
    fresh = folder / "signer.pem.new"
    fresh.unlink(missing_ok=True)
    _write(fresh, certificates.signer_for(_read(folder / "signer.key"), name, *keys))
    fresh.rename(folder / "signer.pem")


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise _damaged(path) from error
    if len(content) < 32:
        raise _damaged(path)
    return content


def _damaged(path: Path) -> ValueError:
    return ValueError(
        f"{path} is missing or damaged. Restore the folder {path.parent} from a copy; or delete it, and the "
        "installation makes a new identity, which no longer vouches for earlier pictures."
    )
