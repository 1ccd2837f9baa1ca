"""Kill -9 of the whole server while six people write: nothing that was confirmed is missing, nothing is doubled."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bench.kill import LEAST_WRITES, Confirmed, faults, live_and_die


@pytest.mark.slow
def test_what_was_confirmed_survives_kill_9_in_mid_write(tmp_path: Path) -> None:
    lives = 5
    confirmed, found, _slowest = live_and_die(tmp_path, lives)
    assert found == []
    assert confirmed.total >= lives * LEAST_WRITES, "the proof needs writes"
    assert confirmed.ideas


def test_the_proof_notices_a_lost_and_a_doubled_write(instance: Path) -> None:
    database = instance / "uptake.sqlite3"
    assert faults(database, Confirmed()) == []
    assert faults(database, Confirmed(ideas={"never written"})) == ["idea never written lost"]
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            'INSERT INTO vote_events (idea_id, person_id, "cast", at) '
            'SELECT idea_id, person_id, "cast", at FROM vote_events LIMIT 1'
        )
    assert faults(database, Confirmed()) == ["vote history doubled"]
