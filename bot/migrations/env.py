"""Alembic's entry: runs the migrations on the connection that `bot.store` hands over."""

from alembic import context

from bot.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite can't alter a column in place
)
with context.begin_transaction():
    context.run_migrations()
