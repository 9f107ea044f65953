"""Says in one sentence why the database cannot be used, before anything else tries."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def require_answer() -> None:
    """Stops with one sentence when the database does not answer."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        raise _silent(error) from None


def require_up_to_date() -> None:
    """Stops with one sentence when the database does not answer or lacks a table."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise _silent(error) from None
    if missing:
        raise CommandError("The database is not up to date. Run: manage.py migrate")


def _silent(error: DatabaseError) -> CommandError:
    lines = str(error).strip().splitlines()
    reason = lines[0] if lines else "unknown"
    return CommandError(f"The database named by DATABASE_URL does not answer: {reason}")
