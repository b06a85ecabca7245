"""The stories of limits: who may use how much, and how much of it is used."""

from collections.abc import Mapping

from msgspec import Struct, structs

from zaffre.admission.admission import Admission
from zaffre.admission.counters.base import Level
from zaffre.core.callers import Caller
from zaffre.core.errors import BadRequest, NotFound
from zaffre.core.limits import EACH, METERS, Limit, Setter
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Act, Acts
from zaffre.service.organization.quotas.setters import Setters, Standpoint
from zaffre.service.organization.quotas.sight import Sight
from zaffre.storage import limits
from zaffre.storage.database import Database


class Standing(Struct, frozen=True, kw_only=True):
    """A limit with how full each of its meters is: of one for many, as for whoever is fullest.

    `among` is how many these are who have called here today; `None` where it is for one.
    """

    limit: Limit
    name: str | None
    levels: Mapping[str, Level]
    among: int | None


class Limits:
    """Limits are put, replaced as a whole, and removed; they hold from then on."""

    def __init__(self, acts: Acts, database: Database, admission: Admission, sight: Sight):
        self._acts = acts
        self._database = database
        self._admission = admission
        self._sight = sight
        self._setters = Setters(sight)

    async def all(self, caller: Caller, subject: str | None = None, subject_id: str | None = None) -> list[Standing]:
        """Those that the caller may see."""
        async with self._database.begin() as connection:
            there = await limits.all_limits(connection)
        wanted = [one for one in there if subject in (None, one.subject) and subject_id in (None, one.subject_id)]
        return await self.standing(await self._sight.seen(caller, "limits.read", wanted))

    async def put(self, caller: Caller, limit: Limit, set_by: Setter | None = None) -> Standing:
        """Let it hold in place of the one that the same set for the same subject and model."""
        of = await self.standpoint(caller, limit.subject, limit.subject_id, set_by)
        limit = structs.replace(limit, set_by=of.set_by)
        async with self._acts.begin(caller, "limits.write", of.project_id) as act:
            await self.hold(act, limit)
        return (await self.standing([limit]))[0]

    async def standpoint(
        self, caller: Caller, subject: str, subject_id: str, wanted: Setter | None = None
    ) -> Standpoint:
        """For whom the caller sets limits of that subject; raises `Forbidden` or `BadRequest`."""
        return await self._setters.standpoint(caller, "limits.write", subject, subject_id, wanted)

    async def hold(self, act: Act, limit: Limit) -> None:
        """The same inside an act; raises `BadRequest`."""
        _check(limit)
        await self._sight.check(limit.subject, limit.subject_id)
        self._sight.check_model(limit.model)
        if limit.set_by == "project":
            await _check_within(act, limit)
        before = await limits.find_limit(act.connection, limit.subject, limit.subject_id, limit.model, limit.set_by)
        await limits.put_limit(act.connection, limit)
        act.did(_told("rate_limit.updated", limit, before=before, after=limit))

    async def remove(
        self, caller: Caller, subject: str, subject_id: str, model: str, set_by: Setter | None = None
    ) -> None:
        """Raises `NotFound` where the same set none."""
        of = await self.standpoint(caller, subject, subject_id, set_by)
        async with self._acts.begin(caller, "limits.write", of.project_id) as act:
            before = await limits.find_limit(act.connection, subject, subject_id, model, of.set_by)
            if before is None:
                text = (
                    f"There is no limit for the {subject} {subject_id[:80]!r} and the model {model[:80]!r} that the "
                    f"{of.set_by} set."
                )
                raise NotFound(text, param="subject_id", code="limit_not_found")
            await self.drop(act, before)

    async def drop(self, act: Act, limit: Limit) -> None:
        """The same inside an act, for one that is there."""
        await limits.remove_limit(act.connection, limit)
        act.did(_told("rate_limit.deleted", limit, before=limit))

    async def standing(self, found: list[Limit]) -> list[Standing]:
        """How full they are."""
        names = await self._sight.names(found)
        return [await self._stand(one, names.get((one.subject, one.subject_id))) for one in found]

    async def _stand(self, limit: Limit, name: str | None) -> Standing:
        gauge = await self._admission.gauge(limit)
        among = gauge.among if limit.subject_id == EACH or limit.subject == "end_user" else None
        return Standing(limit=limit, name=name, levels=gauge.levels, among=among)


async def _check_within(act: Act, limit: Limit) -> None:
    """Raise `BadRequest` where the organisation allows less, so that nobody believes in a limit that isn't one."""
    own = await limits.find_limit(act.connection, limit.subject, limit.subject_id, limit.model)
    bound = own or await limits.find_limit(act.connection, limit.subject, EACH, limit.model)
    allowed = bound.meters if bound else {}
    for meter, most in limit.meters.items():
        if most > allowed.get(meter, most):
            text = f"Invalid value for {meter!r}: the organisation allows {allowed[meter]}, and a project no more."
            raise BadRequest(text, param=meter, code="above_organization")


def _check(limit: Limit) -> None:
    if not limit.meters:
        text = f"A limit must bound something: give at least one of {', '.join(METERS)}."
        raise BadRequest(text, param=METERS[0], code="missing_required_parameter")
    if limit.slice_seconds is not None and limit.requests_per_minute is None:
        text = "'slice_seconds' spreads 'requests_per_minute', which is not given."
        raise BadRequest(text, param="requests_per_minute", code="missing_required_parameter")


def _told(action: str, limit: Limit, *, before: Limit | None = None, after: Limit | None = None) -> Change:
    where = ":".join(filter(None, (limit.subject, limit.subject_id, limit.model)))
    return Change(
        action=action,
        object="limit",
        object_id=where,
        project_id=limit.subject_id if limit.subject == "project" and limit.subject_id != EACH else None,
        before=before and _values(before),
        after=after and _values(after),
    )


def _values(limit: Limit) -> dict[str, int | str]:
    sliced = {} if limit.slice_seconds is None else {"slice_seconds": limit.slice_seconds}
    return limit.meters | sliced | ({} if limit.set_by == "organization" else {"set_by": limit.set_by})
