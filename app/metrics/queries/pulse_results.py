"""What a finished round says: of the company and of each department where nobody can be found out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import sqlalchemy as sa

from app.accounts.models import Department
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.metrics.formulas.marks import RoundRow
from app.metrics.formulas.numbers import Ratio, wilson
from app.metrics.formulas.pulse import BARRIERS, barrier, by_department, change, company_wide, is_clear, item_mean
from app.metrics.formulas.suppression import is_shown, shown_groups
from app.metrics.models import PulseAnswer, PulseComment, PulseInvitation, PulseRound
from app.metrics.queries.pulse import unfinished_months

Given = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class PulseLine:
    """The figures of the company (no department) or of one department; None is hidden or not known."""

    department: Department | None
    asked: int
    response: Ratio | None
    satisfaction: Ratio | None
    baseline: Ratio | None
    items: Mapping[str, Fraction | None]
    barrier: str | None

    @property
    def interval(self) -> tuple[Fraction, Fraction] | None:
        """95 % interval of the satisfaction."""
        return wilson(self.satisfaction) if self.satisfaction else None

    @property
    def change(self) -> Fraction | None:
        """P3: points since the baseline."""
        return change(self.satisfaction, self.baseline)

    @property
    def clear(self) -> bool:
        """Whether the change is more than chance."""
        return is_clear(self.satisfaction, self.baseline)


@dataclass(frozen=True, slots=True)
class PulseResults:
    """A round: the company, and its departments in the order of their codes."""

    company: PulseLine
    departments: Sequence[PulseLine]


def pulse_results(row: PulseRound, only: frozenset[int] | None = None) -> PulseResults:
    """The results of a finished round in a fixed number of statements; `only` these departments are given, where told.

    What is hidden is found over all departments, whoever reads: nobody sees more by seeing less.
    """
    departments = {one.code: one for one in db.session.scalars(sa.select(Department).order_by(Department.code))}
    given = _given(row.month, departments)
    base = _baseline(row, departments)
    asked = _asked(row)
    lines = _lines(departments, given, base, asked)
    shown = [line for line in lines if line.asked and (only is None or _id(line) in only)]
    return PulseResults(_company(given, base, sum(asked.values())), shown)


def _id(line: PulseLine) -> int:
    return line.department.id if line.department else 0


def _given(month: str, codes: Iterable[str]) -> dict[str, Given]:
    """By `all` (a row each), `answer` and item: the answers of each department in the round of a month."""
    return _given_in([month], list(codes))[month]


def _given_in(months: Collection[str], codes: Sequence[str]) -> dict[str, dict[str, Given]]:
    """The same of several months; one statement."""
    columns = ("answer", *BARRIERS)
    found = sa.select(PulseAnswer.round, Department.code, *(getattr(PulseAnswer, name) for name in columns))
    found = found.join(Department, Department.id == PulseAnswer.department_id)
    gathered = {month: {name: {code: list[int]() for code in codes} for name in ("all", *columns)} for month in months}
    for month, code, *values in db.session.execute(found.where(PulseAnswer.round.in_(months))):
        gathered[month]["all"][code].append(1)
        for name, value in zip(columns, values, strict=True):
            if value is not None:
                gathered[month][name][code].append(value)
    return {
        month: {name: {code: tuple(told) for code, told in by.items()} for name, by in names.items()}
        for month, names in gathered.items()
    }


def _baseline(row: PulseRound, departments: Mapping[str, Department]) -> dict[str | None, Ratio | None]:
    if row.baseline_id is None:
        return {}
    month = db.session.scalar(sa.select(PulseRound.month).where(PulseRound.id == row.baseline_id))
    answers = _given(month or "", departments)["answer"]
    found: dict[str | None, Ratio | None] = {None: company_wide(answers)}
    found.update(by_department(answers))
    return found


def _asked(row: PulseRound) -> dict[int, int]:
    counts = sa.select(PulseInvitation.department_id, sa.func.count()).where(PulseInvitation.round_id == row.id)
    return dict(db.session.execute(counts.group_by(PulseInvitation.department_id)).all())


def _company(given: Mapping[str, Given], base: Mapping[str | None, Ratio | None], asked: int) -> PulseLine:
    whole = {name: tuple(value for told in by.values() for value in told) for name, by in given.items()}
    enough = is_shown(len(whole["answer"]))
    return PulseLine(
        department=None,
        asked=asked,
        response=Ratio(len(whole["all"]), asked),
        satisfaction=company_wide(given["answer"]) if enough else None,
        baseline=base.get(None),
        items={name: item_mean(whole[name]) for name in BARRIERS},
        barrier=barrier(whole),
    )


def _lines(
    departments: Mapping[str, Department],
    given: Mapping[str, Given],
    base: Mapping[str | None, Ratio | None],
    asked: Mapping[int, int],
) -> list[PulseLine]:
    satisfied = by_department(given["answer"])
    shown = {name: shown_groups({code: len(told) for code, told in by.items()}) for name, by in given.items()}
    means = {
        code: {name: item_mean(given[name][code] if code in shown[name] else ()) for name in BARRIERS}
        for code in departments
    }
    return [
        PulseLine(
            department=one,
            asked=asked.get(one.id, 0),
            response=Ratio(len(given["all"][code]), asked.get(one.id, 0)) if code in shown["all"] else None,
            satisfaction=satisfied[code],
            baseline=base.get(code),
            items=means[code],
            barrier=barrier({name: given[name][code] for name in BARRIERS})
            if None not in means[code].values()
            else None,
        )
        for code, one in departments.items()
    ]


def round_of(month: str, day: date, codes: Iterable[str]) -> RoundRow | None:
    """The finished round of a month, as the registry counts it; None where nobody was asked. Three statements."""
    base = sa.orm.aliased(PulseRound)
    finished = (
        sa.select(PulseRound.id, base.month)
        .outerjoin(base, base.id == PulseRound.baseline_id)
        .where(PulseRound.month == month, PulseRound.month.not_in(unfinished_months(day)))
    )
    row = db.session.execute(finished).first()
    if row is None:
        return None
    number, before = row
    every = list(codes)
    asked = _asked_by_code(number)
    given = _given_in([month, *([before] if before else [])], every)
    return RoundRow(
        asked={code: asked.get(code, 0) for code in every},
        given=given[month],
        baseline=given[before]["answer"] if before else None,
    )


def _asked_by_code(round_id: int) -> dict[str, int]:
    counts = sa.select(Department.code, sa.func.count()).join(
        PulseInvitation, PulseInvitation.department_id == Department.id
    )
    return dict(db.session.execute(counts.where(PulseInvitation.round_id == round_id).group_by(Department.code)).all())


def pulse_words(row: PulseRound, *, q: str = "", number: int = 1) -> Page[str]:
    """A page of what people wrote, in an order drawn by lot; nothing while fewer than five wrote."""
    rows = sa.select(PulseComment.text).where(PulseComment.round == row.month)
    written = db.session.scalar(sa.select(sa.func.count()).select_from(rows.subquery())) or 0
    if not is_shown(written):
        return Page(rows=[], number=1, size=25, total=0)
    return page_of(
        (rows.where(PulseComment.text.icontains(q, autoescape=True)) if q else rows).order_by(PulseComment.id),
        number=number,
    )
