"""Alembic's entry: runs the steps on the connection that `database.migrate` hands over."""

from alembic import context

if hasattr(context, "config"):  # false where a test collector merely imports this module
    context.configure(connection=context.config.attributes["connection"], transaction_per_migration=False)
    context.run_migrations()
