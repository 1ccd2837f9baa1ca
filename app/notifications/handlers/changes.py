"""What is told of change requests and ballots; voters of linked ideas hear when the idea itself moves, once."""

from app.changes.events import ChangeDecided, ChangeMoved, RoundOpened, RoundVoided
from app.notifications.actions import announce
from app.notifications.queries import boards


def tell_of_change(event: ChangeMoved) -> None:
    """The owner and the author hear of a move that somebody else made; of what the board decides they hear by that."""
    if event.from_state is None or event.from_state == "voting" or event.to_state == "voting":
        return
    told = boards.change_moved(event.event_id)
    people = {person_id: tie for person_id, tie in told.people.items() if person_id != event.actor_id}
    announce(key=f"change-event:{event.event_id}", kind="change_moved", data=told.facts, people=people)


def tell_of_round(event: RoundOpened) -> None:
    """Whoever may cast a ballot is asked to: members who may decide, and their deputies."""
    told = boards.round_told(event.round_id)
    announce(key=f"round:{event.round_id}", kind="round_opened", data=told.facts, people=event.member_ids)


def tell_of_void(event: RoundVoided) -> None:
    """Members of the roll, the owner and the author hear that a round gave no result."""
    told = boards.round_told(event.round_id)
    data = {**told.facts, "because": event.reason}
    announce(key=f"round-void:{event.round_id}", kind="round_voided", data=data, people=told.people)


def tell_of_decision(event: ChangeDecided) -> None:
    """Members of the roll, the owner and the author hear what the board decided."""
    told = boards.decision_told(event.decision_id)
    announce(key=f"decision:{event.decision_id}", kind="change_decided", data=told.facts, people=told.people)
