"""Writes about good practice: its words, its publication, and who works that way too."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import Person
from app.ambassadors.actions.once import sent_before
from app.ambassadors.events import PracticePublished, PracticeReused
from app.ambassadors.models import TEXTS, Practice, PracticeReuse, PracticeRevision, PracticeState
from app.foundation import audit, clock
from app.foundation.db import db, insert_new
from app.foundation.events import publish
from app.foundation.search import folded

WORDS = (*(f"{part}_{told}" for told in ("zh", "en") for part in TEXTS), "area", "tool")


class PracticeMoved(Exception):
    """Somebody was faster: the practice is no longer in the state, or at the words, that were seen."""


class OwnPractice(Exception):
    """One's own words are published by somebody else; one's own team cannot take them over from itself."""


class ReusedAlready(Exception):
    """That unit is on the list already."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a practice was found: an idea that was delivered, or a finding of an interview."""

    idea_id: int | None = None
    finding_id: int | None = None


def write_practice(
    *,
    words: Mapping[str, str],
    project_group_id: int | None,
    department_id: int,
    by: int,
    source: Source | None = None,
    token: str | None = None,
) -> Practice:
    """Write a practice as a draft; the same form sent again gives the same one. `words` are among WORDS."""
    before = sent_before(Practice, token, Practice.author_id, by)
    if before is not None:
        return before
    source = source or Source()
    practice = Practice(
        **words,
        state=PracticeState.draft,
        department_id=department_id,
        project_group_id=project_group_id,
        author_id=by,
        created_at=clock.now(),
        idea_id=source.idea_id,
        finding_id=source.finding_id,
        search_text=folded(*words.values()),
        token=token,
    )
    db.session.add(practice)
    db.session.flush()
    _keep_words(practice, by, number=1)
    return practice


def edit_practice(
    *, practice: Practice, version: int, words: Mapping[str, str], project_group_id: int | None, by: int
) -> None:
    """Mend the words; earlier ones are kept. What an author changes waits for somebody else again. Raises PracticeMoved."""
    _hold(practice)
    if practice.version != version or practice.state is PracticeState.retired:
        raise PracticeMoved
    before = {name: getattr(practice, name) for name in words}
    if before == dict(words) and practice.project_group_id == project_group_id:
        return
    for name, text in words.items():
        setattr(practice, name, text)
    practice.project_group_id = project_group_id
    practice.search_text = folded(*words.values())
    if by == practice.author_id and practice.state is PracticeState.published:
        practice.state, practice.published_at, practice.published_by_id = PracticeState.draft, None, None
    last = sa.select(sa.func.max(PracticeRevision.number)).where(PracticeRevision.practice_id == practice.id)
    number = (db.session.scalar(last) or 0) + 1
    db.session.flush()
    _keep_words(practice, by, number=number)


def publish_practice(*, practice: Practice, version: int, by: int) -> None:
    """Put the words that were read into the library. Raises OwnPractice, PracticeMoved."""
    if by == practice.author_id:
        raise OwnPractice
    _hold(practice)
    if practice.state is not PracticeState.draft or practice.version != version:
        raise PracticeMoved
    practice.state, practice.published_at, practice.published_by_id = PracticeState.published, clock.now(), by
    db.session.flush()
    _audit("published", practice, by)
    publish(PracticePublished(practice.id, practice.author_id, by))


def retire_practice(*, practice: Practice, reason: str, by: int) -> None:
    """Say that it is no longer good advice, and why. Raises PracticeMoved."""
    _hold(practice)
    if practice.state is not PracticeState.published:
        raise PracticeMoved
    practice.state, practice.retired_at, practice.retired_by_id = PracticeState.retired, clock.now(), by
    practice.retired_reason = reason
    db.session.flush()
    _audit("retired", practice, by, reason)


def bring_back(*, practice: Practice, by: int) -> None:
    """Undo a retirement; it stands in the library as before. Raises PracticeMoved."""
    _hold(practice)
    if practice.state is not PracticeState.retired:
        raise PracticeMoved
    practice.state, practice.retired_at, practice.retired_by_id = PracticeState.published, None, None
    practice.retired_reason = ""
    db.session.flush()
    _audit("brought_back", practice, by)


def reuse_practice(
    *, practice: Practice, department_id: int | None, project_group_id: int | None, words: str, by: int
) -> None:
    """Note that a unit works that way too, once per unit. Raises OwnPractice, PracticeMoved, ReusedAlready."""
    authors = db.session.scalar(sa.select(Person.department_id).where(Person.id == practice.author_id))
    if department_id is not None and department_id in (practice.department_id, authors):
        raise OwnPractice
    if project_group_id is not None and project_group_id == practice.project_group_id:
        raise OwnPractice
    _hold(practice)
    if practice.state is not PracticeState.published:
        raise PracticeMoved
    facts = {"department_id": department_id, "project_group_id": project_group_id}
    row = {"practice_id": practice.id, **facts, "words": words, "by_id": by, "at": clock.now()}
    if not insert_new(PracticeReuse, [row]):
        raise ReusedAlready
    _audit("reused", practice, by, words)
    publish(PracticeReused(practice.id, practice.author_id, by, department_id, project_group_id))


def withdraw_reuse(*, reuse: PracticeReuse, by: int) -> None:
    """Take it back; the audit trail keeps it. Whoever was faster has done the same."""
    gone = db.session.execute(sa.delete(PracticeReuse).where(PracticeReuse.id == reuse.id))
    if gone.rowcount:  # type: ignore[attr-defined]
        before = {"department": reuse.department_id, "project_group": reuse.project_group_id, "words": reuse.words}
        subject = ("practice", reuse.practice_id)
        audit.record(act="practice:reuse_withdrawn", subject=subject, actor_id=by, before=before)


def _keep_words(practice: Practice, by: int, *, number: int) -> None:
    at, texts = clock.now(), {name: getattr(practice, name) for name in WORDS}
    db.session.add(PracticeRevision(practice_id=practice.id, number=number, texts=texts, by_id=by, at=at))
    db.session.flush()


def _hold(practice: Practice) -> None:
    """Hold the row against others until commit, and read where it stands."""
    now_true = ("state", "version", "published_at", "published_by_id", "retired_at")
    db.session.refresh(practice, now_true, with_for_update=True)


def _audit(verb: str, practice: Practice, by: int, reason: str = "") -> None:
    after = {"state": practice.state.value, "title": practice.title("zh")}
    audit.record(act=f"practice:{verb}", subject=("practice", practice.id), actor_id=by, after=after, reason=reason)
