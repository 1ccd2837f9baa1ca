"""The kinds of drills. A new kind is its own module (or two) here and one line in `KINDS`.

A kind's `Drill` class shows, grades and solves; its reader makes one language's drill of a section. Reading both
languages, comparing them, hashing and checking are the same for all kinds (see `pairing`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.foundation.content.faults import Notebook
from app.training.content.kinds.branch_text import read_branch
from app.training.content.kinds.form_text import read_form
from app.training.content.kinds.matrix_text import read_matrix
from app.training.content.kinds.order import read_order
from app.training.content.kinds.read import read_report
from app.training.content.kinds.signoff import read_signoff
from app.training.content.kinds.spot import read_spot
from app.training.content.kinds.world import read_world_drill
from app.training.content.objects import Drill
from app.training.content.sections import Section

Reader = Callable[[Section, Notebook], Drill | None]

KINDS: Mapping[str, Reader] = {
    "form": read_form,
    "branch": read_branch,
    "read": read_report,
    "world": read_world_drill,
    "order": read_order,
    "matrix": read_matrix,
    "spot": read_spot,
    "signoff": read_signoff,
}
