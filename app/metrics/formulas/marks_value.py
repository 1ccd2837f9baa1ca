"""The rows behind P1, B1 to B3, U1 to U4 and AX: shares of small groups are shown only where nobody can be found out."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction

from app.metrics.formulas import adoption, benefits, pulse
from app.metrics.formulas.marks import Facts, Found, Row
from app.metrics.formulas.numbers import Ratio, share
from app.metrics.formulas.rows import Company
from app.metrics.formulas.suppression import tells_nobody

REST = ""
NOT_MEASURED, SUPPRESSED, TOO_LITTLE, GONE = "not_measured", "suppressed", "too_little", "not_kept"


def satisfaction(facts: Facts) -> Found:
    """P1: answers 4 and 5 of each department that may be shown, and of all others together."""
    answers = facts.whole.pulse
    if not any(answers.values()):
        return Found("share", reason=NOT_MEASURED)
    return _grouped(facts, answers, lambda code: pulse.satisfaction(answers[code]))


def active_users(facts: Facts) -> Found:
    """U1: people with two or more active weeks, of all people, by department."""
    return _used(facts, facts.whole.users, adoption.access)


def active_users_in(company: Company, codes: Collection[str]) -> Found:
    """U1 of several whole departments: the sum of what stands on the pages of those that may be shown, and nothing of others."""
    if not company.usage:
        return Found("share", reason=GONE if company.usage_gone else NOT_MEASURED)
    own = [code for code in company.departments if code in codes]
    shown = set(pulse.shown_departments(company.users))
    if any(company.users[code] for code in own) and not shown.intersection(own):
        return Found("share", reason=SUPPRESSED)
    return Found("share", tuple(_row(code, adoption.access(company, code)) for code in own if code in shown))


def core_tasks(facts: Facts) -> Found:
    """U2: core tasks on time of core tasks due, by department."""
    return _used(facts, _each(facts.whole, adoption.with_core_tasks), adoption.process)


def features_used(facts: Facts) -> Found:
    """U3: core features used of core features enabled, by department."""
    if facts.whole.usage and not any(row.features_enabled for row in facts.whole.usage.values()):
        return Found("share", reason=NOT_MEASURED)
    return _used(facts, _each(facts.whole, adoption.with_features), adoption.features)


def still_active(facts: Facts) -> Found:
    """U4: of the people who were active in their first whole month, those active in the month of day 180."""
    stayed = facts.extra.stayed
    if stayed is None:
        return Found("share", reason=GONE)
    groups = {code: [one for one in ids if one in stayed] for code, ids in facts.whole.users.items()}
    return _used(facts, groups, lambda _company, code: share(stayed[one] for one in groups[code]))


Groups = Mapping[str, Sequence[int]]


def _each(company: Company, those: Callable[[Company, str], Sequence[int]]) -> Groups:
    return {code: those(company, code) for code in company.departments}


def _used(facts: Facts, counted: Groups, ratio: Callable[[Company, str], Ratio]) -> Found:
    if not facts.whole.usage:
        return Found("share", reason=GONE if facts.whole.usage_gone else NOT_MEASURED)
    return _grouped(facts, facts.whole.users, lambda code: ratio(facts.whole, code), counted)


def _grouped(facts: Facts, groups: Groups, ratio: Callable[[str], Ratio], counted: Groups | None = None) -> Found:
    """One department if it may be shown; else all that may be, and one row for the others together.

    `counted` are those of each group who are behind its share. Where fewer than five are behind the share of the others,
    there is no share of all: it would tell theirs.
    """
    counted = groups if counted is None else counted
    shown = [code for code in pulse.shown_departments(groups) if tells_nobody(counted[code])]
    if facts.single:
        if counted[facts.single] and facts.single not in shown:
            return Found("share", reason=SUPPRESSED)
        return Found("share", (_row(facts.single, ratio(facts.single)),))
    others = [code for code in groups if code not in shown]
    if not tells_nobody([one for code in others for one in counted[code]]):
        return Found("share", reason=SUPPRESSED)
    rest = sum((ratio(code) for code in others), Ratio(0, 0))
    rows = [_row(code, ratio(code)) for code in shown]
    return Found("share", (*rows, *([_row(REST, rest)] if rest.denominator else [])))


def _row(code: str, ratio: Ratio) -> Row:
    return Row("department", code, ratio.numerator, ratio.denominator)


def benefit_hours(facts: Facts) -> Found:
    """B1: hours a month of each line, weighed by evidence."""
    rows = tuple(_benefits(facts))
    return Found("total", rows, "" if rows else NOT_MEASURED)


def _benefits(facts: Facts, below: int = 1) -> Iterator[Row]:
    for row in facts.whole.benefits:
        yield Row("benefit", row.id, benefits.weighed_hours(row), below)


def net_hours(facts: Facts) -> Found:
    """B2: B1 less the hours of training and of support in the month."""
    trained = Fraction(sum(minutes for *_, minutes in facts.extra.credits), 60)
    helped = Fraction(sum(row.minutes for row in facts.extra.loads), 60)
    spent = (Row("hours", "training", -trained), Row("hours", "support", -helped))
    return Found("total", (*_benefits(facts), *spent), "" if facts.whole.benefits else NOT_MEASURED)


def hours_per_person(facts: Facts) -> Found:
    """B3: B1 for each person in scope."""
    people = Row("hours", "people", 0, len(facts.whole.population))
    return Found("rate", (*_benefits(facts, 0), people), "" if facts.whole.benefits else NOT_MEASURED)


def index(facts: Facts) -> Found:
    """AX: the parts of one department with their weights; of more than one department, each with its index."""
    if facts.whole.usage_gone:
        return Found("rate" if facts.single else "each", reason=GONE)
    if facts.single:
        reason = _hidden(facts.whole, facts.single)
        return Found("rate", () if reason else tuple(_parts(facts.whole, facts.single)), reason)
    return Found("each", tuple(_index_row(facts.whole, code) for code in facts.company.departments))


def _hidden(company: Company, code: str) -> str:
    if not adoption.gives_nobody_away(company, code):
        return SUPPRESSED
    return TOO_LITTLE if adoption.index(company, code).value is None else ""


def _index_row(company: Company, code: str) -> Row:
    found, reason = adoption.index(company, code), _hidden(company, code)
    return Row(
        "department", code, 0 if reason or found.value is None else found.value, 0 if reason else found.weight, reason
    )


def _parts(company: Company, code: str) -> Iterator[Row]:
    """Each part times its weight."""
    for name, value in adoption.parts(company, code).items():
        if value is not None:
            yield Row("part", name, adoption.WEIGHTS[name] * value, adoption.WEIGHTS[name])
