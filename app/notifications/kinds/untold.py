"""Events of which nobody is told, and why not."""

from app.accounts.events import (
    AccountsMerged,
    AccountsParted,
    DepartmentMoved,
    HireDateChanged,
    LeaveChanged,
    PersonAdded,
    PersonDeactivated,
    PersonErased,
    PersonReactivated,
    PlaceChanged,
    RolesChanged,
    TiersChanged,
)
from app.feedback.events import CommentConcealed, CommentRestored, IdeaSubmitted
from app.foundation.events import Event
from app.training.events import LatenessExcused

UNTOLD: dict[type[Event], str] = {
    PersonAdded: "the invitation tells the person; it is a mail about the account",
    PersonDeactivated: "who has left can read nothing here",
    PersonErased: "there is no address left to tell it to; the audit trail keeps who did it",
    PersonReactivated: "the person signs in again; the invitation says so",
    TiersChanged: "what it means, new training, is told by itself",
    RolesChanged: "what it means, new training, is told by itself; the audit trail keeps who did it",
    PlaceChanged: "what it means, new training, is told by itself",
    HireDateChanged: "a correction of a record; due dates that move are told by themselves",
    DepartmentMoved: "what it means, new training, is told by itself",
    AccountsMerged: "HR speaks with the person before it merges two accounts",
    AccountsParted: "HR speaks with the person before it parts them",
    LeaveChanged: "due dates that move are told by themselves",
    IdeaSubmitted: "the queue of the PMO counts it, and its clock runs there",
    CommentConcealed: "the place of the comment gives the reason; what was told of it loses its words",
    CommentRestored: "what was told of the comment gives its words again",
    LatenessExcused: "the decision on the contest tells the person, with the reason",
}
