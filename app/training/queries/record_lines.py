"""A person's training record as lines: one for everything that happened, in the order of the page."""

from collections.abc import Iterator
from datetime import date, datetime

from flask_babel import gettext as _

from app.foundation import clock
from app.training.models import (
    Assignment,
    Attempt,
    Certificate,
    Completion,
    DeadlineChange,
    DeadlineReason,
    Method,
    TimeNote,
)
from app.training.queries.records import Record, Transcript
from app.training.texts import reason_words

Cell = str | int | date | None
Line = tuple[Cell, ...]


def headings() -> Line:
    """What the columns are called."""
    return (
        _("Employee number"),
        _("Name"),
        _("Path code"),
        _("Path"),
        _("Assignment"),
        _("What"),
        _("When"),
        _("Module or drill"),
        _("Number"),
        _("Version"),
        _("Score"),
        _("Result"),
        _("Due before"),
        _("Due then"),
        _("Reason"),
        _("Document"),
    )


def record_lines(transcript: Transcript, language: str, *, with_notes: bool) -> Iterator[Line]:
    """Every assignment with what was done on it; instants in the company's zone with their offset."""
    person = transcript.person
    for record in transcript.records:
        one = record.assignment
        head = (
            person.employee_no,
            person.name,
            one.path.code,
            one.path.title(language),
            one.number or f"A-{one.id:06d}",
        )
        for line in _lines(transcript, record, language, with_notes=with_notes):
            yield (*head, *line)


def method_words(method: Method) -> str:
    """How a completion came about, in the reader's language."""
    words: dict[Method, str] = {
        Method.passed: _("passed here"),
        Method.imported: _("imported"),
        Method.corrected: _("corrected"),
        Method.equivalent: _("learned elsewhere"),
    }
    return words[method]


def change_words(kind: DeadlineReason) -> str:
    """Why a due date moved, in the reader's language."""
    words: dict[DeadlineReason, str] = {
        DeadlineReason.extension: _("more time granted"),
        DeadlineReason.leave: _("leave"),
        DeadlineReason.go_live: _("go-live moved"),
        DeadlineReason.hire: _("day of hiring corrected"),
    }
    return words[kind]


def _lines(transcript: Transcript, record: Record, language: str, *, with_notes: bool) -> Iterator[Line]:
    one = record.assignment
    yield _line(_("assigned"), one.assigned_at, due=(one.original_due_on, one.due_on))
    yield from map(_change, record.changes)
    for note in record.notes if with_notes else ():
        yield from _note(note)
    for attempt in record.attempts:
        yield _attempt(transcript, one.path_id, attempt, language)
    for module in record.modules:
        yield _line(
            _("module completed"),
            module.completed_at,
            item=transcript.module_title(one.path_id, module.module_id, language),
            version=f"{module.path_version} / {module.module_version}",
            score=module.score,
        )
    yield from map(_completion, record.completions)
    yield from map(_certificate, record.certificates)
    yield from _closing(one)


def _note(note: TimeNote) -> Iterator[Line]:
    yield _line(_("no working time was given"), note.noted_at, reason=note.text)
    if note.settled_at:
        yield _line(_("answer about working time"), note.settled_at, reason=note.answer)


def _attempt(transcript: Transcript, path_id: int, attempt: Attempt, language: str) -> Line:
    return _line(
        _("attempt"),
        attempt.submitted_at,
        item=_item(transcript, path_id, attempt.module_id, attempt.item_id, language),
        number=attempt.number,
        version=f"{attempt.path_version} / {attempt.module_version}",
        score=attempt.percent,
        result=_("passed") if attempt.passed else _("not passed"),
    )


def _certificate(certificate: Certificate) -> Line:
    due = (None, certificate.expires_on)
    return _line(_("certificate issued"), certificate.issued_on, item=certificate.number, due=due)


def _closing(one: Assignment) -> Iterator[Line]:
    if one.waived_at:
        yield _line(_("waived"), one.waived_at, reason=one.waived_reason, document=one.document)
    if one.withdrawn_at:
        yield _line(_("taken back"), one.withdrawn_at, reason=reason_words(one.withdrawn_reason))


def _change(change: DeadlineChange) -> Line:
    return _line(
        _("due date moved"),
        change.at,
        due=(change.from_on, change.to_on),
        result=change_words(change.kind),
        reason=change.reason,
        document=change.document,
    )


def _completion(completion: Completion) -> Line:
    return _line(
        _("correction") if completion.corrects_id else _("completed"),
        completion.completed_at,
        version=completion.path_version,
        score=completion.score,
        result=method_words(completion.method),
        reason=completion.reason,
        document=completion.document,
    )


def _item(transcript: Transcript, path_id: int, module_id: str, item_id: str, language: str) -> str:
    title = transcript.title_of(path_id, module_id, item_id, language)
    return f"{transcript.module_title(path_id, module_id, language)} · {title}" if module_id else title


def _line(
    what: str,
    when: datetime | date,
    *,
    item: str = "",
    number: int | None = None,
    version: str = "",
    score: int | None = None,
    result: str = "",
    due: tuple[date | None, date | None] = (None, None),
    reason: str = "",
    document: str = "",
) -> Line:
    told = clock.local(when).isoformat(timespec="seconds") if isinstance(when, datetime) else when.isoformat()
    return (what, told, item, number, version, score, result, *due, reason, document)
