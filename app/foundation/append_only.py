"""Tables whose rows are never changed or removed: the database itself refuses, whoever asks.

One exception may be named for a table: columns that hold what somebody is known by, and the condition under which they may be
written anew because that somebody was erased. Everything else of the row still stays as it is.
"""

from dataclasses import dataclass
from typing import cast

import sqlalchemy as sa
from sqlalchemy import event

_SQLITE = """CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
_SQLITE_BUT = """CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN NOT ({allowed})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
_RAISE = "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';"
_PG_FUNCTION = f"""CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN {_RAISE} END $$"""
_PG = "CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
_PG_BUT_FUNCTION = f"""CREATE OR REPLACE FUNCTION refuse_change_of_{{table}}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN IF {{allowed}} THEN RETURN NEW; END IF; {_RAISE} END $$"""
_PG_BUT = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change_of_{table}()"
)


@dataclass(frozen=True, slots=True)
class Erasable:
    """What may be written anew in an append-only table, and when: a condition on OLD and NEW, the same for both databases.

    `kept` are the columns that may not change, named so that a column that comes later has to be thought of.
    """

    kept: tuple[str, ...]
    when: str


def trigger_statements(table: str, dialect: str, erasable: Erasable | None = None) -> list[str]:
    """SQL that makes a table append-only, for `sqlite` or `postgresql`; migrations execute the same."""
    pattern = _PG if dialect == "postgresql" else _SQLITE
    verbs = ("DELETE",) if erasable else ("UPDATE", "DELETE")
    triggers = [pattern.format(table=table, verb=verb.lower(), VERB=verb) for verb in verbs]
    if erasable:
        triggers += update_statements(table, dialect, erasable)
    return [_PG_FUNCTION, *triggers] if dialect == "postgresql" else triggers


def update_statements(table: str, dialect: str, erasable: Erasable) -> list[str]:
    """SQL that refuses every UPDATE of a table but the one that an erasure asks for."""
    same = "IS NOT DISTINCT FROM" if dialect == "postgresql" else "IS"
    kept = [f"CAST(OLD.{name} AS TEXT) {same} CAST(NEW.{name} AS TEXT)" for name in erasable.kept]
    allowed = " AND ".join([*kept, f"({erasable.when})"])
    patterns = (_PG_BUT_FUNCTION, _PG_BUT) if dialect == "postgresql" else (_SQLITE_BUT,)
    return [pattern.format(table=table, allowed=allowed) for pattern in patterns]


def append_only(table: sa.FromClause, erasable: Erasable | None = None) -> None:
    """Mark a table: its triggers are made together with it."""
    table = cast("sa.Table", table)
    table.info["append_only"] = True
    table.info["erasable"] = erasable
    event.listen(table, "after_create", _make_triggers)


def _make_triggers(table: sa.Table, connection: sa.Connection, **_: object) -> None:
    for statement in trigger_statements(table.name, connection.dialect.name, table.info["erasable"]):
        connection.execute(sa.text(statement))
