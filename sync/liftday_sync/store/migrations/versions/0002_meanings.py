"""What items mean that are no activities; absences; how far a history was read; what was written elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make room for them."""
    op.add_column("raw_items", sa.Column("missed", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("source_reports", sa.Column("done", sa.Integer(), nullable=True))
    op.add_column("source_reports", sa.Column("total", sa.Integer(), nullable=True))
    op.add_column("source_reports", sa.Column("reached", sa.Date(), nullable=True))
    op.add_column("source_reports", sa.Column("unfinished", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "meanings",
        sa.Column("athlete_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("since_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["athlete_id", "source", "external_id"],
            ["raw_items.athlete_id", "raw_items.source", "raw_items.external_id"],
            name="fk_meanings_athlete_id_source_external_id_raw_items",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("athlete_id", "source", "external_id", name="pk_meanings"),
    )
    op.create_index("ix_meanings_days", "meanings", ["athlete_id", "what", "first_day"], unique=False)
    op.create_table(
        "written",
        sa.Column("athlete_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["athlete_id"], ["athletes.athlete_id"], name="fk_written_athlete_id_athletes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("athlete_id", "source", "uid", name="pk_written"),
    )
    op.create_table(
        "told",
        sa.Column("athlete_id", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["athlete_id"], ["athletes.athlete_id"], name="fk_told_athlete_id_athletes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("athlete_id", "target", "key", name="pk_told"),
    )
