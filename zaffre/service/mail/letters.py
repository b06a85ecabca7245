"""The letters that the house writes. Plain text: what they say and the link can be read before anything is opened."""

from msgspec import Struct


class Letter(Struct, frozen=True):
    """A mail without its recipient."""

    subject: str
    text: str

    def __repr__(self) -> str:
        # The text may hold a link that opens an account.
        return f"Letter({self.subject!r})"


class Letters:
    """`organisation` is what the installation is called, `url` where people reach it."""

    def __init__(self, organisation: str, url: str):
        self._organisation = organisation
        self._url = url.rstrip("/")

    def invitation(self, code: str, inviter: str, note: str | None) -> Letter:
        said = [f"{inviter} invites you to {self._organisation}.", note or "", "To accept, open this link:"]
        return self._letter(f"Invitation to {self._organisation}", *said, self.link(f"invitation={code}"))

    def verification(self, token: str) -> Letter:
        return self._letter(
            f"Confirm your address for {self._organisation}",
            f"Somebody signed up at {self._organisation} with this address. If it was you, open this link:",
            self.link(f"verify={token}"),
            "If it was not you, do nothing: without the link there is no account.",
        )

    def already_here(self) -> Letter:
        return self._letter(
            f"You have an account at {self._organisation}",
            f"Somebody tried to sign up at {self._organisation} with this address, which has an account already.",
            "If it was you, sign in, or ask for a new password there:",
            self.link(),
            "If it was not you, nothing needs to be done.",
        )

    def reset(self, token: str) -> Letter:
        return self._letter(
            f"A new password for {self._organisation}",
            f"Somebody asked for a new password of your account at {self._organisation}. To set it, open this link:",
            self.link(f"reset={token}"),
            "It works for an hour, and once. If you did not ask for it, do nothing: your password stays as it is.",
        )

    def asked_back(self, question: str) -> Letter:
        return self._letter(
            f"A question about your application to {self._organisation}",
            "Whoever looks at your application would like to know more:",
            question,
            "Please answer here. You keep your place on the waiting list:",
            self.link(),
        )

    def approved(self, note: str | None) -> Letter:
        return self._letter(
            f"Your application to {self._organisation} is approved",
            f"You are in. What you may use now, you see at {self._organisation}:",
            note or "",
            self.link(),
        )

    def declined(self, note: str | None) -> Letter:
        subject = f"Your application to {self._organisation}"
        return self._letter(subject, "Your application was declined.", note or "", "It stands here:", self.link())

    def link(self, fragment: str = "", base: str = "") -> str:
        """An address of the account page, at `base` where nobody said where people come.

        What follows # never reaches a server, nor its logs.
        """
        return f"{self._url or base}/account" + (f"#{fragment}" if fragment else "")

    def _letter(self, subject: str, *paragraphs: str) -> Letter:
        return Letter(subject, "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n")
