"""Reading names and employee numbers from forms: one person, or a list of them."""

from flask_babel import gettext as _
from flask_login import current_user
from wtforms import Field

from app.accounts.models import Person
from app.foundation.forms import add_error
from app.training.queries.paper import Line, meant_by


def person_named(field: Field, *, also_oneself: bool = False) -> Person | None:
    """Whom a field means; None with an error at the field where that is not clear."""
    lines = meant_by(field.data or "", by_id=0 if also_oneself else current_user.id, there_among=lambda _ids: set())
    problem = problem_of(lines[0]) if lines else _("Enter a name or an employee number.")
    if problem:
        add_error(field, problem)
        return None
    return lines[0].person


def problem_of(line: Line) -> str:
    """Why a line means nobody (yet), for whoever typed it; empty where it means one person."""
    several = "、".join(f"{one.employee_no} ({one.name})" for one in line.several)
    words = {
        "": "",
        "unknown": _("“%(text)s”: nobody who works here has this name or number.", text=line.text[:60]),
        "ambiguous": _("Several people have this name. Write the number: %(numbers)s", numbers=several),
        "other_name": _("“%(text)s”: number and name are of two people.", text=line.text[:60]),
        "twice": _("“%(text)s” stands there twice.", text=line.text[:60]),
        "self": _("“%(text)s” is yourself.", text=line.text[:60]),
    }
    return str(words[line.problem])
