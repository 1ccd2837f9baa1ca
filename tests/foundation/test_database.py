"""The ground: instants, transactions, append-only tables, on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from flask import Flask

from app.foundation import audit, clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction


def test_an_instant_of_any_zone_comes_back_in_utc(app: Flask) -> None:
    there = datetime(2026, 6, 15, 23, 30, tzinfo=timezone(timedelta(hours=8)))
    with app.app_context(), clock.fixed_at(there), transaction():
        audit.record(act="test:made", subject=("test", 1), actor_id=None)
    with app.app_context():
        assert db.session.scalars(sa.select(AuditEntry.at)).one() == datetime(2026, 6, 15, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize("statement", ["UPDATE audit_entries SET act = 'x'", "DELETE FROM audit_entries"])
def test_the_database_refuses_to_change_an_append_only_table(app: Flask, statement: str) -> None:
    with app.app_context(), transaction():
        audit.record(act="test:made", subject=("test", 1), actor_id=None)
    with app.app_context():
        with pytest.raises(sa.exc.IntegrityError), transaction():
            db.session.execute(sa.text(statement))
        assert db.session.scalars(sa.select(AuditEntry.act)).all() == ["test:made"]


def test_a_day_lasts_until_midnight_in_the_companys_zone(app: Flask) -> None:
    with app.app_context():
        assert clock.local_date(datetime(2026, 6, 15, 15, 59, 59, tzinfo=UTC)).isoformat() == "2026-06-15"
        assert clock.local_date(datetime(2026, 6, 15, 16, 0, tzinfo=UTC)).isoformat() == "2026-06-16"
        assert clock.end_of(clock.local_date(datetime(2026, 6, 15, tzinfo=UTC))) == datetime(
            2026, 6, 15, 16, tzinfo=UTC
        )
