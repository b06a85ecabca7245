"""Totals by hours, days, weeks and months, made of the entries that are there, and counts of what was refused."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_MEASURES = ("requests", "prompt_tokens", "completion_tokens", "cached_tokens", "images", "audio_ms", "compute_ms")
_MEASURES += ("cost", "blocked", "failed", "cancelled")
_COUNT = ("requests",)
_PLACE = ("deployment", "model", "backend", "region", "operation")
_HOLDER = ("project_id", "key_id", "user_id")
_SAID = ("project_id", "operation", "blocked", "findings")
_LENGTHS = (3600, 86_400, 604_800, 2_419_200)
_TOTALS = {
    "totals": (*_PLACE, "status"),
    "project_totals": ("project_id", *_PLACE, "status"),
    "key_totals": _HOLDER,
    "outcome_totals": (*_HOLDER, "status"),
    "end_user_totals": ("project_id", "end_user"),
    "detailed_totals": (*_HOLDER, *_PLACE),
}
_BOUNDS = (1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000, 3000, 5000, 7000)
_BOUNDS += (10000, 15000, 20000, 30000, 50000, 70000, 100000, 150000, 200000, 300000, 600000)
_SUMS = ["count(*)", *(f"sum({name})" for name in _MEASURES[1:8])]
_SUMS += [f"sum(CASE WHEN status = '{status}' THEN 1 ELSE 0 END)" for status in _MEASURES[8:]]


def upgrade() -> None:
    op.create_index("ix_entries_project_id_time", "entries", ["project_id", "time"])
    for table, names in _TOTALS.items():
        _create(table, ("seconds", "start"), names, _MEASURES)
        for column in {"key_id", "user_id", "end_user"} & {*names}:
            op.create_index(f"ix_{table}_{column}_start", table, [column, "seconds", "start"])
    _create("latency_totals", ("start",), ("bucket",), _COUNT)
    _create("project_latency_totals", (), ("project_id", "start", "bucket"), _COUNT)
    _create("verdict_totals", ("start",), _SAID, _COUNT)
    _create("refusals", ("start",), (*_HOLDER, "operation", "code"), _COUNT)
    _fill()


def _create(table: str, whole: tuple[str, ...], names: tuple[str, ...], measures: tuple[str, ...]) -> None:
    op.create_table(
        table,
        *(_key(name) for name in (*whole, *names)),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in measures),
        sa.PrimaryKeyConstraint(*whole, *names, name=f"pk_{table}"),
        sqlite_with_rowid=False,
    )


def _key(name: str) -> sa.Column:
    if name in ("seconds", "start", "bucket"):
        return sa.Column(name, sa.BigInteger, autoincrement=False, nullable=False)
    return sa.Column(name, sa.String, nullable=False)


def _fill() -> None:
    for table, names in _TOTALS.items():
        first, *longer = _LENGTHS if table in ("totals", "project_totals") else _LENGTHS[1:]
        _sum(table, first, names, _SUMS, str(first))
        for shorter, seconds in zip((first, *longer), longer, strict=False):
            _lengthen(table, shorter, seconds, names)
    for table, names in {"latency_totals": ("bucket",), "project_latency_totals": ("project_id", "bucket")}.items():
        _sum(table, 86_400, names, _SUMS[:1], where="status = 'completed'")
    _sum("verdict_totals", 3600, _SAID, _SUMS[:1])


def _sum(table: str, seconds: int, names: tuple[str, ...], sums: list[str], *length: str, where: str = "true") -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    whole = f"time / {seconds}" if is_sqlite else f"floor(time / {seconds})"
    columns = [f"CAST({whole} AS BIGINT) * {seconds}", *map(_expression, names), *sums]
    told = ", ".join(f"{column} AS c{place}" for place, column in enumerate(columns))
    group = ", ".join(f"c{place}" for place in range(len(names) + 1))
    chosen = ", ".join([*length, *(f"c{place}" for place in range(len(columns)))])
    into = ", ".join([*(["seconds"] if length else []), "start", *names, *_MEASURES[: len(sums)]])
    # A subquery, since a name of its own is grouped by alike in either database.
    inner = f"SELECT {told} FROM entries WHERE {where} GROUP BY {group}"
    op.execute(f"INSERT INTO {table} ({into}) SELECT {chosen} FROM ({inner}) AS sums")


def _lengthen(table: str, shorter: int, seconds: int, names: tuple[str, ...]) -> None:
    keys, measures = ", ".join(names), ", ".join(_MEASURES)
    rows = f"SELECT start / {seconds} * {seconds} AS began, {keys}, {measures} FROM {table} WHERE seconds = {shorter}"
    sums = ", ".join(f"sum({name})" for name in _MEASURES)
    chosen = f"SELECT {seconds}, began, {keys}, {sums} FROM ({rows}) AS short GROUP BY began, {keys}"
    op.execute(f"INSERT INTO {table} (seconds, start, {keys}, {measures}) {chosen}")


def _expression(name: str) -> str:
    match name:
        case "user_id":
            return "coalesce(user_id, '')"
        case "end_user":
            return "substr(coalesce(end_user, ''), 1, 200)"
        case "blocked":
            return "substr(coalesce(entries.blocked, ''), 1, 500)"
        case "findings":
            return "CASE WHEN length(findings) > 1500 THEN '' ELSE coalesce(findings, '') END"
        case "bucket":
            steps = " ".join(f"WHEN duration_ms < {bound} THEN {bucket}" for bucket, bound in enumerate(_BOUNDS))
            return f"CASE {steps} ELSE {len(_BOUNDS)} END"
        case _:
            return name
