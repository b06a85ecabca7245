"""The story of a reconciliation: a provider's bill beside the entries of its backends."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from zaffre.core.callers import Caller
from zaffre.core.errors import BadRequest
from zaffre.ledger.reconcile import Difference, Own, compare
from zaffre.service.organization.acts import check
from zaffre.settings.schema import Settings
from zaffre.storage import entries
from zaffre.storage.database import Database
from zaffre.wire.organization.invoices import DAY, Invoice


class Reconciled(Struct, frozen=True, kw_only=True):
    """All days and models of a bill, and the backends whose entries were looked at."""

    provider: str
    backends: tuple[str, ...]
    currency: str
    rows: list[Difference]


class Reconciliation:
    """Reads the entries themselves, since totals don't know which figures were estimated."""

    def __init__(self, database: Database, settings: Settings):
        self._database = database
        self._settings = settings

    async def compare(self, caller: Caller, invoice: Invoice, backends: Sequence[str] = ()) -> Reconciled:
        """Raises `BadRequest` for what can't be compared, and `Forbidden`."""
        check(caller, "usage.read")
        chosen = tuple(backends) or self._of(invoice.provider)
        self._check(invoice, chosen)
        first, last = min(line.day for line in invoice.lines), max(line.day for line in invoice.lines)
        async with self._database.begin() as connection:
            rows = await entries.by_day_and_model(connection, first, last + DAY, _only(invoice, chosen))
        own = {(row.pop("day"), row.pop("model")): Own(**row) for row in rows}
        return Reconciled(
            provider=invoice.provider,
            backends=chosen,
            currency=self._settings.ledger.currency,
            rows=list(self._rows(invoice, own)),
        )

    def _rows(self, invoice: Invoice, own: Mapping[tuple[int, str], Own]) -> Iterator[Difference]:
        for measure in dict.fromkeys(line.measure for line in invoice.lines):
            billed = [(line.day, line.item, line.amount) for line in invoice.lines if line.measure == measure]
            yield from compare(billed, own, self._known(), measure)

    def _check(self, invoice: Invoice, chosen: Sequence[str]) -> None:
        if not invoice.lines:
            raise BadRequest("The invoice has no lines for models.", param="invoice", code="invalid_invoice")
        for name in chosen:
            if name not in self._settings.backends:
                there = ", ".join(sorted(self._settings.backends)) or "none"
                raise BadRequest(f"There is no backend {name[:80]!r}. There are: {there}.", param="backend")
        if not chosen:
            text = (
                f"No backend here is {invoice.provider}'s. Name those whose entries the bill is about with 'backend'."
            )
            raise BadRequest(text, param="backend")
        ours = self._settings.ledger.currency
        for line in invoice.lines:
            if line.currency and line.currency.upper() != ours.upper():
                text = (
                    f"The invoice is in {line.currency[:10].upper()}, and the ledger in {ours}: they can't be compared."
                )
                raise BadRequest(text, param="invoice", code="invalid_invoice")

    def _of(self, provider: str) -> tuple[str, ...]:
        return tuple(
            name
            for name, backend in self._settings.backends.items()
            if backend.engine == "remote" and backend.dialect == provider
        )

    def _known(self) -> dict[str, str]:
        """Our models by every name that a bill may have for them."""
        names = {name: name for name in self._settings.models}
        return names | {told.upstream_name: name for name, told in self._settings.models.items() if told.upstream_name}


def _only(invoice: Invoice, backends: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Which entries a bill is about."""
    return {"backend": backends, **({"operation": invoice.operations} if invoice.operations else {})}
