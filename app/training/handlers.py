"""What training does when something happened to people."""

from app.accounts.events import (
    AccountsMerged,
    AccountsParted,
    DepartmentMoved,
    HireDateChanged,
    LeaveChanged,
    PersonAdded,
    PersonErased,
    PersonReactivated,
    PlaceChanged,
    RolesChanged,
    TiersChanged,
)
from app.foundation.events import Event
from app.training.actions import correcting, deadlines, erasing, merging, ruling
from app.training.events import LatenessExcused, PathAssigned
from app.training.queries.rules import people_in_branch

BECAUSE: dict[type[Event], str] = {
    PersonAdded: "person added",
    PersonReactivated: "person came back",
    TiersChanged: "tier changed",
    RolesChanged: "role changed",
    PlaceChanged: "place changed",
}
"""Reasons as they are kept; the transcript says them in the reader's language."""


def follow_rules(event: PersonAdded | PersonReactivated | TiersChanged | RolesChanged | PlaceChanged) -> None:
    """Give a person what rules ask of them now, and release them from what none asks any more."""
    ruling.follow([event.person_id], because=BECAUSE[type(event)])


def follow_hiring(event: HireDateChanged) -> None:
    """The same, and due dates counted from the day of hiring move with it."""
    ruling.follow_hiring(person_id=event.person_id)


def follow_branch(event: DepartmentMoved) -> None:
    """The same for everybody in a department that moved, and below it."""
    ruling.follow(people_in_branch(event.department_id), because=BECAUSE[PlaceChanged], alone=True)


def follow_leave(event: LeaveChanged) -> None:
    """Let the clock of a person stand still while they are away."""
    deadlines.follow_leave(person_ids=[event.person_id])


def pause_new_assignments(event: PathAssigned) -> None:
    """Give those the days of their leave at once whose leave is known already."""
    deadlines.pause_new(person_ids=event.person_ids)


def move_records(event: AccountsMerged) -> None:
    """Let the kept account have the assignments of the merged one, with everything done on them."""
    merging.move_assignments(merge_id=event.merge_id, from_id=event.from_id, into_id=event.into_id)


def move_records_back(event: AccountsParted) -> None:
    """Give both accounts back what was theirs."""
    merging.move_back(merge_id=event.merge_id, from_id=event.from_id, into_id=event.into_id)


def count_on_time(event: LatenessExcused) -> None:
    """Let a late completion count on its due day."""
    correcting.count_on_time(assignment_id=event.assignment_id, reason=event.reason, by_id=event.by_id)


def forget_person(event: PersonErased) -> None:
    """Let certificates bear the pseudonym."""
    erasing.take_name_off(person_id=event.person_id, pseudonym=event.pseudonym)
