"""The script that people asked for, 简 or 繁."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "preferences",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("bot", sa.BigInteger, nullable=False),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("script", sa.String(8), nullable=False),
        sa.UniqueConstraint("bot", "person_id", name="preferences_person"),
    )
