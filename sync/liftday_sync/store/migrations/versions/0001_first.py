"""The first tables: athletes, raw items and what they mean, facts, sessions, plans, keys."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "athletes",
        sa.Column("athlete_id", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("athlete_id", name="pk_athletes"),
    )
    op.create_table(
        "server",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("server_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_server"),
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("athlete_id", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("start_before", INSTANT, nullable=True),
        sa.Column("start_after", INSTANT, nullable=True),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["athlete_id"], ["athletes.athlete_id"], name="fk_changes_athlete_id_athletes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
    )
    op.create_index("ix_changes_at", "changes", ["athlete_id", "at"], unique=False)
    op.create_index("ix_changes_uid", "changes", ["athlete_id", "uid"], unique=False)
    op.create_table(
        "cursors",
        sa.Column("athlete_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["athlete_id"], ["athletes.athlete_id"], name="fk_cursors_athlete_id_athletes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("athlete_id", "source", name="pk_cursors"),
    )
    op.create_table(
        "facts",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("athlete_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["athlete_id"], ["athletes.athlete_id"], name="fk_facts_athlete_id_athletes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_facts"),
    )
    op.create_index("ix_facts_kind", "facts", ["athlete_id", "kind"], unique=False)
    op.create_index("uq_facts_key", "facts", ["athlete_id", "key"], unique=True)
    op.create_table(
        "plan_revisions",
        sa.Column("athlete_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["athlete_id"], ["athletes.athlete_id"], name="fk_plan_revisions_athlete_id_athletes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("athlete_id", "revision", name="pk_plan_revisions"),
    )
    op.create_table(
        "raw_items",
        sa.Column("athlete_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("first_seen_at", INSTANT, nullable=False),
        sa.Column("last_seen_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["athlete_id"], ["athletes.athlete_id"], name="fk_raw_items_athlete_id_athletes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("athlete_id", "source", "external_id", name="pk_raw_items"),
    )
    op.create_index("ix_raw_items_changed", "raw_items", ["athlete_id", "changed_at"], unique=False)
    op.create_index(
        "ix_raw_items_problems",
        "raw_items",
        ["athlete_id", "changed_at"],
        unique=False,
        sqlite_where=sa.text("problem IS NOT NULL"),
        postgresql_where=sa.text("problem IS NOT NULL"),
    )
    op.create_table(
        "sessions",
        sa.Column("athlete_id", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("focus", sa.String(), nullable=False),
        sa.Column("start_at", INSTANT, nullable=False),
        sa.Column("end_at", INSTANT, nullable=False),
        sa.Column("original_date", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("times_deferred", sa.Integer(), nullable=False),
        sa.Column("credited_start_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["athlete_id"], ["athletes.athlete_id"], name="fk_sessions_athlete_id_athletes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("athlete_id", "uid", name="pk_sessions"),
    )
    op.create_index("ix_sessions_start", "sessions", ["athlete_id", "start_at"], unique=False)
    op.create_index("ix_sessions_status", "sessions", ["athlete_id", "status"], unique=False)
    op.create_table(
        "source_reports",
        sa.Column("athlete_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("retry_at", INSTANT, nullable=True),
        sa.Column("last_ok_at", INSTANT, nullable=True),
        sa.Column("last_try_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["athlete_id"], ["athletes.athlete_id"], name="fk_source_reports_athlete_id_athletes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("athlete_id", "source", name="pk_source_reports"),
    )
    op.create_table(
        "tokens",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("athlete_id", sa.String(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("feed", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["athlete_id"], ["athletes.athlete_id"], name="fk_tokens_athlete_id_athletes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name="pk_tokens"),
    )
    op.create_table(
        "activities",
        sa.Column("athlete_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("activity_id", sa.String(), nullable=False),
        sa.Column("sport", sa.String(), nullable=False),
        sa.Column("start_at", INSTANT, nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["athlete_id", "source", "external_id"],
            ["raw_items.athlete_id", "raw_items.source", "raw_items.external_id"],
            name="fk_activities_athlete_id_source_external_id_raw_items",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("athlete_id", "source", "external_id", name="pk_activities"),
    )
    op.create_index(
        "ix_activities_days",
        "activities",
        ["athlete_id", "local_date"],
        unique=False,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index("uq_activities_activity_id", "activities", ["athlete_id", "activity_id"], unique=True)
    op.create_table(
        "raw_payloads",
        sa.Column("athlete_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("stream", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["athlete_id", "source", "external_id"],
            ["raw_items.athlete_id", "raw_items.source", "raw_items.external_id"],
            name="fk_raw_payloads_athlete_id_source_external_id_raw_items",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("athlete_id", "source", "external_id", name="pk_raw_payloads"),
    )
