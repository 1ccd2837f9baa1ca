"""What files of usage stored of somebody who is erased. The rows of a person name nobody: only an id."""

import sqlalchemy as sa

from app.accounts.formulas import Disguise
from app.foundation.db import db, locked
from app.foundation.search import folded
from app.foundation.tables import read_table
from app.metrics.models import UsageImport, UsageState


def forget_in_usage(*, disguise: Disguise) -> None:
    """Let names of files say the pseudonym, and let go what is only looked at yet and tells of the person."""
    rows = sa.select(UsageImport).options(sa.orm.defer(UsageImport.content)).order_by(UsageImport.id)
    for row in db.session.scalars(locked(rows)):
        name = disguise.in_text(row.file_name)
        if name != row.file_name:
            row.file_name, row.search_text = name, folded(name, row.tool, row.first_month, row.last_month)
        if row.state is UsageState.checked and _tells_of(row.content or b"", disguise):
            row.state, row.content = UsageState.left, None


def _tells_of(content: bytes, disguise: Disguise) -> bool:
    return any(
        disguise.is_own(text) or disguise.in_text(text) != text
        for row in read_table(content)
        for text in row.cells.values()
    )
