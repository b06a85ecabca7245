"""Who may set a limit or budget: the organisation on everything, a project on itself and its keys."""

from msgspec import Struct

from zaffre.core.callers import Caller
from zaffre.core.errors import BadRequest
from zaffre.core.limits import EACH, Setter
from zaffre.service.organization.acts import check
from zaffre.service.organization.quotas.sight import Sight, nobody

OF_PROJECTS = frozenset({"project", "key"})


class Standpoint(Struct, frozen=True):
    """For whom a caller sets a rule, and the project in which they must be allowed to."""

    set_by: Setter
    project_id: str | None = None


class Setters(Struct, frozen=True):
    """What a project sets for itself counts beside what the organisation set, so it can only be tighter."""

    sight: Sight

    async def standpoint(
        self, caller: Caller, permission: str, subject: str, subject_id: str, wanted: Setter | None = None
    ) -> Standpoint:
        """The widest that the caller has, or the one that they want; raises `Forbidden` or `BadRequest`."""
        if wanted == "organization" or (wanted is None and caller.rights.allow(permission)):
            check(caller, permission)
            return Standpoint("organization")
        if subject not in OF_PROJECTS or subject_id == EACH:
            check(caller, permission)
            text = "Invalid value for 'set_by': a project sets rules for itself and for its keys, each by its id."
            raise BadRequest(text, param="set_by", code="invalid_value")
        home = await self.sight.home(subject, subject_id)
        # Of what is in a project where one has nothing, not even that it is there is told.
        if home is None or not (caller.rights.allow(permission, home) or caller.rights.allow("projects.read", home)):
            raise nobody(subject, subject_id)
        check(caller, permission, home)
        return Standpoint("project", home)
