"""S1 to S4 and A1 to A3: superusers of departments, ambassadors of project groups."""

from datetime import date
from fractions import Fraction

from app.metrics.formulas.numbers import Ratio, share
from app.metrics.formulas.rows import Company, GroupRow, InvitationRow, TermRow

PEOPLE_PER_SUPERUSER = 40


def target(headcount: int) -> int:
    """How many superusers a department of that many people needs."""
    return max(1, -(-headcount // PEOPLE_PER_SUPERUSER))


def superusers_of(company: Company, department: str) -> int:
    """People who serve a department as accepted, certified superusers and are there themselves."""
    day = company.as_of.day
    serving = {
        term.person.id
        for term in company.superusers
        if term.unit == department and term.stands_at_end_of(day) and term.is_certified(day)
    }
    return len(serving)


def is_covered(company: Company, department: str) -> bool:
    """Whether a department has as many superusers as it needs."""
    return superusers_of(company, department) >= target(company.headcount(department))


def department_coverage(company: Company) -> Ratio:
    """S1: covered of the departments in which anybody is."""
    return share(is_covered(company, code) for code in peopled(company))


def coverage_status(count: int, headcount: int) -> str:
    """S2: `gap`, `single point`, `ok` or `over`."""
    if count < 2:
        return ("gap", "single point")[count]
    return "over" if count > 2 and count > target(headcount) else "ok"


def statuses(company: Company) -> dict[str, str]:
    """S2 of each department in which anybody is."""
    return {code: coverage_status(superusers_of(company, code), company.headcount(code)) for code in peopled(company)}


def user_coverage(company: Company) -> Ratio:
    """S3: people in covered departments of people in scope."""
    covered = {code for code in peopled(company) if is_covered(company, code)}
    return share(person.department in covered for person in company.population)


def users_per_superuser(company: Company) -> Fraction | None:
    """S4: people in scope for each superuser; None without a superuser."""
    count = sum(superusers_of(company, code) for code in company.departments)
    return Fraction(len(company.population), count) if count else None


def group_coverage(company: Company) -> Ratio:
    """A1: active project groups with an ambassador in office who has passed the kit."""
    served = served_groups(company)
    return share(group.code in served for group in active_groups(company))


def served_groups(company: Company) -> set[str]:
    """Codes of groups with an ambassador in office who has passed the kit."""
    day = company.as_of.day
    return {t.unit for t in company.ambassadors if t.stands_at_end_of(day) and t.is_certified(day)}


def active_groups(company: Company) -> list[GroupRow]:
    """Project groups that run on the day."""
    return [group for group in company.groups if group.active_to is None or group.active_to >= company.as_of.day]


def meeting_attendance(company: Company) -> Ratio:
    """A2: attended of the invitations of the month, while in office and not excused."""
    return share(invitation.attended for invitation in owed_meetings(company))


def active_ambassadors(company: Company) -> Ratio:
    """A3: who attended or submitted an idea while in office, of everyone in office on any day of the month."""
    in_office = ambassadors_in_office(company)
    return Ratio(len(acting_ambassadors(company) & in_office), len(in_office))


def ambassadors_in_office(company: Company) -> set[int]:
    """Who was in office on any day of the month."""
    as_of = company.as_of
    return {t.person.id for t in company.ambassadors if t.in_office_between(as_of.first, as_of.day)}


def acting_ambassadors(company: Company) -> set[int]:
    """Who attended or submitted an idea in the month, on a day in office."""
    as_of = company.as_of
    acts = {(invitation.person_id, invitation.held_on) for invitation in company.invitations if invitation.attended}
    acts |= {(idea.author_id, as_of.local_day(idea.submitted_at)) for idea in company.ideas}
    return {person for person, day in acts if as_of.covers_day(day) and _serves(company.ambassadors, person, day)}


def attended_all(company: Company, person_id: int) -> bool:
    """In office at the end of the month, invited, and present at every meeting."""
    own = [invitation.attended for invitation in owed_meetings(company) if invitation.person_id == person_id]
    return bool(own) and all(own) and _serves(company.ambassadors, person_id, company.as_of.day)


def owed_meetings(company: Company) -> list[InvitationRow]:
    """Invitations of the month that count: the person in office on that day and not excused."""
    return [
        row
        for row in company.invitations
        if company.as_of.covers_day(row.held_on)
        and not row.excused
        and _serves(company.ambassadors, row.person_id, row.held_on)
    ]


def _serves(terms: tuple[TermRow, ...], person_id: int, day: date) -> bool:
    return any(term.person.id == person_id and term.in_office(day) for term in terms)


def peopled(company: Company) -> list[str]:
    """Codes of departments in which anybody is."""
    return [code for code in company.departments if company.headcount(code)]
