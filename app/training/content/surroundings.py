"""What other houses may name of training: marked words, modules, and addresses."""

from __future__ import annotations

from pathlib import Path as FilePath

from app.foundation.content.faults import Notebook
from app.foundation.content.houses import Surroundings, page_within
from app.training.content.front_matter import read_path_file
from app.training.content.links import Shelf
from app.training.content.load import PATH_FILE
from app.training.content.supplements import read_supplements


def surroundings(content: FilePath) -> Surroundings:
    """What lies below a content folder, as far as it can be read; its faults are said by `check`."""
    supplements, modules = read_supplements(content), _modules(content / "training")
    shelf = Shelf(modules, supplements)

    def within(target: str) -> str:
        return shelf.why_not(target) or page_within(target)

    return Surroundings(supplements.terms, {name for names in modules.values() for name in names}, within)


def _modules(training: FilePath) -> dict[str, list[str]]:
    found = {}
    for file in sorted(training.glob(f"*/{PATH_FILE}")):
        path = read_path_file(file.read_text("utf-8-sig", errors="replace"), Notebook(PATH_FILE))
        if path:
            found[path.code] = path.modules
    return found
