"""Totals by hours and days, made of the entries that are there, and counts of what was refused."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_MEASURES = ("requests", "prompt_tokens", "completion_tokens", "cached_tokens", "images", "audio_ms", "compute_ms")
_MEASURES += ("cost", "blocked", "failed", "cancelled")
_PLACE = ("deployment", "model", "backend", "region", "operation", "status")
_HOLDER = ("project_id", "key_id", "user_id")
_BOUNDS = (1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000, 3000, 5000, 7000)
_BOUNDS += (10000, 15000, 20000, 30000, 50000, 70000, 100000, 150000, 200000, 300000, 600000)
_SUMS = ["count(*)", *(f"sum({name})" for name in _MEASURES[1:8])]
_SUMS += [f"sum(CASE WHEN status = '{status}' THEN 1 ELSE 0 END)" for status in _MEASURES[8:]]


def upgrade() -> None:
    _create("totals", ("project_id", *_PLACE), _MEASURES, "seconds")
    _create("key_totals", _HOLDER, _MEASURES)
    _create("detailed_totals", (*_HOLDER, *_PLACE), _MEASURES)
    _create("end_user_totals", ("project_id", "end_user"), _MEASURES)
    _create("latency_totals", ("project_id", "bucket"), _MEASURES[:1])
    _create("verdict_totals", ("project_id", "operation", "blocked", "findings"), _MEASURES[:1])
    _create("refusals", (*_HOLDER, "operation", "code"), _MEASURES[:1])
    for table, column in (
        ("key_totals", "key_id"),
        ("key_totals", "user_id"),
        ("detailed_totals", "key_id"),
        ("detailed_totals", "user_id"),
        ("end_user_totals", "end_user"),
    ):
        op.create_index(f"ix_{table}_{column}_start", table, [column, "start"])
    _fill()


def _create(table: str, names: tuple[str, ...], measures: tuple[str, ...], *grade: str) -> None:
    whole = [sa.Column(name, sa.Integer, autoincrement=False, nullable=False) for name in (*grade, "start")]
    named = [_name(name) for name in names]
    op.create_table(
        table,
        *whole,
        *named,
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in measures),
        sa.PrimaryKeyConstraint(*grade, "start", *names, name=f"pk_{table}"),
        sqlite_with_rowid=False,
    )


def _name(name: str) -> sa.Column:
    if name == "bucket":
        return sa.Column(name, sa.Integer, autoincrement=False, nullable=False)
    return sa.Column(name, sa.String, nullable=False)


def _fill() -> None:
    for seconds in (3600, 86_400):
        _sum("totals", seconds, ("project_id", *_PLACE), _SUMS, str(seconds))
    _sum("key_totals", 86_400, _HOLDER, _SUMS)
    _sum("detailed_totals", 86_400, (*_HOLDER, *_PLACE), _SUMS)
    _sum("end_user_totals", 86_400, ("project_id", "end_user"), _SUMS)
    _sum("latency_totals", 86_400, ("project_id", "bucket"), _SUMS[:1], where="status = 'completed'")
    _sum("verdict_totals", 3600, ("project_id", "operation", "blocked", "findings"), _SUMS[:1])


def _sum(table: str, seconds: int, names: tuple[str, ...], sums: list[str], *grade: str, where: str = "true") -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    whole = f"time / {seconds}" if is_sqlite else f"floor(time / {seconds})"
    columns = [f"CAST({whole} AS BIGINT) * {seconds}", *map(_expression, names), *sums]
    told = ", ".join(f"{column} AS c{place}" for place, column in enumerate(columns))
    group = ", ".join(f"c{place}" for place in range(len(names) + 1))
    chosen = ", ".join([*grade, *(f"c{place}" for place in range(len(columns)))])
    # A subquery, since a name of its own is grouped by alike in either database.
    inner = f"SELECT {told} FROM entries WHERE {where} GROUP BY {group}"
    op.execute(f"INSERT INTO {table} SELECT {chosen} FROM ({inner}) AS sums")


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
