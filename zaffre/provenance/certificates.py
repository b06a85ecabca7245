"""The certificates of an installation: an authority of its own, and the signer that it vouches for."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_AUTHORITY_DAYS, _SIGNER_DAYS = 365 * 30, 365 * 10
_RENEWED = timedelta(days=365 * 5)
_LONGEST = 64


def new_key() -> bytes:
    """A private key on the curve P-256, as PEM."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def authority_for(key_pem: bytes, name: str) -> bytes:
    """A certificate for an authority that signs for itself, as PEM."""
    from cryptography import x509

    key = _loaded(key_pem)
    subject = _named(name, "Pictures' authority")
    builder = (
        _certificate(subject, subject, key, _AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(True, 0), True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), True)
    )
    return _signed(builder, key)


def signer_for(key_pem: bytes, name: str, authority_pem: bytes, authority_key_pem: bytes) -> bytes:
    """A certificate of the kind that C2PA asks of signers, as PEM."""
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    key, authority_key = _loaded(key_pem), _loaded(authority_key_pem)
    issuer = x509.load_pem_x509_certificate(authority_pem).subject
    builder = (
        _certificate(_named(name, "Pictures"), issuer, key, _SIGNER_DAYS)
        .add_extension(x509.BasicConstraints(False, None), True)
        .add_extension(_usage(digital_signature=True), True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), False)
    )
    return _signed(builder, authority_key)


def is_current(signer_pem: bytes, name: str) -> bool:
    """Whether a signer's certificate has that name, and years before it."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    signer = x509.load_pem_x509_certificate(signer_pem)
    named = signer.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value
    return named == name[:_LONGEST] and signer.not_valid_after_utc - datetime.now(timezone.utc) > _RENEWED


def _loaded(pem: bytes) -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives import serialization

    return serialization.load_pem_private_key(pem, None)


def _named(organisation: str, common: str) -> x509.Name:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    attribute = x509.NameAttribute
    return x509.Name(
        [attribute(NameOID.ORGANIZATION_NAME, organisation[:_LONGEST]), attribute(NameOID.COMMON_NAME, common)]
    )


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, days: int
) -> x509.CertificateBuilder:
    from cryptography import x509

    # Clocks differ: a certificate of this very minute would not hold on a machine that is a minute behind.
    start = datetime.now(timezone.utc) - timedelta(days=1)
    return (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )


def _usage(**uses: bool) -> x509.KeyUsage:
    from cryptography import x509

    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    more = ("key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{**dict.fromkeys((*names, *more), False), **uses})


def _signed(builder: x509.CertificateBuilder, key: EllipticCurvePrivateKey) -> bytes:
    from cryptography.hazmat.primitives import hashes, serialization

    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
