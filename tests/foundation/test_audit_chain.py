"""The chain over the audit trail: whatever is done to a line behind the portal's back is found."""

import pytest
import sqlalchemy as sa
from flask import Flask

from app.foundation import audit, audit_chain
from app.foundation.audit_chain import Head
from app.foundation.db import db, transaction
from tests.together import at_once

LINES = 12


@pytest.fixture
def trail(app: Flask) -> Flask:
    """A portal whose trail holds sealed lines and nothing else."""
    with app.app_context(), transaction():
        for number in range(LINES):
            values = {"title": f"旧 {number}", "hours": number / 4}
            audit.record(act="rule:changed", subject=("rule", number), actor_id=None, before={}, after=values)
    with app.app_context():
        assert audit_chain.seal_audit_trail() == LINES
    return app


def faults(app: Flask, published: Head | None = None) -> tuple[str, ...]:
    """What a verification finds wrong."""
    with app.app_context():
        return audit_chain.verify(published).faults


def behind_its_back(app: Flask, *statements: str) -> None:
    """Write to the tables as somebody with the database in their hands: the triggers are gone first."""
    with app.app_context(), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        else:
            for table in ("audit_entries", "audit_seals"):
                for verb in ("update", "delete"):
                    connection.execute(sa.text(f"DROP TRIGGER {table}_no_{verb}"))
        for statement in statements:
            connection.execute(sa.text(statement))


def test_an_untouched_trail_verifies_and_new_lines_join_the_chain(trail: Flask) -> None:
    runner = trail.test_cli_runner()
    told = runner.invoke(args=["audit", "head"])
    assert told.exception is None, told.exception
    printed = told.output.strip()
    assert printed.startswith(f"{LINES}:")
    with trail.app_context(), transaction():
        audit.record(act="rule:changed", subject=("rule", 99), actor_id=None)
    with trail.app_context():
        assert audit_chain.verify(Head.read(printed)) == audit_chain.Verdict(LINES, 1, Head.read(printed), ())
        assert audit_chain.seal_audit_trail() == 1
    verified = runner.invoke(args=["audit", "verify", "--head", printed])
    assert verified.exit_code == 0
    assert f"{LINES + 1} entries sealed, 0 waiting" in verified.output
    refused = runner.invoke(args=["audit", "verify", "--head", "twelve"])
    assert (refused.exit_code, "64 hexadecimal digits" in refused.output) == (2, True)


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (["UPDATE audit_entries SET reason = 'because' WHERE id = 5"], "Entry 5 or its seal 5 was changed."),
        (["UPDATE audit_entries SET actor_id = NULL, act = 'rule:read' WHERE id = 1"], "Entry 1 or its seal 1"),
        (["DELETE FROM audit_entries WHERE id = 7"], "Entry 7 was removed (seal 7)."),
        (["DELETE FROM audit_seals WHERE position = 7", "DELETE FROM audit_entries WHERE id = 7"], "Seals 7 to 7"),
        (
            [
                "UPDATE audit_seals SET entry_id = 0 WHERE position = 3",
                "UPDATE audit_seals SET entry_id = 3 WHERE position = 4",
                "UPDATE audit_seals SET entry_id = 4 WHERE position = 3",
            ],
            "Entry 4 or its seal 3 was changed.",
        ),
        (["UPDATE audit_seals SET hash = 'none' WHERE position = 12"], "seal 12 was changed."),
    ],
)
def test_every_kind_of_tampering_is_found(trail: Flask, statements: list[str], told: str) -> None:
    behind_its_back(trail, *statements)
    found = faults(trail)
    assert told in found[0]
    verdict = trail.test_cli_runner().invoke(args=["audit", "verify"])
    assert (verdict.exit_code, told in verdict.output) == (1, True)


def test_an_end_that_was_cut_off_is_found_by_a_head_kept_elsewhere(trail: Flask) -> None:
    with trail.app_context():
        kept = audit_chain.head()
    behind_its_back(trail, "DELETE FROM audit_seals WHERE position > 9", "DELETE FROM audit_entries WHERE id > 9")
    assert faults(trail) == ()
    assert faults(trail, kept) == ("The chain ends at 9; a head at 12 was published.",)
    with trail.app_context(), transaction():  # and filled up again with other lines
        for number in range(3):
            audit.record(act="rule:changed", subject=("rule", number), actor_id=None)
    with trail.app_context():
        audit_chain.seal_audit_trail()
    assert faults(trail) == ()
    assert faults(trail, kept) == ("Seal 12 is not the one that was published.",)


def test_workers_that_seal_at_once_make_one_chain(app: Flask) -> None:
    def write_and_seal() -> None:
        with app.app_context():
            for number in range(5):
                with transaction():
                    audit.record(act="rule:changed", subject=("rule", number), actor_id=None)
                audit_chain.seal_audit_trail()

    at_once(write_and_seal, 4)
    with app.app_context():
        verdict = audit_chain.verify()
    assert (verdict.sealed, verdict.waiting, verdict.faults) == (20, 0, ())


def test_seals_are_append_only(trail: Flask) -> None:
    for statement in ("UPDATE audit_seals SET hash = ''", "DELETE FROM audit_seals"):
        with trail.app_context(), pytest.raises(sa.exc.DBAPIError, match="append-only"), transaction():
            db.session.execute(sa.text(statement))
