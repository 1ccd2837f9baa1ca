"""Which worlds a path's drills name, and where their files are. A path's files carry them as `sim/<name>.yaml`.

So a publication keeps the world it was made with, and an old one stays readable whatever becomes of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path as FilePath

from app.foundation.content.faults import Fault
from app.training.content.words import narrow
from app.training.content.world.objects import World
from app.training.content.world.read import read_world

_NAMED = re.compile(r"^#.*[{｛].*\.world\b.*\bworld=([a-z0-9][a-z0-9-]*)")


def file_name(world_id: str) -> str:
    """The name under which a path's files hold a world."""
    return f"sim/{world_id}.yaml"


def worlds_beside(home: FilePath, files: Mapping[str, str]) -> dict[str, str]:
    """The world files that a path's drills name, looked for in `sim` beside the path and beside all paths."""
    found = {}
    for world_id in _named(files.values()):
        texts = (_text_of(folder / "sim" / f"{world_id}.yaml") for folder in (home.parent, home.parent.parent))
        text = next((one for one in texts if one is not None), None)
        if text is not None:
            found[file_name(world_id)] = text
    return found


def _text_of(file: FilePath) -> str | None:
    """What a file says; None where there is none or it is not UTF-8."""
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None


def world_of(world_id: str, files: Mapping[str, str]) -> World | None:
    """The world of that name among a path's files; None where it is missing or has faults."""
    text = files.get(file_name(world_id))
    return read_world(world_id, text, "")[0] if text is not None else None


def world_faults(files: Mapping[str, str]) -> list[Fault]:
    """The faults of all worlds among a path's files."""
    faults: list[Fault] = []
    for name, text in sorted(files.items()):
        if name.startswith("sim/"):
            faults += read_world(name[4:].removesuffix(".yaml"), text, f"../{name}")[1]
    return faults


def _named(texts: Iterable[str]) -> list[str]:
    lines = (narrow(line) for text in texts for line in text.splitlines() if line.startswith("#"))
    return sorted({found[1] for line in lines if (found := _NAMED.match(line))})
