"""What search finds interviews and sharing sessions by, once somebody named there is erased."""

import sqlalchemy as sa

from app.accounts.events import PersonErased
from app.ambassadors.models import Interview, SharingSession
from app.foundation.db import db
from app.foundation.search import folded


def rename_in_search(*, known: PersonErased) -> None:
    """Let interviews with this person, and sessions held by them, be found by the pseudonym instead."""
    talks = db.session.scalars(sa.select(Interview).where(Interview.person_id == known.person_id))
    sessions = db.session.scalars(sa.select(SharingSession).where(SharingSession.host_id == known.person_id))
    for row in (*talks, *sessions):
        for name in known.names:
            row.search_text = row.search_text.replace(folded(name), folded(known.pseudonym))
