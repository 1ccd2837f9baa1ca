"""What is told of ideas and conversations."""

from app.feedback.events import CommentConcealed, CommentPosted, CommentRestored, IdeaMoved, PersonMentioned
from app.feedback.queries.audience import audience_and_mutes
from app.feedback.queries.conversation import hearers_of, muted_by
from app.notifications import queries
from app.notifications.actions import announce
from app.notifications.actions.rewording import reword_comment
from app.notifications.queries import facts


def tell_of_move(event: IdeaMoved) -> None:
    """Everyone who wrote, voted for or follows the idea, or one merged into it, hears of a move.

    Who made it, and is one of them, has a receipt like all others, but knows already; who muted it has one that says so.
    """
    people, muted = audience_and_mutes(event.idea_id)
    announce(
        key=f"idea-event:{event.event_id}",
        kind="idea_moved",
        data=facts.idea_moved(event.event_id),
        people=people,
        muted=muted,
        idea_id=event.idea_id,
        known_to=event.actor_id,
    )


def tell_of_comment(event: CommentPosted) -> None:
    """The author and those who follow or have commented hear of a comment, as far as they may read it; not the one who wrote it."""
    people = queries.ties_to(event.idea_id, hearers_of(event.comment_id))
    data = facts.comment_posted(event.comment_id)
    announce(
        key=f"comment:{event.comment_id}",
        kind="comment_posted",
        data=data,
        people=people,
        idea_id=event.idea_id,
        comment_id=event.comment_id,
    )


def tell_of_mention(event: PersonMentioned) -> None:
    """Who is called into a conversation hears so, unless the idea is muted."""
    people = {event.person_id} - muted_by(event.idea_id)
    data = facts.comment_posted(event.comment_id)
    announce(
        key=f"mention:{event.comment_id}:{event.person_id}",
        kind="mentioned",
        data=data,
        people=people,
        idea_id=event.idea_id,
        comment_id=event.comment_id,
    )


def conceal_comment(event: CommentConcealed) -> None:
    """What was told of a comment no longer gives its words; mails about it that still wait never leave."""
    reword_comment(event.comment_id, "")


def restore_comment(event: CommentRestored) -> None:
    """What was told of a comment gives its words again."""
    reword_comment(event.comment_id, facts.comment_posted(event.comment_id)["text"])
