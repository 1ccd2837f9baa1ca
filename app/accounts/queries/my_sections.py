"""What accounts keep of somebody: the sections of “My data” that stand on this floor."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import (
    AccountMerge,
    CorrectionRequest,
    Department,
    Membership,
    PastLeave,
    Person,
    PersonRole,
    PersonTier,
    PersonVersion,
    PrivateAddress,
    ProjectGroup,
    RosterChange,
    RosterImport,
    SignInSession,
)
from app.accounts.queries.audit_words import act_name, kind_name
from app.accounts.queries.my_data import Rows, Section
from app.accounts.queries.words import address_name, role_name, tier_name
from app.foundation.audit import AuditEntry


def _person(ids: Sequence[int]) -> Rows:
    given = (
        Person.employee_no,
        Person.name,
        Person.email,
        Department.code.label("department"),
        Person.job_title,
        Person.language,
        Person.zone,
        Person.hired_on,
        Person.leave_from,
        Person.leave_to,
        Person.last_day,
        Person.created_at,
    )
    return (
        sa.select(*given)
        .join(Department, Department.id == Person.department_id)
        .where(Person.id.in_(ids))
        .order_by(Person.id)
    )


def _history(ids: Sequence[int]) -> Rows:
    given = (
        PersonVersion.valid_from,
        PersonVersion.employee_no,
        PersonVersion.name,
        Department.code.label("department"),
        PersonVersion.job_title,
        PersonVersion.recorded_at,
    )
    rows = sa.select(*given).join(Department, Department.id == PersonVersion.department_id)
    return rows.where(PersonVersion.person_id.in_(ids)).order_by(PersonVersion.id.desc())


def _roles(ids: Sequence[int]) -> Rows:
    rows = sa.select(PersonRole.role, PersonRole.starts_on, PersonRole.ends_on).where(PersonRole.person_id.in_(ids))
    return rows.order_by(PersonRole.role)


def _tiers(ids: Sequence[int]) -> Rows:
    return sa.select(PersonTier.tier).where(PersonTier.person_id.in_(ids)).order_by(PersonTier.tier)


def _groups(ids: Sequence[int]) -> Rows:
    rows = sa.select(ProjectGroup.code, ProjectGroup.name).join(
        Membership, Membership.project_group_id == ProjectGroup.id
    )
    return rows.where(Membership.person_id.in_(ids)).order_by(ProjectGroup.code)


def _leaves(ids: Sequence[int]) -> Rows:
    rows = sa.select(PastLeave.first_on, PastLeave.last_on, PastLeave.recorded_at)
    return rows.where(PastLeave.person_id.in_(ids)).order_by(PastLeave.first_on.desc())


def _merges(ids: Sequence[int]) -> Rows:
    rows = sa.select(AccountMerge.merged_at, AccountMerge.reason, AccountMerge.undone_at)
    return rows.where(sa.or_(AccountMerge.from_id.in_(ids), AccountMerge.into_id.in_(ids))).order_by(AccountMerge.id)


def _imports(ids: Sequence[int]) -> Rows:
    rows = sa.select(RosterImport.imported_at, RosterImport.file_name, RosterChange.before, RosterChange.after)
    joined = rows.join(RosterChange, RosterChange.import_id == RosterImport.id)
    return joined.where(RosterChange.person_id.in_(ids)).order_by(RosterChange.id.desc())


def _sessions(ids: Sequence[int]) -> Rows:
    rows = sa.select(SignInSession.started_at, SignInSession.seen_at, SignInSession.browser, SignInSession.shared)
    return rows.where(SignInSession.person_id.in_(ids)).order_by(SignInSession.started_at.desc())


def _addresses(ids: Sequence[int]) -> Rows:
    rows = sa.select(PrivateAddress.purpose, PrivateAddress.made_at)
    return rows.where(PrivateAddress.person_id.in_(ids)).order_by(PrivateAddress.purpose)


def _corrections(ids: Sequence[int]) -> Rows:
    given = (
        CorrectionRequest.asked_at,
        CorrectionRequest.section,
        CorrectionRequest.text,
        CorrectionRequest.wanted,
        CorrectionRequest.answered_at,
        CorrectionRequest.corrected,
        CorrectionRequest.answer,
    )
    return sa.select(*given).where(CorrectionRequest.person_id.in_(ids)).order_by(CorrectionRequest.id.desc())


def _about_me(ids: Sequence[int]) -> Rows:
    rows = sa.select(AuditEntry.at, AuditEntry.act, AuditEntry.before, AuditEntry.after, AuditEntry.reason)
    about = rows.where(AuditEntry.subject_kind == "person", AuditEntry.subject_id.in_([str(one) for one in ids]))
    return about.order_by(AuditEntry.id.desc())


def _my_acts(ids: Sequence[int]) -> Rows:
    rows = sa.select(AuditEntry.at, AuditEntry.act, AuditEntry.subject_kind.label("kind"))
    return rows.where(AuditEntry.actor_id.in_(ids)).order_by(AuditEntry.id.desc())


SECTIONS = (
    Section(
        "person", _l("Person"), _l("Name, number, address, department, days."), _person, page="accounts.show_account"
    ),
    Section("roles", _l("Roles"), _l("What you may do besides learning."), _roles, {"role": role_name}),
    Section("tiers", _l("Tiers"), _l("Which training you need."), _tiers, {"tier": tier_name}),
    Section("groups", _l("Project groups"), _l("Teams you belong to."), _groups),
    Section("history", _l("History in the organisation"), _l("What held of you from which day on."), _history),
    Section("leaves", _l("Past leaves"), _l("They paused your due dates."), _leaves),
    Section("merges", _l("Merged accounts"), _l("Accounts of yours that became one."), _merges),
    Section("imports", _l("Rosters"), _l("What imports of the HR system changed about you."), _imports),
    Section(
        "sessions",
        _l("Sign-ins"),
        _l("Browsers in which you are signed in now."),
        _sessions,
        page="accounts.show_account",
    ),
    Section(
        "addresses",
        _l("Private addresses"),
        _l("Calendars and feeds that show your things; the addresses themselves are not kept."),
        _addresses,
        {"purpose": address_name},
        "accounts.show_account",
    ),
    Section(
        "corrections",
        _l("Requests for correction"),
        _l("What you asked to correct, and the answers."),
        _corrections,
        page="accounts.show_own_corrections",
    ),
)
"""What belongs to an account; other features' sections follow."""

AUDITED = (
    Section(
        "audit",
        _l("Audited changes"),
        _l("What was changed about you, and when."),
        _about_me,
        {"act": act_name},
    ),
    Section(
        "acts",
        _l("Audited acts"),
        _l("What you changed in the portal, and when."),
        _my_acts,
        {"act": act_name, "kind": kind_name},
    ),
)
"""The audit trail, which stands last."""
