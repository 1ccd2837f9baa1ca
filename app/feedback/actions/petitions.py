"""Asking for a second look: at a refusal with new evidence, at a delivery that has not solved it."""

import sqlalchemy as sa

from app.accounts.models import Person
from app.feedback.actions.changing import change_status
from app.feedback.actions.errors import AlreadyAnswered, AnswerMissing, MoveNotListed, NotInvolved
from app.feedback.actions.moves import held_idea
from app.feedback.events import ObjectionRaised, ObjectionsAnswered, ReopenAnswered, ReopenAsked
from app.feedback.models import Idea, IdeaStatus, Objection, ReopenRequest
from app.feedback.queries.petitions import delivery_of, is_involved, open_requests, stands_against_delivery
from app.foundation import clock
from app.foundation.db import db, insert_new, locked
from app.foundation.events import publish
from app.foundation.words import normalised

OBJECTIONS_NEEDED = 3
"""So many people who wanted an idea say that it is not solved: then work on it goes on."""


def ask_to_reopen(*, idea_id: int, person: Person, evidence: str) -> ReopenRequest:
    """Ask with new evidence that a declined idea be opened again; whoever has asked already keeps that one request.

    Raises IdeaNotFound, MoveNotListed when it is not declined, or NotInvolved: its author and voters ask.
    """
    idea = _of_interest(idea_id, person, IdeaStatus.declined)
    row = {"idea_id": idea.id, "person_id": person.id, "evidence": normalised(evidence), "asked_at": clock.now()}
    new = insert_new(ReopenRequest, [{**row, "answer": ""}])
    mine = (ReopenRequest.idea_id == idea.id, ReopenRequest.person_id == person.id)
    found = db.session.scalars(sa.select(ReopenRequest).where(*mine, ReopenRequest.answered_at.is_(None))).one()
    if new:
        publish(ReopenAsked(idea_id=idea.id, request_id=found.id, person_id=person.id))
    return found


def answer_reopening(*, request_id: int, actor: Person, accepted: bool, answer: str) -> ReopenRequest:
    """Open the idea again, with the evidence in its history, or say why not.

    An opened idea answers everyone else who has asked for it too. Raises AlreadyAnswered, AnswerMissing, or MoveNotListed when it
    is not declined any more.
    """
    if not answer:
        raise AnswerMissing("answer")
    held = locked(sa.select(ReopenRequest).where(ReopenRequest.id == request_id))
    asked: ReopenRequest = db.session.scalars(held, execution_options={"populate_existing": True}).one()
    if asked.answered_at is not None:
        raise AlreadyAnswered
    answered = [asked]
    if accepted:
        _open_again(asked, actor, normalised(answer))
        answered = open_requests(asked.idea_id)
    for one in answered:
        one.answered_at, one.answered_by_id = clock.now(), actor.id
        one.accepted, one.answer = accepted, normalised(answer)
    db.session.flush()
    for one in answered:
        publish(ReopenAnswered(idea_id=one.idea_id, request_id=one.id, accepted=accepted, actor_id=actor.id))
    return asked


def _open_again(asked: ReopenRequest, actor: Person, answer: str) -> None:
    idea = held_idea(asked.idea_id)
    if idea.status is not IdeaStatus.declined:
        raise MoveNotListed(f"{idea.status} -> open")
    change_status(idea=idea, to=IdeaStatus.open, actor=actor, reason=answer, evidence=f"reopen-request:{asked.id}")


def object_to_delivery(*, idea_id: int, person: Person, text: str) -> bool:
    """Say that a delivery has not solved it, once for each delivery; False when that was said already.

    The third person sends the idea back to work. Raises IdeaNotFound, MoveNotListed when nothing was delivered just now,
    or NotInvolved: its author and voters object.
    """
    idea = _of_interest(idea_id, person, IdeaStatus.delivered)
    delivery = delivery_of(idea.id)
    row = {"idea_id": idea.id, "person_id": person.id, "event_id": delivery, "text": normalised(text), "answer": ""}
    if not insert_new(Objection, [{**row, "objected_at": clock.now()}]):
        return False
    publish(ObjectionRaised(idea_id=idea.id, person_id=person.id))
    open_ones = sa.select(sa.func.count()).where(Objection.idea_id == idea.id, stands_against_delivery())
    if (db.session.scalar(open_ones) or 0) >= OBJECTIONS_NEEDED:
        change_status(
            idea=idea, to=IdeaStatus.in_progress, actor=None, reason="", evidence=f"objections:{OBJECTIONS_NEEDED}"
        )
    return True


def answer_objections(*, idea_id: int, actor: Person, answer: str) -> int:
    """Answer all who object, for the delivery stays; how many were answered.

    Raises IdeaNotFound, AnswerMissing, or MoveNotListed when it is not delivered any more.
    """
    if not answer:
        raise AnswerMissing("answer")
    idea = held_idea(idea_id)
    if idea.status is not IdeaStatus.delivered:
        raise MoveNotListed(f"{idea.status} is not delivered")
    waiting = (Objection.event_id == delivery_of(idea.id), Objection.answered_at.is_(None))
    values = {"answered_at": clock.now(), "answered_by_id": actor.id, "answer": normalised(answer)}
    done = sa.update(Objection).where(*waiting).values(**values).returning(Objection.id)
    answered = tuple(sorted(db.session.scalars(done)))
    if answered:
        publish(ObjectionsAnswered(idea_id=idea.id, objections=answered, actor_id=actor.id))
    return len(answered)


def _of_interest(idea_id: int, person: Person, status: IdeaStatus) -> Idea:
    idea = held_idea(idea_id)
    if idea.status is not status:
        raise MoveNotListed(f"{idea.status} is not {status}")
    if not is_involved(idea, person.id):
        raise NotInvolved
    return idea
