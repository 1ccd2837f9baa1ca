"""Rows that the database refuses because of what other tables say: rules that no CHECK can name."""

from dataclasses import dataclass
from typing import cast

import sqlalchemy as sa
from sqlalchemy import event

_SQLITE = "CREATE TRIGGER {name}_{short} BEFORE {verb} ON {table} WHEN {when}\nBEGIN SELECT RAISE(ABORT, '{says}'); END"
_PG_FUNCTION = """CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN IF {when} THEN
RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"""
_PG = "CREATE TRIGGER {name} BEFORE {verbs} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is refused in a table: a condition on NEW, the same for both databases, and what is said.

    `name` names trigger and function; `verbs` are INSERT, or UPDATE OF a column.
    """

    table: str
    name: str
    when: str
    says: str
    verbs: tuple[str, ...] = ("INSERT",)


def refusal_statements(refusal: Refusal, dialect: str) -> list[str]:
    """SQL that makes the database refuse, for `sqlite` or `postgresql`; migrations execute the same."""
    told = {"name": refusal.name, "table": refusal.table, "when": refusal.when, "says": refusal.says}
    if dialect == "postgresql":
        return [_PG_FUNCTION.format(**told), _PG.format(**told, verbs=" OR ".join(refusal.verbs))]
    return [_SQLITE.format(**told, verb=verb, short=_short(verb)) for verb in refusal.verbs]


def lifting_statements(refusal: Refusal, dialect: str) -> list[str]:
    """SQL that takes the same away again."""
    if dialect == "postgresql":
        return [f"DROP TRIGGER {refusal.name} ON {refusal.table}", f"DROP FUNCTION {refusal.name}()"]
    return [f"DROP TRIGGER {refusal.name}_{_short(verb)}" for verb in refusal.verbs]


def _short(verb: str) -> str:
    return verb.partition(" ")[0].lower()


def refused_when(table: sa.FromClause, refusal: Refusal) -> None:
    """Mark a table: its trigger is made together with it."""
    table = cast("sa.Table", table)
    table.info.setdefault("refusals", []).append(refusal)

    def make_trigger(_table: sa.Table, connection: sa.Connection, **_: object) -> None:
        for statement in refusal_statements(refusal, connection.dialect.name):
            connection.execute(sa.text(statement))

    event.listen(table, "after_create", make_trigger)
