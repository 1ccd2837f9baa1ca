"""What authors have in the content folder: read and checked once for each state of its files."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path as FilePath

from app.foundation.content.faults import ContentFaults, Fault
from app.training.content.check import check
from app.training.content.load import PATH_FILE, read_each
from app.training.queries.published import Published, parse

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
READ = (".md", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Draft:
    """A path as it stands in its folder. `parsed` is None where it cannot be read; with faults it is not published."""

    folder: str
    code: str
    files: Mapping[str, str]
    faults: tuple[Fault, ...]
    parsed: Published | None
    content_hash: str


@dataclass(frozen=True, slots=True)
class Drafts:
    """All paths of a folder, and the faults of what stands beside them, such as the words of tools."""

    paths: tuple[Draft, ...]
    other_faults: tuple[Fault, ...] = ()

    def of(self, code: str) -> Draft | None:
        """The draft of a path."""
        return next((draft for draft in self.paths if draft.code.lower() == code.lower()), None)


def training_folder(folder: FilePath) -> FilePath:
    """The folder that holds the paths, whether it or the content folder above it is named."""
    below = folder / "training"
    return below if below.is_dir() and not (folder / PATH_FILE).exists() else folder


def drafts(folder: FilePath) -> Drafts:
    """The paths below a folder. Reading again what has not changed costs no more than hashing its files."""
    home = training_folder(folder).resolve()
    key = _fingerprint(home)
    with _lock:
        kept = _kept.get(home)
    if kept and kept[0] == key:
        return kept[1]
    found = _read(home)
    with _lock:
        _kept.clear()
        _kept[home] = (key, found)
    return found


def content_hash(files: Mapping[str, str]) -> str:
    """Names one state of a path's files, letter for letter."""
    text = json.dumps(files, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


_lock = threading.Lock()
_kept: dict[FilePath, tuple[str, Drafts]] = {}


def _fingerprint(home: FilePath) -> str:
    """Hash of every file that reading looks at: the paths, and the words of tools beside them."""
    beside = home.parent / "tools"
    digest = hashlib.sha256()
    for root in (home, beside, home.parent / "sim"):
        for file in sorted(root.rglob("*")) if root.is_dir() else ():
            if file.suffix in READ and file.is_file():
                digest.update(str(file.relative_to(home.parent)).encode() + b"\0")
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _read(home: FilePath) -> Drafts:
    by_folder: dict[str, list[Fault]] = defaultdict(list)
    for fault in check(home):
        by_folder[fault.path.split("/")[0]].append(fault)
    texts, _unreadable = read_each(home) if home.is_dir() else ({}, [])
    unread = [name for name in by_folder if name not in texts and (home / name).is_dir() and not name.startswith(".")]
    names = sorted([*texts, *unread])
    paths = tuple(_draft(home / name, texts.get(name, {}), tuple(by_folder.pop(name, ()))) for name in names)
    return Drafts(paths, tuple(fault for faults in by_folder.values() for fault in faults))


def _draft(home: FilePath, files: Mapping[str, str], faults: tuple[Fault, ...]) -> Draft:
    parsed = _parsed(files)
    return Draft(home.name, parsed.code if parsed else _code(home), files, faults, parsed, content_hash(files))


def _parsed(files: Mapping[str, str]) -> Published | None:
    try:
        return parse(0, 0, NEVER, files)
    except ContentFaults:
        return None


def _code(home: FilePath) -> str:
    """The code as far as a broken path.yaml still tells it."""
    file = home / PATH_FILE
    text = file.read_text("utf-8", errors="replace") if file.is_file() else ""
    found = re.search(r"^code:\s*[\"']?([A-Za-z0-9-]+)", text, re.MULTILINE)
    return found[1] if found else ""
