"""Mail over an encrypted connection: the server must prove who it is before it is told a password."""

import asyncio
import datetime
import ipaddress
import ssl

import pytest
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.mailbox import Mailbox
from zaffre.service.mail.outbox import Unsent
from zaffre.service.mail.smtp import Smtp
from zaffre.settings.mail import Mail
from zaffre.storage.outbox import Parcel

PARCEL = Parcel(
    id="out_1", kind="mail", recipient="ada@example.com", subject="Hello", body="-", created_at=1.0, next_at=1.0
)


@pytest.fixture
def certificate(tmp_path):
    """A file with a certificate of 127.0.0.1 that nobody vouches for, and its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )
    pem, none = serialization.Encoding.PEM, serialization.NoEncryption()
    file = tmp_path / "mail.pem"
    file.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, none) + made.public_bytes(pem))
    return file


@pytest.fixture
async def box(certificate):
    """A mail server that wants an encrypted connection and a password."""
    box, context = Mailbox(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)

    def accept(server, session, envelope, mechanism, told):
        box.told = (told.login, told.password)
        is_right = told.password == b"secret"
        return AuthResult(success=is_right, handled=is_right)

    def serve():
        more = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": accept}
        return SMTP(box, **more)

    server = await asyncio.get_running_loop().create_server(serve, "127.0.0.1", 0)
    box.port, box.told = server.sockets[0].getsockname()[1], None
    yield box
    server.close()


def smtp(box, monkeypatch, password: str = "secret") -> Smtp:
    monkeypatch.setenv("MAIL_PASSWORD", password)
    return Smtp(
        Mail(
            host="127.0.0.1",
            port=box.port,
            username="zaffre",
            password_env="MAIL_PASSWORD",
            sender="Zaffre <z@example.com>",
        )
    )


async def test_mail_goes_to_a_server_that_proves_who_it_is(box, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    await smtp(box, monkeypatch)(PARCEL, "Text.\n")
    assert [mail["Subject"] for mail in box.mails] == ["Hello"]
    assert box.told == (b"zaffre", b"secret")


async def test_a_server_that_cannot_prove_who_it_is_learns_no_password(box, monkeypatch):
    with pytest.raises(Unsent, match="certificate"):
        await smtp(box, monkeypatch)(PARCEL, "Text.\n")
    assert box.mails == [] and box.told is None


async def test_a_refused_password_is_told_and_the_mail_waits(box, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(Unsent, match="535"):
        await smtp(box, monkeypatch, "wrong")(PARCEL, "Text.\n")
    assert box.mails == []
