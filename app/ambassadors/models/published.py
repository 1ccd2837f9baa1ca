"""Published minutes are never changed: the database itself refuses, whoever asks."""

from typing import cast

import sqlalchemy as sa
from sqlalchemy import event

VERBS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
_SQLITE = """CREATE TRIGGER {table}_published_{verb} BEFORE {VERB} ON {table} WHEN {when}
BEGIN SELECT RAISE(ABORT, 'the minutes are published'); END"""
_PG_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_published() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE which integer; BEGIN
IF TG_OP <> 'INSERT' THEN which := (to_jsonb(OLD) ->> TG_ARGV[0])::integer; ELSE which := (to_jsonb(NEW) ->> TG_ARGV[0])::integer; END IF;
IF EXISTS (SELECT 1 FROM meetings WHERE id = which AND state = 'published') THEN
RAISE EXCEPTION 'the minutes are published' USING ERRCODE = 'integrity_constraint_violation'; END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"""
_PG = """CREATE TRIGGER {table}_published BEFORE {verbs} ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_published('{column}')"""


def lock_statements(table: str, column: str, dialect: str) -> list[str]:
    """SQL that closes the rows of published meetings, for `sqlite` or `postgresql`; migrations execute the same.

    `column` names the meeting. The meeting itself is closed by what it was, so that it can be published once.
    """
    verbs = ("update", "delete") if table == "meetings" else tuple(VERBS)
    if dialect == "postgresql":
        return [_PG_FUNCTION, _PG.format(table=table, verbs=" OR ".join(verbs).upper(), column=column)]
    return [
        _SQLITE.format(table=table, verb=verb, VERB=verb.upper(), when=_of_published(VERBS[verb][0], column))
        for verb in verbs
    ]


def unlock_statements(table: str, dialect: str) -> list[str]:
    """SQL that takes the same away again."""
    if dialect == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {table}_published ON {table}"]
    return [f"DROP TRIGGER IF EXISTS {table}_published_{verb}" for verb in VERBS]


def _of_published(row: str, column: str) -> str:
    return f"EXISTS (SELECT 1 FROM meetings WHERE id = {row}.{column} AND state = 'published')"  # noqa: S608 (names of our own tables)


def locked_when_published(table: sa.FromClause, column: str) -> None:
    """Mark a table whose rows belong to a meeting: its triggers are made together with it."""
    table = cast("sa.Table", table)
    table.info["locked_when_published"] = column
    event.listen(table, "after_create", _make_triggers)


def _make_triggers(table: sa.Table, connection: sa.Connection, **_: object) -> None:
    column = table.info["locked_when_published"]
    for statement in lock_statements(table.name, column, connection.dialect.name):
        connection.execute(sa.text(statement))
