"""What somebody has among the ideas, told before accounts are merged."""

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import pgettext

from app.accounts.queries.merging import Belonging
from app.feedback.models import Idea, Vote
from app.foundation.db import db


def belongings_of(person_id: int) -> list[Belonging]:
    """Ideas and votes; they stay with the name they were given under, since nobody votes twice. Two statements."""
    ideas = sa.select(sa.func.count()).select_from(Idea).where(Idea.author_id == person_id)
    votes = sa.select(sa.func.count()).select_from(Vote).where(Vote.person_id == person_id)
    counted = ((_("Ideas"), ideas), (pgettext("section", "Votes"), votes))
    return [Belonging(label, db.session.scalar(rows) or 0, moves=False) for label, rows in counted]
