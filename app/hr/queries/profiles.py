"""Profiles that are known: those in the folder of content, and those made from a template."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload, undefer

from app.foundation.content.faults import Fault, Notebook, not_utf8
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.foundation.settings import Settings
from app.hr.content.profile import Profile, ProfileColumn
from app.hr.content.reading import read_profile
from app.hr.content.template import Template
from app.hr.models import ExportProfile
from app.hr.queries.columns import CHANGES, COLUMNS
from app.hr.queries.records import STATUSES

CANONICAL = "canonical"
"""The name under which the file with all columns is asked for."""
KINDS = {column.name: column.kind.value for column in (*COLUMNS, *CHANGES)}


@dataclass(frozen=True, slots=True)
class KnownProfile:
    """A profile that can be chosen."""

    name: str
    title_zh: str
    title_en: str
    verified: str = ""

    def title(self, language: str) -> str:
        """What it is called in a language."""
        return self.title_en if language == "en" else self.title_zh


class UnknownProfile(LookupError):
    """No profile has this name."""


class FaultyProfile(Exception):
    """The file of the profile has faults."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(map(placed, faults)))


def placed(fault: Fault) -> str:
    """A fault with file, line and column."""
    return f"{fault.path}:{fault.line}:{fault.column}: {fault.message}"


def profile_folder() -> Path:
    """Where the files of profiles are."""
    settings: Settings = current_app.extensions["uptake.settings"]
    return settings.content / "profiles"


def file_profiles() -> tuple[dict[str, Profile], list[Fault]]:
    """The profiles of the folder by name, and the faults of those that cannot be used."""
    found: dict[str, Profile] = {}
    faults: list[Fault] = []
    for path in sorted(profile_folder().glob("*.yaml")):
        profile, wrong = _read(path, path.stat().st_mtime_ns, path.stat().st_size)
        faults += wrong
        if profile:
            found[profile.name] = profile
    return found, faults


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int, _size: int) -> tuple[Profile | None, tuple[Fault, ...]]:
    """A file that has not changed is not read again."""
    told, raw = f"profiles/{path.name}", path.read_bytes()
    if path.stem == CANONICAL:
        return None, (Fault(told, 1, 1, "“canonical” is the file with all columns; give this profile another name."),)
    if fault := not_utf8(told, raw):
        return None, (fault,)
    text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    notebook = Notebook(told, lines=text.splitlines())
    profile = read_profile(path.stem, text, kinds=KINDS, statuses=STATUSES, notebook=notebook)
    return profile, tuple(sorted(notebook.faults))


def known_profiles() -> list[KnownProfile]:
    """Every profile that files can be made with, by name."""
    files, _faults = file_profiles()
    found = {one.name: KnownProfile(one.name, one.title_zh, one.title_en, one.verified) for one in files.values()}
    rows = sa.select(ExportProfile.name, ExportProfile.title).where(ExportProfile.mapping.is_not(None))
    for name, title in db.session.execute(rows):
        found.setdefault(name, KnownProfile(name, title, title))
    return [found[name] for name in sorted(found)]


def profile_named(name: str) -> Profile:
    """A profile with all that is needed to make a file. Raises UnknownProfile, FaultyProfile."""
    files, faults = file_profiles()
    if name in files:
        return files[name]
    wrong = [fault for fault in faults if fault.path == f"profiles/{name}.yaml"]
    if wrong:
        raise FaultyProfile(wrong)
    rows = sa.select(ExportProfile).options(undefer(ExportProfile.template)).where(ExportProfile.name == name)
    row = db.session.scalar(rows)
    if row is None or row.mapping is None:
        raise UnknownProfile(name)
    mapping = row.mapping
    told = json.dumps([row.template_sha256, row.heading_row, mapping], sort_keys=True)
    return Profile(
        name=row.name,
        title_zh=row.title,
        title_en=row.title,
        columns=columns_of(row.headings, mapping),
        layout=Template(row.template, row.template_name, row.heading_row, tuple(row.headings)),
        statuses=frozenset(mapping["statuses"]),
        digest=hashlib.sha256(told.encode()).hexdigest(),
    )


def columns_of(headings: Sequence[str], mapping: Mapping[str, Any]) -> tuple[ProfileColumn, ...]:
    """The columns of a mapping under the headings of its template."""
    return tuple(
        ProfileColumn(name=heading, source=one["source"], text=one["text"], mask=one["mask"])
        for heading, one in zip(headings, mapping["columns"], strict=True)
    )


def made_profiles(*, query: str, number: int) -> Page[ExportProfile]:
    """Profiles made from templates, by name."""
    rows = sa.select(ExportProfile).options(joinedload(ExportProfile.made_by)).order_by(ExportProfile.name)
    if query:
        rows = rows.where(contains(ExportProfile.search_text, query))
    return page_of(rows, number=number)


def made_profile(number: int) -> ExportProfile | None:
    """One of them, without the workbook."""
    return db.session.scalar(
        sa.select(ExportProfile).options(joinedload(ExportProfile.made_by)).where(ExportProfile.id == number)
    )
