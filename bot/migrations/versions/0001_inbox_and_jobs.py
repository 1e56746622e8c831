"""The inbox of updates and the queue of jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Makes both tables."""
    op.create_table(
        "inbox",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("bot", sa.BigInteger, nullable=False),
        sa.Column("update_id", sa.BigInteger, nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("received_at", sa.Double, nullable=False),
        sa.Column("handled_at", sa.Double),
        sa.UniqueConstraint("bot", "update_id", name="inbox_update"),
        sa.UniqueConstraint("bot", "source", name="inbox_source"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("bot", sa.BigInteger, nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("reply_to", sa.BigInteger),
        sa.Column("thread_id", sa.BigInteger),
        sa.Column("pressed", sa.String(64)),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lease", sa.String(32)),
        sa.Column("result", sa.Text),
        sa.Column("error", sa.Text),
        sa.Column("notice_id", sa.BigInteger),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("finished_at", sa.Double),
        sa.UniqueConstraint("bot", "source", name="jobs_source"),
    )
    op.create_index("jobs_by_status", "jobs", ["bot", "status"])
    op.create_index("jobs_by_person", "jobs", ["bot", "chat_id", "person_id"])
