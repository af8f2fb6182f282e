"""The tables. Instants are UTC, days are dates, documents are JSON text; every row belongs to an athlete.

SQLite and PostgreSQL share every definition. A change here needs a file in `migrations/versions`; a test compares them.
"""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored and returned in UTC. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite keeps no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone, and the store keeps instants only.")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class JsonText(TypeDecorator[Any]):
    """Plain JSON, kept as text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 (the base class calls it)
        """The same value gives the same text."""
        return None if value is None else json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 (the base class calls it)
        """What was written."""
        return None if value is None else json.loads(value)


def _athlete(*, key: bool = False, nullable: bool = False) -> Column[str]:
    return Column(
        "athlete_id",
        String,
        ForeignKey("athletes.athlete_id", ondelete="CASCADE"),
        primary_key=key,
        nullable=nullable,
    )


server = Table(
    "server",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("server_id", String, nullable=False),
)

athletes = Table(
    "athletes",
    metadata,
    Column("athlete_id", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("time_zone", String, nullable=False),
)

raw_items = Table(
    "raw_items",
    metadata,
    _athlete(key=True),
    Column("source", String, primary_key=True),
    Column("external_id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("problem", Text),
    Column("first_seen_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    Column("missed", Integer, nullable=False, server_default="0"),
    Index("ix_raw_items_changed", "athlete_id", "changed_at"),
    Index(
        "ix_raw_items_problems",
        "athlete_id",
        "changed_at",
        sqlite_where=text("problem IS NOT NULL"),
        postgresql_where=text("problem IS NOT NULL"),
    ),
)

# Apart from `raw_items`, so that marking an item as seen does not write its payload again, and so that payloads can be
# let go while what they meant is kept.
raw_payloads = Table(
    "raw_payloads",
    metadata,
    Column("athlete_id", String, primary_key=True),
    Column("source", String, primary_key=True),
    Column("external_id", String, primary_key=True),
    Column("payload", LargeBinary, nullable=False),
    Column("stream", LargeBinary),
    ForeignKeyConstraint(
        ["athlete_id", "source", "external_id"],
        ["raw_items.athlete_id", "raw_items.source", "raw_items.external_id"],
        ondelete="CASCADE",
    ),
)

activities = Table(
    "activities",
    metadata,
    Column("athlete_id", String, primary_key=True),
    Column("source", String, primary_key=True),
    Column("external_id", String, primary_key=True),
    Column("activity_id", String, nullable=False),
    Column("sport", String, nullable=False),
    Column("start_at", Instant, nullable=False),
    Column("local_date", Date, nullable=False),
    Column("detail", Text, nullable=False),
    Column("deleted_at", Instant),
    ForeignKeyConstraint(
        ["athlete_id", "source", "external_id"],
        ["raw_items.athlete_id", "raw_items.source", "raw_items.external_id"],
        ondelete="CASCADE",
    ),
    Index("uq_activities_activity_id", "athlete_id", "activity_id", unique=True),
    Index(
        "ix_activities_days",
        "athlete_id",
        "local_date",
        sqlite_where=text("deleted_at IS NULL"),
        postgresql_where=text("deleted_at IS NULL"),
    ),
)

# What raw items mean that are no activities: planned runs, races, flags, times that are taken, nights, measures.
meanings = Table(
    "meanings",
    metadata,
    Column("athlete_id", String, primary_key=True),
    Column("source", String, primary_key=True),
    Column("external_id", String, primary_key=True),
    Column("what", String, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date),
    Column("detail", Text, nullable=False),
    Column("since_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    ForeignKeyConstraint(
        ["athlete_id", "source", "external_id"],
        ["raw_items.athlete_id", "raw_items.source", "raw_items.external_id"],
        ondelete="CASCADE",
    ),
    Index("ix_meanings_days", "athlete_id", "what", "first_day"),
)

cursors = Table(
    "cursors",
    metadata,
    _athlete(key=True),
    Column("source", String, primary_key=True),
    Column("cursor", Text, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

source_reports = Table(
    "source_reports",
    metadata,
    _athlete(key=True),
    Column("source", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("retry_at", Instant),
    Column("last_ok_at", Instant),
    Column("last_try_at", Instant),
    Column("done", Integer),
    Column("total", Integer),
    Column("reached", Date),
    Column("unfinished", Boolean, nullable=False, server_default=false()),
)

# What we put into other services, so that it is moved and not made twice, and nothing else is ever touched there.
written = Table(
    "written",
    metadata,
    _athlete(key=True),
    Column("source", String, primary_key=True),
    Column("uid", String, primary_key=True),
    Column("ref", Text, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

facts = Table(
    "facts",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    _athlete(),
    Column("kind", String, nullable=False),
    Column("subject", String),
    Column("payload", JsonText, nullable=False),
    Column("key", String),
    Column("created_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("uq_facts_key", "athlete_id", "key", unique=True),
    Index("ix_facts_kind", "athlete_id", "kind"),
)

sessions = Table(
    "sessions",
    metadata,
    _athlete(key=True),
    Column("uid", String, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("focus", String, nullable=False),
    Column("start_at", Instant, nullable=False),
    Column("end_at", Instant, nullable=False),
    Column("original_date", Date, nullable=False),
    Column("content", Text, nullable=False),
    Column("reason_code", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("times_deferred", Integer, nullable=False),
    Column("credited_start_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index("ix_sessions_start", "athlete_id", "start_at"),
    Index("ix_sessions_status", "athlete_id", "status"),
)

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    _athlete(),
    Column("at", Instant, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("uid", String, nullable=False),
    Column("change", String, nullable=False),
    Column("start_before", Instant),
    Column("start_after", Instant),
    Column("reason_code", String, nullable=False),
    Column("reason", Text, nullable=False),
    Index("ix_changes_at", "athlete_id", "at"),
    Index("ix_changes_uid", "athlete_id", "uid"),
)

plan_revisions = Table(
    "plan_revisions",
    metadata,
    _athlete(key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("made_at", Instant, nullable=False),
    Column("trigger", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("document", Text),
)

tokens = Table(
    "tokens",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("scope", String, nullable=False),
    _athlete(nullable=True),
    Column("label", Text, nullable=False),
    Column("feed", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
)

# Which daemon looks after an athlete, where several share a database. `fence` rises with each hand that takes over.
leases = Table(
    "leases",
    metadata,
    _athlete(key=True),
    Column("holder", String, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("wanted_by", String),
    Column("asked", Integer, nullable=False, server_default="0"),
)

# What was said to the athlete's phone; `target` names the address without holding it.
told = Table(
    "told",
    metadata,
    _athlete(key=True),
    Column("target", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("at", Instant, nullable=False),
)
