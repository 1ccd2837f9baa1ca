"""The kinds of drills. A new kind is one module here and one line in `KINDS`.

A kind's module holds its `Drill` class and a reader that makes one language's drill of a section; reading both
languages, comparing them, hashing and checking are the same for all kinds (see `pairing`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.training.content.faults import Notebook
from app.training.content.kinds.branch import read_branch
from app.training.content.kinds.form import read_form
from app.training.content.kinds.read import read_report
from app.training.content.objects import Drill
from app.training.content.sections import Section

Reader = Callable[[Section, Notebook], Drill | None]

KINDS: Mapping[str, Reader] = {
    "form": read_form,
    "branch": read_branch,
    "read": read_report,
}
