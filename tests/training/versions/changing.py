"""Changing what is published, and looking at what that did."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.foundation import clock
from app.foundation.db import db, transaction
from app.notifications.models import Announcement, Receipt
from app.training.actions.publishing import Effect, publish_folder

SignIn = Callable[[int | None], FlaskClient]
RETAKE = "on_change: retake\neffective: {day}\ndue: +30d"


def edit(folder: Path, module: str, *swaps: tuple[str, str]) -> None:
    """Change a module's files in both languages."""
    for file in (folder / "sp").glob(f"{module}.*.md"):
        text = file.read_text("utf-8")
        for old, new in swaps:
            text = text.replace(old, new)
        file.write_text(text, "utf-8")


def published(app: Flask, folder: Path) -> dict[str, Effect]:
    """Publish whatever can be; effects by code."""
    with app.app_context(), transaction():
        return {effect.code: effect for effect in publish_folder(folder)}


def rows(app: Flask, select: sa.Select[Any]) -> list[Any]:
    """Rows, free of their session."""
    with app.app_context():
        found = list(db.session.scalars(select))
        for row in found:
            db.session.expunge(row) if hasattr(row, "__table__") else None
        return found


def today(app: Flask) -> date:
    with app.app_context():
        return clock.today()


def in_days(app: Flask, days: int) -> AbstractContextManager[None]:
    """Hold the clock so many days on, at noon."""
    with app.app_context():
        return clock.fixed_at(clock.start_of(clock.today() + timedelta(days=days)) + timedelta(hours=12))


def kinds(app: Flask, person_id: int) -> list[str]:
    """What somebody was told, in order."""
    told = sa.select(Announcement.kind).join(Receipt, Receipt.announcement_id == Announcement.id)
    return rows(app, told.where(Receipt.person_id == person_id).order_by(Announcement.id))
