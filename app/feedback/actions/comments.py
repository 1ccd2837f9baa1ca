"""Writing and removing comments."""

import sqlalchemy as sa

from app.accounts.models import Person
from app.feedback.actions.errors import CommentsClosed, IdeaNotFound
from app.feedback.actions.moves import change_status
from app.feedback.content import normalised
from app.feedback.events import CommentPosted
from app.feedback.models import Comment, Follower, Idea, IdeaStatus
from app.feedback.policies import is_responder, may_comment
from app.foundation import audit, clock
from app.foundation.db import db, insert_new, locked
from app.foundation.events import publish


def post_comment(*, idea_id: int, author: Person, text: str, token: str) -> Comment:
    """Comment on an idea; the same form (`token`) sent again gives the same comment. Who writes follows from then on.

    Words of somebody with a mandate stop the clock of the first response; words of the author answer an open question.
    Raises IdeaNotFound or CommentsClosed.
    """
    db.session.execute(locked(sa.select(Person.id).where(Person.id == author.id)))
    before = db.session.scalar(sa.select(Comment).where(Comment.token == token, Comment.author_id == author.id))
    if before is not None:
        return before
    idea = db.session.scalar(
        locked(sa.select(Idea).where(Idea.id == idea_id)), execution_options={"populate_existing": True}
    )
    if idea is None:
        raise IdeaNotFound
    if not may_comment(author, idea):
        raise CommentsClosed
    moment = clock.now()
    comment = Comment(idea_id=idea.id, author_id=author.id, text=normalised(text), posted_at=moment, token=token)
    db.session.add(comment)
    insert_new(Follower, [{"idea_id": idea.id, "person_id": author.id, "followed_at": moment}])
    _answer(idea, author)
    db.session.flush()
    publish(CommentPosted(idea_id=idea.id, comment_id=comment.id, author_id=author.id))
    return comment


def _answer(idea: Idea, author: Person) -> None:
    if idea.first_response_at is None and is_responder(author, idea):
        idea.first_response_at = clock.now()
    if idea.status is IdeaStatus.needs_info and author.id == idea.author_id:
        change_status(idea=idea, to=IdeaStatus.submitted, actor=author, reason="")


def remove_comment(*, comment: Comment, actor_id: int) -> None:
    """Take a comment off the page; that it stood there, and who removed it, stays visible."""
    if comment.removed_at is not None:
        return
    comment.removed_at, comment.removed_by_id = clock.now(), actor_id
    audit.record(
        act="comment:removed",
        subject=("comment", comment.id),
        actor_id=actor_id,
        after={"idea": comment.idea_id, "author": comment.author_id},
    )
