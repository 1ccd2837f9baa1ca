"""Certificates as anyone may verify them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa

from app.foundation import clock
from app.foundation.db import db
from app.training.models import Certificate


class CertificateState(StrEnum):
    """What a certificate is worth today."""

    valid = "valid"
    expired = "expired"
    superseded = "superseded"


@dataclass(frozen=True, slots=True)
class CertificateSheet:
    """All that a certificate tells: nothing of the person but the name."""

    number: str
    person_name: str
    title_zh: str
    title_en: str
    version: str
    completed_on: date
    issued_on: date
    expires_on: date | None
    state: CertificateState

    def title(self, language: str) -> str:
        """The path's title on the day of issue."""
        return self.title_en if language == "en" else self.title_zh


def certificate_sheet(number: str) -> CertificateSheet | None:
    """The certificate of that number, as issued or typed off the paper in any case and width; None when there is none."""
    typed = unicodedata.normalize("NFKC", number).strip()
    rows = sa.select(Certificate).where(Certificate.number.in_((typed, typed.upper())))
    row = db.session.scalar(rows.order_by(Certificate.number != typed).limit(1))
    if row is None:
        return None
    return CertificateSheet(
        number=row.number,
        person_name=row.person_name,
        title_zh=row.title_zh,
        title_en=row.title_en,
        version=row.path_version,
        completed_on=row.completed_on,
        issued_on=row.issued_on,
        expires_on=row.expires_on,
        state=state_of(row),
    )


def state_of(certificate: Certificate) -> CertificateState:
    """Valid through the day it expires on, in the company's zone; superseded by a newer one whatever the day."""
    if certificate.superseded_by_id is not None:
        return CertificateState.superseded
    if certificate.expires_on is not None and clock.today() > certificate.expires_on:
        return CertificateState.expired
    return CertificateState.valid
