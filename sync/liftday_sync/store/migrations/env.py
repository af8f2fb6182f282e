"""What Alembic runs: the migrations, on the connection and inside the transaction that `migrate` opened."""

from alembic import context

from liftday_sync.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite too: the program begins the transaction itself
    render_as_batch=True,  # SQLite can't alter a table in place
)
with context.begin_transaction():
    context.run_migrations()
