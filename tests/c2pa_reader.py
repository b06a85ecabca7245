"""A reader of Content Credentials that knows nothing of c2pa's library: it checks what the standard says by hand.

Written from the C2PA specification 2.2 (JUMBF boxes, COSE signature, hard binding by `c2pa.hash.data`), RFC 8949
(CBOR) and RFC 9052 (COSE).
"""

import hashlib
import struct
from collections.abc import Iterator
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

X5CHAIN = 33


def verified(data: bytes, format: str, authority_pem: bytes) -> dict[str, Any]:
    """The claim's assertions by label; raises an exception where anything does not hold."""
    manifest = _boxes(_store(data, format))[-1]
    parts = {label: (content, raw) for label, content, raw in manifest}
    claim_bytes = next(_leaf(content) for label, (content, _) in parts.items() if label.startswith("c2pa.claim"))
    _check_signature(_leaf(parts["c2pa.signature"][0]), claim_bytes, authority_pem)
    claim = cbor(claim_bytes)
    store = {label: (content, raw) for label, content, raw in _children(parts["c2pa.assertions"][0])}
    told = {}
    for reference in claim["created_assertions"] + claim.get("gathered_assertions", []):
        label = reference["url"].rsplit("/", 1)[1]
        content, raw = store[label]
        assert hashlib.sha256(raw).digest() == reference["hash"], f"{label} is not the one that was signed"
        told[label] = cbor(_leaf(content))
    _check_file(data, told["c2pa.hash.data"])
    return told


def _check_signature(cose: bytes, claim: bytes, authority_pem: bytes) -> None:
    protected, _, _, signature = cbor(cose)
    head = cbor(protected)
    assert head[1] == -7, "not ES256"
    chain = head[X5CHAIN]
    leaf = x509.load_der_x509_certificate(chain[0] if isinstance(chain, list) else chain)
    leaf.verify_directly_issued_by(x509.load_pem_x509_certificate(authority_pem))
    signed = b"\x84" + _head(3, 10) + b"Signature1" + _bytes(protected) + _bytes(b"") + _bytes(claim)
    half = len(signature) // 2
    der = encode_dss_signature(int.from_bytes(signature[:half]), int.from_bytes(signature[half:]))
    leaf.public_key().verify(der, signed, ec.ECDSA(hashes.SHA256()))


def _check_file(data: bytes, binding: dict[str, Any]) -> None:
    kept, at = hashlib.sha256(), 0
    for exclusion in binding["exclusions"]:
        kept.update(data[at : exclusion["start"]])
        at = exclusion["start"] + exclusion["length"]
    kept.update(data[at:])
    assert kept.digest() == binding["hash"], "the file was changed"


def _store(data: bytes, format: str) -> bytes:
    """The JUMBF that holds all manifests."""
    if format == "png":
        return next(body for kind, body in _chunks(data[8:], ">I4s", 4) if kind == b"caBX")
    if format == "webp":
        return next(body for kind, body in _chunks(data[12:], "<4sI", 0) if kind == b"C2PA")
    return _segments(data)


def _chunks(data: bytes, head: str, tail: int) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        one, other = struct.unpack_from(head, data, at)
        kind, size = (other, one) if isinstance(one, int) else (one, other)
        yield kind, data[at + 8 : at + 8 + size]
        at += 8 + size + (tail or size % 2)


def _segments(data: bytes) -> bytes:
    """The pieces in APP11 segments, without the box header that each repeats."""
    pieces, at = [], 2
    while data[at + 1] != 0xDA:
        size = struct.unpack_from(">H", data, at + 2)[0]
        if data[at + 1] == 0xEB:
            body = data[at + 12 : at + 2 + size]
            pieces.append(body[8:] if pieces else body)
        at += 2 + size
    return b"".join(pieces)


def _boxes(store: bytes) -> list[list[tuple[str, bytes, bytes]]]:
    (_, content, _) = next(_superboxes(store))
    return [list(_children(manifest)) for _, manifest, _ in _children(content)]


def _superboxes(data: bytes) -> Iterator[tuple[str, bytes, bytes]]:
    """Label, inner boxes, and the bytes that hashes are of, for each superbox."""
    at = 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"jumb":
            inside = data[at + 8 : at + size]
            length = struct.unpack_from(">I", inside)[0]
            label = inside[25:length].split(b"\0")[0].decode()
            yield label, inside[length:], inside
        at += size


def _children(content: bytes) -> Iterator[tuple[str, bytes, bytes]]:
    return _superboxes(content)


def _leaf(content: bytes) -> bytes:
    """What the one content box holds."""
    size = struct.unpack_from(">I", content)[0]
    return content[8:size]


def cbor(data: bytes) -> Any:
    return _item(data, 0)[0]


def _item(data: bytes, at: int) -> tuple[Any, int]:
    kind, low = data[at] >> 5, data[at] & 31
    at += 1
    if low >= 24:
        size = 1 << (low - 24)
        number, at = int.from_bytes(data[at : at + size]), at + size
    else:
        number = low
    if kind in (0, 1):
        return (number if kind == 0 else -1 - number), at
    if kind in (2, 3):
        body = data[at : at + number]
        return (body if kind == 2 else body.decode()), at + number
    if kind == 6:
        return _item(data, at)
    if kind == 7:
        return {20: False, 21: True, 22: None}[low], at
    items = []
    for _ in range(number * (kind - 3)):
        item, at = _item(data, at)
        items.append(item)
    return (items if kind == 4 else dict(zip(items[::2], items[1::2], strict=True))), at


def _bytes(data: bytes) -> bytes:
    return _head(2, len(data)) + data


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    size = next(size for size in (1, 2, 4) if number < 1 << 8 * size)
    return bytes([kind << 5 | 23 + size.bit_length()]) + number.to_bytes(size)
