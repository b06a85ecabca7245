"""Mail by SMTP."""

import os
from datetime import datetime, timezone
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from zaffre.service.mail.outbox import Undeliverable, Unsent
from zaffre.settings.mail import Mail
from zaffre.storage.outbox import Parcel

_REFUSED_FOR_GOOD = 500


class Smtp:
    """Sends through the server that `[mail]` names."""

    def __init__(self, settings: Mail):
        self._settings = settings

    async def __call__(self, parcel: Parcel, body: str) -> None:
        """Raises `Unsent`, or `Undeliverable` where the server says that it will never take this mail."""
        from aiosmtplib import SMTPDataError, SMTPException, send

        settings = self._settings
        try:
            await send(
                self.message(parcel, body),
                hostname=settings.host,
                port=settings.port,
                use_tls=settings.security == "tls",
                start_tls=settings.security == "starttls",
                username=settings.username,
                password=os.environ.get(settings.password_env) if settings.password_env else None,
                timeout=settings.timeout,
            )
        except SMTPDataError as error:
            is_final = error.code >= _REFUSED_FOR_GOOD
            raise (Undeliverable if is_final else Unsent)(f"{error.code} {error.message}") from error
        except (SMTPException, OSError) as error:
            # A refused password or sender is for the operator to mend; the mail waits for that.
            raise self._refused(error) from error

    def message(self, parcel: Parcel, body: str) -> EmailMessage:
        """The mail itself. A copy that is sent once more has the same id."""
        sender = self._settings.sender or ""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, parcel.recipient, parcel.subject
        message["Date"] = format_datetime(datetime.fromtimestamp(parcel.created_at, timezone.utc))
        message["Message-ID"] = f"<{parcel.id}@{parseaddr(sender)[1].rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(body)
        return message

    def _refused(self, error: Exception) -> Exception:
        from aiosmtplib import SMTPRecipientsRefused

        codes = [one.code for one in error.recipients] if isinstance(error, SMTPRecipientsRefused) else []
        is_final = bool(codes) and min(codes) >= _REFUSED_FOR_GOOD
        return (Undeliverable if is_final else Unsent)(str(error) or type(error).__name__)
