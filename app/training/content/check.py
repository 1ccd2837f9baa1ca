"""Checks a folder of training paths: every fault, not the first, with its line and how to mend it."""

from __future__ import annotations

from pathlib import Path as FilePath

from app.foundation.content.faults import Fault
from app.training.content.links import link_faults
from app.training.content.load import PATH_FILE, examine, read_each
from app.training.content.objects import Path
from app.training.content.supplements import read_supplements
from app.training.content.term_check import term_faults


def check(folder: FilePath | str) -> list[Fault]:
    """All faults and advice of all paths below a folder such as `content/training`, by file and line.

    `str(fault)` reads `end-users/01.zh.md:12: what is wrong and how to mend it`, with the path relative to the folder.
    A publishable folder has none. Never raises for what the files contain.
    """
    home = FilePath(folder)
    if not home.is_dir():
        return [Fault(str(folder), 1, 1, "There is no such folder; give the one that holds the training paths.")]
    found, faults = read_each(home)
    paths: list[tuple[str, Path]] = []
    for name, files in found.items():
        path, own = examine(files, name)
        faults += own
        paths += [(name, path)] if path else []
    links = link_faults(found, paths, read_supplements(home.parent))
    return sorted({*faults, *_same_codes(paths), *term_faults(home, found), *links, *_odd_names(home)})


def _same_codes(paths: list[tuple[str, Path]]) -> list[Fault]:
    faults, seen = [], dict[str, str]()
    for name, path in paths:
        code = path.code.casefold()
        if code in seen:
            message = f"The code “{path.code}” is taken by the path in {seen[code]}; give each path its own."
            faults.append(Fault(f"{name}/path.yaml", 1, 1, message))
        seen.setdefault(code, name)
    return faults


def _odd_names(home: FilePath) -> list[Fault]:
    """Advice on files that look like modules and are read by nobody, for their names say no language."""
    return [
        Fault(
            f"{file.parent.name}/{file.name}",
            1,
            1,
            "Nobody reads this file; name it <module>.zh.md or <module>.en.md, and path.yaml with its whole name.",
            advice=True,
        )
        for file in sorted(home.glob("*/*"))
        if file.is_file()
        and file.suffix.lower() in (".md", ".markdown", ".yml", ".yaml", ".txt")
        and not file.name.endswith((".zh.md", ".en.md"))
        and file.name not in (PATH_FILE, "README.md")
        and not file.parent.name.startswith((".", "sim"))
    ]
