"""What change control keeps of somebody, for “My data”."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.queries.my_data import Rows, Section
from app.changes.labels import change_kind_label, state_label
from app.changes.models import Ballot, BallotRound, ChangeRequest, Deputising, Recusal
from app.changes.texts import choice_look


def _requests(ids: Sequence[int]) -> Rows:
    given = (
        ChangeRequest.created_at,
        ChangeRequest.id.label("change"),
        ChangeRequest.kind,
        ChangeRequest.title,
        ChangeRequest.state,
    )
    own = sa.or_(ChangeRequest.author_id.in_(ids), ChangeRequest.owner_id.in_(ids))
    return sa.select(*given).where(own).order_by(ChangeRequest.id.desc())


def _ballots(ids: Sequence[int]) -> Rows:
    given = (Ballot.cast_at, BallotRound.change_id.label("change"), Ballot.choice, Ballot.comment)
    rows = sa.select(*given).join(BallotRound, BallotRound.id == Ballot.round_id)
    return rows.where(Ballot.cast_by_id.in_(ids)).order_by(Ballot.id.desc())


def _recusals(ids: Sequence[int]) -> Rows:
    given = (Recusal.at, BallotRound.change_id.label("change"), Recusal.text)
    rows = sa.select(*given).join(BallotRound, BallotRound.id == Recusal.round_id)
    return rows.where(Recusal.member_id.in_(ids)).order_by(Recusal.at.desc(), BallotRound.change_id)


def _deputies(ids: Sequence[int]) -> Rows:
    given = (Deputising.named_at, Deputising.first_on, Deputising.last_on, Deputising.ended_at)
    own = sa.or_(Deputising.member_id.in_(ids), Deputising.deputy_id.in_(ids))
    return sa.select(*given).where(own).order_by(Deputising.id.desc())


SECTIONS = (
    Section(
        "changes",
        _l("Change requests"),
        _l("Change requests you wrote or answer for."),
        _requests,
        {"kind": change_kind_label, "state": state_label},
        "changes.show_changes",
    ),
    Section(
        "ballots",
        _l("Ballots"),
        _l("How you voted on the board."),
        _ballots,
        {"choice": lambda choice: str(choice_look(choice).label)},
    ),
    Section("recusals", _l("Recusals"), _l("Where you did not vote, and why."), _recusals),
    Section(
        "board_deputies",
        _l("Deputies on the board"),
        _l("When you were deputised, or deputised for somebody."),
        _deputies,
    ),
)
