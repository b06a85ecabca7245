"""Putting a picture into the gallery and taking it out again, by the installation's rules."""

from typing import Any

from zaffre.core.album import Picture
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock
from zaffre.core.errors import Forbidden
from zaffre.core.filtered import ContentFiltered
from zaffre.core.pictures import Pixels
from zaffre.safety.filters import Passage
from zaffre.safety.screen import Screen
from zaffre.service.meanings import Meanings
from zaffre.settings.pictures import Pictures
from zaffre.storage import gallery


class Sharing:
    """Pictures are private until their project shares them."""

    def __init__(self, settings: Pictures, screen: Screen, meanings: Meanings, clock: Clock):
        self._settings = settings
        self._screen = screen
        self._meanings = meanings
        self._clock = clock

    def shared(self, picture: Picture) -> dict[str, object]:
        """The columns of a picture that is shared now. Raises `Forbidden` where it may not be."""
        if not self._settings.gallery:
            text = "This installation has no gallery: pictures can't be shared here."
            raise Forbidden(text, param="shared", code="gallery_off")
        if picture.moderation == "hidden":
            text = "A moderator has taken this picture out of the gallery; it can't be shared again."
            raise Forbidden(text, param="shared", code="picture_hidden")
        return {"shared_at": self._clock.now(), "moderation": "waiting" if self._settings.approval else "open"}

    def reworded(self, picture: Picture) -> dict[str, object]:
        """The columns of a shared picture of which others are told something new: that needs approval again."""
        return {"moderation": "waiting"} if self._settings.approval and picture.moderation == "open" else {}

    async def withdraw(self, connection: Any, picture_id: str) -> None:
        """Make a picture private again; likes and meaning are deleted."""
        await gallery.withdraw(connection, picture_id)

    async def learn(self, picture: Picture) -> None:
        """Have a picture found by its meaning as long as it is shared, and not longer."""
        if picture.shared_at is None:
            self._meanings.forget(picture.id)
        else:
            await self._meanings.learn(picture)

    async def screen(self, text: str, caller: Caller) -> None:
        """Raise `ContentFiltered` for words that the project's policy stops: others may come to read them."""
        policy = self._screen.policies.choose(caller.project, None, None, caller.policy)
        if not policy.filters:
            return
        (verdict,) = await self._screen.judge([Passage(text, "user", "prompt")], policy)
        if verdict.is_blocked:
            raise ContentFiltered((verdict,), "title")

    async def screen_picture(self, pixels: Pixels, caller: Caller) -> None:
        """Raise `ContentFiltered` for a picture that the project's policy does not let in."""
        policy = self._screen.policies.choose(caller.project, None, None, caller.policy)
        blocked = [one for one in await self._screen.judge_pictures([pixels], policy, "prompt") if one.is_blocked]
        if blocked:
            raise ContentFiltered((blocked[0],), "image", is_picture=True)
