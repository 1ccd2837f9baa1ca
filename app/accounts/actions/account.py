"""What people change about themselves."""

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation.db import db


def keep_language(*, person_id: int, language: str) -> None:
    """Remember the language somebody reads in."""
    db.session.execute(sa.update(Person).where(Person.id == person_id).values(language=language))
