"""The steps from an older database to this version's tables, run by Alembic; `open_audience` takes them by itself."""
