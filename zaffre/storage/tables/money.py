"""How much may be used: limits, and budgets in nano-units of money."""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Integer, String, Table

from zaffre.storage.tables.base import metadata

limits = Table(
    "limits",
    metadata,
    Column("subject", String, primary_key=True),
    Column("subject_id", String, primary_key=True),
    Column("model", String, primary_key=True, server_default=""),
    Column("set_by", String, primary_key=True, server_default="organization"),
    Column("requests_per_minute", BigInteger),
    Column("tokens_per_minute", BigInteger),
    Column("images_per_minute", BigInteger),
    Column("requests_per_day", BigInteger),
    Column("tokens_per_day", BigInteger),
    Column("concurrent_streams", BigInteger),
    Column("enqueued_batch_tokens", BigInteger),
    Column("slice_seconds", Integer),
)

budgets = Table(
    "budgets",
    metadata,
    Column("id", String, primary_key=True),
    Column("subject", String, nullable=False),
    Column("subject_id", String, nullable=False),
    Column("period", String, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("is_hard", Boolean, nullable=False),
    Column("warn_at", String, nullable=False),
    Column("emails", String, nullable=False),
    Column("webhook", String),
    Column("created_at", Float, nullable=False),
    Column("prefix", String),
    Column("set_by", String, nullable=False, server_default="organization"),
)

budget_warnings = Table(
    "budget_warnings",
    metadata,
    Column("budget_id", String, ForeignKey("budgets.id", ondelete="CASCADE"), primary_key=True),
    Column("subject_id", String, primary_key=True),
    Column("began_at", Float, primary_key=True),
    Column("percent", Integer, primary_key=True),
    Column("time", Float, nullable=False),
)
