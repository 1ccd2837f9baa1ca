"""A blank workbook becomes a profile: brought, matched, put to use, taken away."""

from __future__ import annotations

import hashlib
from typing import Any

import sqlalchemy as sa

from app.foundation import audit, clock
from app.foundation.db import db, locked
from app.foundation.search import folded
from app.hr.content.template import Template
from app.hr.models import ExportProfile, RememberedHeading
from app.hr.queries.matching import key_of, suggested
from app.hr.queries.profiles import CANONICAL, file_profiles


class NameTaken(Exception):
    """A profile has this name already."""


class NotChanged(Exception):
    """There is no draft to put to use."""


def bring_template(*, template: Template, name: str, title: str, by: int | None) -> ExportProfile:
    """Keep a template with the mapping that suggests itself, as a draft. Raises NameTaken."""
    taken = sa.select(ExportProfile.id).where(ExportProfile.name == name)
    if name == CANONICAL or name in file_profiles()[0] or db.session.scalar(taken):
        raise NameTaken
    columns = [{"source": source, "text": "", "mask": ""} for source in suggested(template.headings)]
    row = ExportProfile(
        name=name,
        title=title,
        template=template.data,
        template_name=template.file_name[:200],
        template_sha256=hashlib.sha256(template.data).hexdigest(),
        heading_row=template.heading_row,
        headings=list(template.headings),
        mapping=None,
        draft={"columns": columns, "statuses": ["completed", "expired"]},
        made_at=clock.now(),
        made_by_id=by,
        search_text=folded(name, title, template.file_name[:200]),
    )
    db.session.add(row)
    db.session.flush()
    _note(row, "made", by, {"name": name, "file": row.template_name, "sha256": row.template_sha256})
    return row


def keep_draft(*, profile_id: int, title: str, mapping: dict[str, Any]) -> ExportProfile:
    """Change the draft; files are made as before until it is put to use. Raises LookupError."""
    row = _held(profile_id)
    row.title, row.draft = title, mapping
    row.search_text = folded(row.name, title, row.template_name)
    db.session.flush()
    return row


def use_draft(*, profile_id: int, by: int | None) -> ExportProfile:
    """Make files with the draft from now on, and remember what headings mean. Raises LookupError, NotChanged."""
    row = _held(profile_id)
    if row.draft is None:
        raise NotChanged
    before, row.mapping, row.draft = row.mapping, row.draft, None
    _remember(row)
    _note(row, "used", by, {"name": row.name, "mapping": row.mapping}, {"mapping": before} if before else {})
    return row


def drop_draft(*, profile_id: int) -> ExportProfile:
    """Forget the changes that were not put to use. Raises LookupError, NotChanged where there would be nothing left."""
    row = _held(profile_id)
    if row.mapping is None:
        raise NotChanged
    row.draft = None
    return row


def delete_profile(*, profile_id: int, by: int | None) -> str:
    """Take a profile away; files made with it stay in the log. Raises LookupError."""
    row = _held(profile_id)
    _note(row, "deleted", by, {}, {"name": row.name, "mapping": row.mapping})
    db.session.delete(row)
    db.session.flush()
    return row.name


def _held(profile_id: int) -> ExportProfile:
    row: ExportProfile | None = db.session.scalar(
        locked(sa.select(ExportProfile).where(ExportProfile.id == profile_id))
    )
    if row is None:
        raise LookupError(profile_id)
    return row


def _remember(row: ExportProfile) -> None:
    told = {}
    for heading, one in zip(row.headings, (row.mapping or {})["columns"], strict=True):
        if heading and one["source"]:
            told[key_of(heading)] = one["source"]
    known = {
        one.heading: one
        for one in db.session.scalars(sa.select(RememberedHeading).where(RememberedHeading.heading.in_(told)))
    }
    for key, source in told.items():
        if key in known:
            known[key].source, known[key].remembered_at = source, clock.now()
        else:
            db.session.add(RememberedHeading(heading=key, source=source, remembered_at=clock.now()))
    db.session.flush()


def _note(
    row: ExportProfile, verb: str, by: int | None, after: dict[str, Any], before: dict[str, Any] | None = None
) -> None:
    audit.record(
        act=f"export_profile:{verb}", subject=("export_profile", row.id), actor_id=by, before=before, after=after
    )
