"""What HR's own log stored of somebody who is erased."""

import sqlalchemy as sa

from app.accounts.formulas import Disguise
from app.accounts.queries.erasing import naming
from app.foundation.db import db
from app.foundation.search import folded
from app.hr.models import Export, ReceiptLine
from app.training.models import Assignment

WORDS = ("employee_no", "name", "differences", "message")


def forget_in_receipts(*, disguise: Disguise) -> None:
    """Let lines of receipts name the pseudonym; how each record compared stays, and so do all counts."""
    known = disguise.known
    own = ReceiptLine.assignment_id.in_(sa.select(Assignment.id).where(Assignment.person_id == known.person_id))
    columns = [getattr(ReceiptLine, name) for name in WORDS]
    named = sa.or_(own, ReceiptLine.employee_no.in_(known.numbers), naming(columns, disguise.needles()))
    rows = sa.select(ReceiptLine).where(named)
    for line in db.session.scalars(rows).all():
        facts = {name: getattr(line, name) for name in WORDS}
        theirs = line.employee_no in known.numbers
        said = disguise.in_value(facts, own=theirs)
        if said == facts:
            continue
        said["search_text"] = folded(line.key, said["employee_no"], said["name"], line.path_code, said["message"])
        db.session.expunge(line)
        db.session.execute(sa.update(ReceiptLine).where(ReceiptLine.id == line.id).values(said))


def forget_in_exports(*, disguise: Disguise) -> None:
    """Let the log of files say the pseudonym where somebody was looked for by name."""
    for export in db.session.scalars(sa.select(Export).where(naming((Export.filters,), disguise.needles()))):
        export.filters = disguise.in_value(export.filters)
