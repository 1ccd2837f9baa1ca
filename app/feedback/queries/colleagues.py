"""For whom an idea is written."""

from collections.abc import Sequence

from app.accounts.models import Person
from app.accounts.queries.people import people_picker
from app.foundation.search import folded


def colleagues_called(text: str) -> Sequence[Person]:
    """People who are still here and have exactly this employee number, mail address or name; at most a few."""
    wanted = folded(text)
    return [one for one in people_picker(text) if wanted in map(folded, (one.employee_no, one.email or "", one.name))]
