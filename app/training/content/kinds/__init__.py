"""The kinds of drills. A new kind is one module here and one line in `KINDS`.

A kind's module holds its `Drill` class and a reader that makes one language's drill of a section; reading both
languages, comparing them, hashing and checking are the same for all kinds (see `pairing`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..faults import Notebook
from ..objects import Drill
from ..sections import Section
from .branch import read_branch
from .form import read_form
from .read import read_report

Reader = Callable[[Section, Notebook], Drill | None]

KINDS: Mapping[str, Reader] = {
    "form": read_form,
    "branch": read_branch,
    "read": read_report,
}
