"""Tables whose rows are never changed or removed: the database itself refuses, whoever asks."""

from typing import cast

import sqlalchemy as sa
from sqlalchemy import event

_SQLITE = """CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
_PG_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"""
_PG = "CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"


def trigger_statements(table: str, dialect: str) -> list[str]:
    """SQL that makes a table append-only, for `sqlite` or `postgresql`; migrations execute the same."""
    pattern = _PG if dialect == "postgresql" else _SQLITE
    triggers = [pattern.format(table=table, verb=verb.lower(), VERB=verb) for verb in ("UPDATE", "DELETE")]
    return [_PG_FUNCTION, *triggers] if dialect == "postgresql" else triggers


def append_only(table: sa.FromClause) -> None:
    """Mark a table: its triggers are made together with it."""
    table = cast("sa.Table", table)
    table.info["append_only"] = True
    event.listen(table, "after_create", _make_triggers)


def _make_triggers(table: sa.Table, connection: sa.Connection, **_: object) -> None:
    for statement in trigger_statements(table.name, connection.dialect.name):
        connection.execute(sa.text(statement))
