"""The evidence pack: one ZIP with the answer, every row behind it, the certificate, and a manifest of it all.

Nothing in it depends on when or by whom it was taken: asked again with the same as-of it is the same file, byte for byte.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from markupsafe import Markup

from app.foundation import audit, clock
from app.foundation.spreadsheets import csv_file
from app.hr.queries.evidence import Answer
from app.training.queries.evidence import LedgerRow

NAMES = (
    "kind",
    "row",
    "before_day",
    "happened_on",
    "happened_at",
    "recorded_at",
    "zone",
    "employee_no",
    "path_code",
    "path_version",
    "module_id",
    "module_version",
    "grading_hash",
    "content_hash",
    "published_at",
    "score",
    "method",
    "observer_no",
    "observer_name",
    "corrects_row",
    "reason",
    "document",
    "certificate_no",
    "name_on_certificate",
    "expires_on",
)
STAMP = (1980, 1, 1, 0, 0, 0)
READ_ME = """训练证明 · Evidence of training

answer.json     问题与回答 · the question and the answer
rows.csv        台账的每一行（UTF-8 带 BOM）· every row of the ledger behind the answer
rows.json       同样的行，供程序读取 · the same rows for programs, nothing altered
certificate-*   证书（如有）· the certificate, where there is one
manifest.json   每个文件的 SHA-256 · the SHA-256 of every file

before_day = Y 的行发生在所问日期之前。· Rows with before_day = Y are of the time before the day that was asked about.
同一截止日再次提取，文件逐字节相同。· Taken again with the same as-of, this file is the same, byte for byte.
"""


def take_pack(*, answer: Answer, by: int) -> bytes:
    """The pack of an answer; that it was taken is written into the audit trail."""
    body = pack(answer)
    question = answer.question
    facts = {
        "path": question.path_code,
        "module": question.module_id,
        "before": question.before.isoformat(),
        "as_of": question.as_of.isoformat(),
        "sha256": hashlib.sha256(body).hexdigest(),
    }
    audit.record(act="evidence:taken", subject=("person", question.person_id), actor_id=by, after=facts)
    return body


def pack_name(answer: Answer) -> str:
    """Name of the file: who, what, before which day, as known when."""
    question = answer.question
    number = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in answer.accounts[0].employee_no)
    what = "-".join(part for part in (question.path_code, question.module_id) if part)
    return f"evidence-{number}-{what}-before-{question.before}-as-of-{question.as_of}.zip"


def pack(answer: Answer) -> bytes:
    """The bytes of the ZIP."""
    files = dict(_files(answer))
    files["manifest.json"] = _json(_manifest(answer, files))
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as book:
        for name, content in files.items():
            part = ZipInfo(name, STAMP)
            part.create_system, part.external_attr = 3, 0o644 << 16  # the same on every machine
            book.writestr(part, content, ZIP_DEFLATED, 6)
    return buffer.getvalue()


def _files(answer: Answer) -> list[tuple[str, bytes]]:
    rows = [_cells(answer, row) for row in answer.rows]
    files = [
        ("README.txt", READ_ME.encode()),
        ("answer.json", _json(_told(answer))),
        ("rows.csv", b"".join(csv_file([NAMES, *([row[name] for name in NAMES] for row in rows)]))),
        ("rows.json", _json(rows)),
    ]
    if answer.certificate:
        files.append((f"certificate-{answer.certificate.certificate_no}.html", _certificate(answer.certificate)))
    return files


def _told(answer: Answer) -> dict[str, Any]:
    question, proof, certificate = answer.question, answer.proof, answer.certificate
    return {
        "question": {
            "path_code": question.path_code,
            "module_id": question.module_id,
            "trained_before": question.before.isoformat(),
            "as_of": question.as_of.isoformat(),
            "zone": clock.zone().key,
        },
        "accounts": [{"employee_no": one.employee_no, "name": one.name} for one in answer.accounts],
        "answer": {
            "trained": answer.trained,
            "completed_on": proof.happened_on.isoformat() if proof else None,
            "path_version": proof.path_version if proof else None,
            "module_version": proof.module_version if proof else None,
            "grading_hash": proof.grading_hash if proof else None,
            "content_hash": proof.content_hash if proof else None,
            "method": proof.method if proof else None,
            "certificate_no": certificate.certificate_no if certificate else None,
            "valid_through": _plain(certificate.expires_on) if certificate else None,
        },
    }


def _manifest(answer: Answer, files: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "as_of": answer.question.as_of.isoformat(),
        "rows": len(answer.rows),
        "files": [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files.items()
        ],
    }


def _cells(answer: Answer, row: LedgerRow) -> dict[str, Any]:
    made_as, observer = answer.who(row.person_id), answer.who(row.observer_id)
    return {
        "kind": row.kind.value,
        "row": row.id,
        "before_day": "Y" if answer.counts(row) else "N",
        "happened_on": _plain(row.happened_on),
        "happened_at": _plain(row.happened_at),
        "recorded_at": _plain(row.recorded_at),
        "zone": row.zone,
        "employee_no": made_as.employee_no if made_as else "",
        "path_code": answer.question.path_code,
        "path_version": row.path_version,
        "module_id": row.module_id,
        "module_version": row.module_version,
        "grading_hash": row.grading_hash,
        "content_hash": row.content_hash,
        "published_at": _plain(row.published_at),
        "score": row.score,
        "method": row.method,
        "observer_no": observer.employee_no if observer else "",
        "observer_name": observer.name if observer else "",
        "corrects_row": row.corrects_id,
        "reason": row.reason,
        "document": row.document,
        "certificate_no": row.certificate_no,
        "name_on_certificate": row.certificate_name,
        "expires_on": _plain(row.expires_on),
    }


def _plain(value: date | datetime | None) -> str | None:
    if isinstance(value, datetime):
        return clock.local(value).isoformat(timespec="seconds")
    return value.isoformat() if value else None


def _json(facts: Any) -> bytes:
    return (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()


_SHEET = Markup(
    '<!doctype html>\n<html lang="zh">\n<meta charset="utf-8">\n<title>{number}</title>\n'
    "<h1>培训结业证书 · Certificate of completion</h1>\n<p>{name}</p>\n<p>{title_zh} · {title_en}</p>\n<dl>\n"
    "<dt>版本 · Version</dt><dd>{version}</dd>\n<dt>签发 · Issued</dt><dd>{issued}</dd>\n"
    "<dt>有效期至 · Valid through</dt><dd>{expires}</dd>\n<dt>编号 · Number</dt><dd>{number}</dd>\n</dl>\n</html>\n"
)


def _certificate(row: LedgerRow) -> bytes:
    """A plain page that prints; no picture and no font of this machine goes into it."""
    sheet = _SHEET.format(
        number=row.certificate_no,
        name=row.certificate_name,
        title_zh=row.title_zh,
        title_en=row.title_en,
        version=row.path_version,
        issued=row.happened_on.isoformat(),
        expires=row.expires_on.isoformat() if row.expires_on else "不限期 · no end",
    )
    return sheet.encode()
