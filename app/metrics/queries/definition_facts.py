"""The facts that one figure asks for, and the part of the company that it is asked of."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta

import sqlalchemy as sa

from app.ambassadors.models import Appointment, AppointmentState, HourEntry, ServiceStandard
from app.ambassadors.queries.standards import as_shipped
from app.foundation.db import db
from app.metrics.formulas.marks import CertificateRow, Extra, Facts, LoadRow, QuestionRow, ReviewRow
from app.metrics.formulas.rows import AsOf, Company
from app.metrics.queries.company import company_as_of
from app.metrics.queries.kept import kept_calendar
from app.metrics.queries.pulse_results import round_of
from app.metrics.queries.scope import Scope
from app.metrics.queries.usage_facts import stayed
from app.metrics.texts import Definition
from app.training.models import (
    Certificate,
    ModuleCompletion,
    PracticeReview,
    PracticeSubmission,
    TrainingPath,
)
from app.training.queries.mistakes import question_reports

ROLLING = timedelta(days=365)


def facts_for(definition: Definition, scope: Scope) -> Facts:
    """What one figure needs of a scope, in as few statements as it needs."""
    calendar = kept_calendar() if "ideas" in definition.needs else None
    company = company_as_of(scope.as_of.day, definition.needs, parents=scope.parents, calendar=calendar)
    return Facts(
        company=_in_scope(company, scope),
        whole=company,
        departments=frozenset(node.department.code for node in scope.branch),
        extra=extra_facts(scope.as_of, definition.wants, company.parents),
        single=single_department(scope),
        path=scope.path.code if scope.path else "",
    )


def _in_scope(company: Company, scope: Scope) -> Company:
    if scope.whole_company and scope.chosen is None and scope.path is None:
        return company
    codes = {node.department.code for node in scope.branch}
    return part_of(company, codes, scope.path.code if scope.path else None)


def part_of(company: Company, codes: Collection[str], path: str | None = None) -> Company:
    """The company as if it were only some departments, and one path or all."""
    return replace(
        company,
        parents={code: above for code, above in company.parents.items() if code in codes},
        people=tuple(person for person in company.people if person.department in codes),
        assignments=tuple(
            row for row in company.assignments if row.person.department in codes and path in (None, row.path)
        ),
        superusers=tuple(term for term in company.superusers if term.unit in codes),
        ideas=tuple(row for row in company.ideas if row.department in codes),
    )


def single_department(scope: Scope) -> str:
    """Code of the one department asked for: the chosen one, or the top of what the reader sees."""
    if scope.chosen is not None:
        return scope.chosen.department.code
    return "" if scope.whole_company else scope.nodes[0].department.code


def extra_facts(as_of: AsOf, wants: Collection[str], parents: Mapping[str, str | None]) -> Extra:
    """Reviews, credits, certificates and loads of a month, the round of the pulse and who stayed with the tool, as far as they are wanted."""
    return Extra(
        reviews=_reviews(as_of) if "reviews" in wants else (),
        credits=_credits(as_of) if "credits" in wants else (),
        certificates=_certificates(as_of) if "certificates" in wants else (),
        loads=_loads(as_of) if "loads" in wants else (),
        questions=_questions(as_of) if "questions" in wants else (),
        round=round_of(as_of.month, as_of.day, sorted(parents)) if "round" in wants else None,
        stayed=stayed(as_of, parents) if "stayed" in wants else {},
    )


def _reviews(as_of: AsOf) -> tuple[ReviewRow, ...]:
    inside = PracticeReview.reviewed_at >= as_of.start, PracticeReview.reviewed_at < as_of.end
    last = sa.select(sa.func.max(PracticeReview.id)).where(*inside).group_by(PracticeReview.submission_id)
    found = (
        sa.select(
            PracticeSubmission.assignment_id,
            PracticeSubmission.person_id,
            PracticeReview.accepted,
            PracticeReview.reviewed_at,
        )
        .join(PracticeSubmission, PracticeSubmission.id == PracticeReview.submission_id)
        .where(PracticeReview.id.in_(last))
        .order_by(PracticeReview.id)
    )
    return tuple(
        ReviewRow(assignment, person, accepted, as_of.local_day(at))
        for assignment, person, accepted, at in db.session.execute(found)
    )


def _credits(as_of: AsOf) -> tuple[tuple[int, date, int], ...]:
    found = (
        sa.select(ModuleCompletion.person_id, ModuleCompletion.completed_at, ModuleCompletion.minutes)
        .where(ModuleCompletion.completed_at >= as_of.start, ModuleCompletion.completed_at < as_of.end)
        .order_by(ModuleCompletion.id)
    )
    return tuple((person, as_of.local_day(at), minutes) for person, at, minutes in db.session.execute(found))


def _certificates(as_of: AsOf) -> tuple[CertificateRow, ...]:
    newer = sa.orm.aliased(Certificate)
    renewed = sa.exists().where(
        newer.person_id == Certificate.person_id,
        newer.path_id == Certificate.path_id,
        newer.issued_on > Certificate.issued_on,
        newer.issued_on <= Certificate.expires_on,
        newer.issued_on <= as_of.day,
    )
    reissued = sa.exists().where(newer.reissues_id == Certificate.id, newer.issued_on <= as_of.day)
    found = (
        sa.select(Certificate.person_id, TrainingPath.code, Certificate.expires_on, renewed)
        .join(TrainingPath, TrainingPath.id == Certificate.path_id)
        .where(Certificate.expires_on.between(as_of.first, as_of.day), sa.not_(reissued))
        .order_by(Certificate.id)
    )
    return tuple(CertificateRow(*row) for row in db.session.execute(found))


def _questions(as_of: AsOf) -> tuple[QuestionRow, ...]:
    found = question_reports(as_of.end - ROLLING, as_of.end)
    return tuple(
        QuestionRow(
            one.path,
            one.module_id,
            one.question_id,
            one.facts.answers,
            one.facts.right,
            one.facts.discrimination,
            one.facts.flag,
        )
        for one in found
    )


def _loads(as_of: AsOf) -> tuple[LoadRow, ...]:
    """Everyone in office on any day of the month, with what was logged up to the day and stood at its end."""
    found = (
        sa.select(
            Appointment.person_id,
            _logged(as_of).label("minutes"),
            sa.func.coalesce(Appointment.monthly_minutes, _agreed(as_of), as_shipped().monthly_minutes),
        )
        .where(
            Appointment.state.in_((AppointmentState.active, AppointmentState.ended)),
            Appointment.answered_at < as_of.end,
            Appointment.starts_on <= as_of.day,
            sa.or_(Appointment.ends_on.is_(None), Appointment.ends_on >= as_of.first),
            sa.or_(Appointment.ended_at.is_(None), Appointment.ended_at >= as_of.start),
        )
        .order_by(Appointment.id)
    )
    return tuple(LoadRow(person, int(minutes), int(ceiling)) for person, minutes, ceiling in db.session.execute(found))


def _logged(as_of: AsOf) -> sa.ScalarSelect[int]:
    later = sa.orm.aliased(HourEntry)
    replaced = sa.exists().where(later.corrects_id == HourEntry.id, later.logged_at < as_of.end)
    minutes = sa.select(sa.func.coalesce(sa.func.sum(HourEntry.minutes), 0)).where(
        HourEntry.appointment_id == Appointment.id,
        HourEntry.served_on.between(as_of.first, as_of.day),
        HourEntry.logged_at < as_of.end,
        sa.not_(replaced),
    )
    return minutes.correlate(Appointment).scalar_subquery()


def _agreed(as_of: AsOf) -> sa.ScalarSelect[int]:
    latest = sa.select(ServiceStandard.monthly_minutes).where(ServiceStandard.set_at < as_of.end)
    return latest.order_by(ServiceStandard.id.desc()).limit(1).scalar_subquery()
