"""What training stored of the name of somebody who is erased."""

import sqlalchemy as sa

from app.foundation.db import db
from app.training.actions.importing import let_go_of_files
from app.training.models import Certificate


def take_name_off(*, person_id: int, pseudonym: str) -> None:
    """Let certificates bear the pseudonym; each stays what it is and can be verified by its number.

    Files of past training that are only looked at are let go: any of them may name this person.
    """
    own = sa.update(Certificate).where(Certificate.person_id == person_id)
    db.session.execute(own.values(person_name=pseudonym))
    let_go_of_files()
