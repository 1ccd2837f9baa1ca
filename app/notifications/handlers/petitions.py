"""What is told of words that changed, of hidden ideas, and of what people put before the PMO."""

from app.feedback.events import (
    IdeaHidden,
    IdeaRevised,
    MergeSuggested,
    ObjectionRaised,
    ObjectionsAnswered,
    ReopenAnswered,
    ReopenAsked,
)
from app.feedback.queries.audience import audience_and_mutes
from app.foundation import clock
from app.notifications.actions import announce
from app.notifications.actions.rerouting import hold_back_from_others
from app.notifications.queries import petitions


def tell_of_revision_of_idea(event: IdeaRevised) -> None:
    """Whoever voted for an idea or follows it hears when its substance changed; smaller mends tell nobody."""
    if not event.material:
        return
    heard, _muted = audience_and_mutes(event.idea_id)
    announce(
        key=f"idea-revision:{event.idea_id}:{event.revision}",
        kind="idea_revised",
        data=petitions.idea_named(event.idea_id),
        people={person_id: tie for person_id, tie in heard.items() if person_id != event.author_id},
        idea_id=event.idea_id,
    )


def tell_of_hiding(event: IdeaHidden) -> None:
    """The author hears why; mails about the idea that still wait do not reach those who may no longer see it."""
    hold_back_from_others(event.idea_id)
    data, people = petitions.idea_hidden(event.idea_id)
    key = f"idea-hidden:{event.idea_id}:{clock.now().isoformat()}"  # it may be shown and hidden again
    announce(key=key, kind="idea_hidden", data=data, people=people - {event.actor_id}, idea_id=event.idea_id)


def tell_of_suggestion(event: MergeSuggested) -> None:
    """The PMO hears that two ideas may be the same."""
    announce(
        key=f"merge-suggested:{event.idea_id}:{event.into_id}",
        kind="merge_suggested",
        data=petitions.same_said(event.idea_id, event.into_id),
        people=petitions.pmo_people() - {event.person_id},
        idea_id=event.idea_id,
    )


def tell_of_reopening(event: ReopenAsked) -> None:
    """The PMO hears the new evidence."""
    data, person_id = petitions.reopening(event.request_id)
    people = petitions.pmo_people() - {person_id}
    announce(key=f"reopen:{event.request_id}", kind="reopen_asked", data=data, people=people, idea_id=event.idea_id)


def tell_of_reopening_answer(event: ReopenAnswered) -> None:
    """Who asked hears the answer."""
    data, person_id = petitions.reopening(event.request_id)
    announce(
        key=f"reopen-answer:{event.request_id}",
        kind="reopen_answered",
        data=data,
        people={person_id} - {event.actor_id},
        idea_id=event.idea_id,
    )


def tell_of_objection(event: ObjectionRaised) -> None:
    """The PMO hears that something is not solved, not from whom."""
    data, number = petitions.objection(event.idea_id, event.person_id)
    people = petitions.pmo_people() - {event.person_id}
    announce(key=f"objection:{number}", kind="objection_raised", data=data, people=people, idea_id=event.idea_id)


def tell_of_objections_answered(event: ObjectionsAnswered) -> None:
    """Whoever said that it is not solved hears the answer."""
    data, people = petitions.objections_answered(event.objections)
    announce(
        key=f"objections-answered:{event.objections[-1]}",
        kind="objection_answered",
        data=data,
        people=people - {event.actor_id},
        idea_id=event.idea_id,
    )
