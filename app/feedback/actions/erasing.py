"""Where conversations called somebody by name who is erased."""

import sqlalchemy as sa

from app.accounts.formulas import Disguise
from app.feedback.models import Comment, CommentRevision, Mention
from app.foundation.db import db


def rename_mentions(*, disguise: Disguise) -> None:
    """Call the pseudonym after each @; what people wrote besides is theirs and stays."""
    person_id = disguise.known.person_id
    called = sa.select(Mention.comment_id).where(Mention.person_id == person_id)
    for comment in db.session.scalars(sa.select(Comment).where(Comment.id.in_(called))):
        comment.mentioned = [_pair(word, name, disguise) for word, name in comment.mentioned]
        comment.text = disguise.in_mentions(comment.text)
    revisions = sa.select(CommentRevision.id, CommentRevision.text).where(CommentRevision.comment_id.in_(called))
    for number, text in db.session.execute(revisions).all():
        if (said := disguise.in_mentions(text)) != text:
            own = sa.update(CommentRevision).where(CommentRevision.id == number)
            db.session.execute(own.values(text=said))


def _pair(word: str, name: str, disguise: Disguise) -> list[str]:
    """What was typed and whose name it stands for."""
    theirs = disguise.is_own(word) or disguise.is_own(name)
    return [disguise.known.pseudonym] * 2 if theirs else [word, name]
