"""The names on people's seals."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "seals",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("bot", sa.BigInteger, nullable=False),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("name", sa.String(8), nullable=False),
        sa.UniqueConstraint("bot", "person_id", name="seals_person"),
    )
