"""What is told of scorecards and contests."""

from app.notifications.actions import announce
from app.notifications.events import ContestAcknowledged, ContestDecided, ContestOpened, ScorecardsDrawn


def tell_of_scorecards(event: ScorecardsDrawn) -> None:
    """Each person hears first that the own scorecard of a month can be checked."""
    data = {"month": event.month, "opens_on": event.opens_on.isoformat()}
    announce(key=f"scorecards:{event.month}", kind="score_preview", data=data, people=event.person_ids)


def tell_of_contest(event: ContestOpened) -> None:
    """Those who may decide a contest hear of it."""
    data = {"contest": event.contest_id, "month": event.month}
    announce(key=f"contest_opened:{event.contest_id}", kind="contest_opened", data=data, people=event.judge_ids)


def tell_of_acknowledgement(event: ContestAcknowledged) -> None:
    """Who contested hears that it was received."""
    data = {"contest": event.contest_id, "month": event.month}
    key = f"contest_acknowledged:{event.contest_id}"
    announce(key=key, kind="contest_acknowledged", data=data, people=[event.person_id])


def tell_of_contest_decision(event: ContestDecided) -> None:
    """Who contested hears what was decided and why."""
    data = {"contest": event.contest_id, "month": event.month, "outcome": event.outcome, "answer": event.answer}
    announce(key=f"contest_decided:{event.contest_id}", kind="contest_decided", data=data, people=[event.person_id])
