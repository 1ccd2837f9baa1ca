"""Taking words back that were told, and giving them again."""

import sqlalchemy as sa

from app.foundation.db import db
from app.foundation.mail import MailState, OutgoingMail
from app.foundation.search import folded
from app.notifications.models import Announcement


def reword_comment(comment_id: int, text: str) -> None:
    """Let every notice of a comment say other words of it, or none; with none, mails about it that still wait are dropped."""
    for announcement in db.session.scalars(sa.select(Announcement).where(Announcement.comment_id == comment_id)):
        announcement.data = {**announcement.data, "text": text}
        values = announcement.data.values()
        announcement.search_text = folded(*(value for value in values if isinstance(value, str)))
    if not text:
        about = (f"announcement:comment:{comment_id}:", f"announcement:mention:{comment_id}:")
        waiting = sa.or_(*(OutgoingMail.dedupe_key.startswith(key) for key in about))
        db.session.execute(sa.delete(OutgoingMail).where(waiting, OutgoingMail.state == MailState.queued))
