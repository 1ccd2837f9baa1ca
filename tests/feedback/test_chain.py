"""Moves that come from meetings, change control and releases: only with evidence, only as listed, once."""

from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.feedback import actions, queries
from app.feedback.actions.errors import IdeaNotFound, MoveNotListed
from app.feedback.models import CHAIN_MOVES, Idea, IdeaEvent, IdeaStatus
from app.foundation.db import db, transaction
from tests.factories import Cast
from tests.feedback.rows import HANDS, make_idea, person, together, version_of
from tests.notifications.acts import told


def test_of_all_pairs_only_the_listed_moves_are_made_with_evidence(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        board = person(cast.sun)
        for before, after in product(IdeaStatus, IdeaStatus):
            if before is IdeaStatus.merged:
                continue
            number = make_idea(cast.wang, status=before)
            rows = sa.select(sa.func.count()).where(IdeaEvent.idea_id == number)
            move: dict[str, Any] = {"idea_id": number, "to": after, "evidence": "decision:3", "actor": board}
            if after in CHAIN_MOVES.get(before, ()):
                event = actions.advance_idea(**move)
                assert event is not None
                assert (event.from_status, event.to_status, event.evidence) == (before, after, "decision:3")
                assert db.session.scalar(rows) == 2
            elif before is after:
                assert actions.advance_idea(**move) is None
                assert db.session.scalar(rows) == 1
            else:
                with pytest.raises(MoveNotListed):
                    actions.advance_idea(**move)
                assert db.session.scalar(rows) == 1


def test_a_move_along_the_chain_names_its_evidence_and_its_idea(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        number = make_idea(cast.wang)
        with pytest.raises(ValueError, match="evidence"):
            actions.advance_idea(idea_id=number, to=IdeaStatus.discussing, evidence="", actor=None)
        with pytest.raises(IdeaNotFound):
            actions.advance_idea(idea_id=999, to=IdeaStatus.discussing, evidence="agenda-item:1", actor=None)


def test_a_merged_idea_stays_where_it_is(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        one, other = make_idea(cast.wang, "One"), make_idea(cast.eve, "Other")
        actions.merge_idea(idea_id=one, into_id=other, version=version_of(one), actor=person(cast.pmo))
        with pytest.raises(MoveNotListed):
            actions.advance_idea(idea_id=one, to=IdeaStatus.discussing, evidence="agenda-item:1", actor=None)
        actions.advance_idea(idea_id=other, to=IdeaStatus.discussing, evidence="agenda-item:1", actor=None)
        assert db.session.get_one(Idea, one).status is IdeaStatus.merged


def test_many_hands_with_one_decision_move_once_and_tell_once(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        number = make_idea(cast.wang)
        actions.cast_vote(idea_id=number, person_id=cast.lin)

    def advance(_hand: int) -> bool:
        move: dict[str, Any] = {
            "to": IdeaStatus.planned,
            "evidence": "change:7",
            "actor": person(cast.sun),
            "reason": "Approved",
        }
        return actions.advance_idea(idea_id=number, **move) is not None

    results = together(app, HANDS, advance)
    assert sorted(map(str, results)) == ["False"] * (HANDS - 1) + ["True"]
    assert told(app) == [cast.lin, cast.wang]
    with app.app_context():
        assert queries.budget_of(cast.lin).used == 0
