"""What ballots and decisions tell on the page of an idea."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from app.changes.models import BallotRound, ChangeIdea, ChangeRequest, Decision
from app.changes.queries.board import readable_by
from app.changes.texts import result_look, void_words
from app.feedback.models import Idea
from app.feedback.queries.chain import Step
from app.foundation.db import db


def steps_of_ballots(idea_id: int, reader: Any) -> Iterable[Step]:
    """Rounds and decisions on the changes that answer an idea, or one merged into it; one statement."""
    family = sa.select(Idea.id).where(sa.or_(Idea.id == idea_id, Idea.canonical_id == idea_id))
    linked = sa.exists().where(ChangeIdea.change_id == ChangeRequest.id, ChangeIdea.idea_id.in_(family))
    wanted = (
        sa.select(BallotRound, ChangeRequest.title, Decision)
        .join(ChangeRequest, ChangeRequest.id == BallotRound.change_id)
        .outerjoin(Decision, Decision.round_id == BallotRound.id)
        .where(linked, readable_by(reader))
        .order_by(BallotRound.id)
    )
    for running, title, decision in db.session.execute(wanted):
        href = url_for("changes.show_round", number=running.id)
        told = f"#{running.change_id} {title}"
        detail = void_words(running.void_because) if running.void_because else ""
        yield Step(running.opened_at, _("Ballot"), told, href, detail, icon="checkbox")
        if decision is not None:
            yield Step(
                decision.decided_at, _("Decision"), told, href, str(result_look(decision.outcome).label), icon="gavel"
            )
