"""Pictures: jobs of several kinds, pictures on disk, sittings, albums that are arriving."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Adds a column and three tables; the jobs there are were poems."""
    op.add_column("jobs", sa.Column("kind", sa.String(16), nullable=False, server_default="poem"))
    op.create_table(
        "pictures",
        sa.Column("key", sa.String(160), primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("used_at", sa.Double, nullable=False),
    )
    op.create_index("ix_pictures_sha256", "pictures", ["sha256"])
    op.create_table(
        "sittings",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("bot", sa.BigInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("painting", sa.Text, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("until", sa.Double, nullable=False),
        sa.Column("reply_to", sa.BigInteger),
        sa.Column("thread_id", sa.BigInteger),
        sa.Column("prompt_id", sa.BigInteger),
        sa.UniqueConstraint("bot", "chat_id", "person_id", name="sittings_person"),
    )
    op.create_table(
        "album_parts",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("bot", sa.BigInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("album", sa.String(64), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.UniqueConstraint("bot", "chat_id", "message_id", name="album_parts_message"),
    )
