"""The rows behind I1 to I10."""

from collections.abc import Iterator
from datetime import date

from app.metrics.formulas import ideas
from app.metrics.formulas.marks import Facts, Row
from app.metrics.formulas.rows import AsOf, IdeaRow

AGES = (("0-7", 7), ("8-30", 30), ("31-90", 90))
OLDEST = "91+"


def submitted(facts: Facts) -> Iterator[Row]:
    """I1: ideas of the month below the line, net ones above it."""
    rows, as_of = facts.company.ideas, facts.company.as_of
    net = {row.id for row in ideas.net_submitted(rows, as_of)}
    for row in ideas.submitted(rows, as_of):
        yield Row("idea", row.id, row.id in net)


def first_response(facts: Facts) -> Iterator[Row]:
    """I2: ideas answered or past the target, those answered within it above the line."""
    found = responses(facts)
    met = set(found.met)
    for idea in found.counted:
        yield Row("idea", idea, idea in met)


def responses(facts: Facts) -> ideas.FirstResponse:
    """Business hours to the first answer of each idea of the month."""
    return ideas.first_response(facts.company.ideas, facts.company.as_of, facts.company.calendar)


def decision_time(facts: Facts) -> Iterator[Row]:
    """I3: days to each decision of the month."""
    as_of = facts.company.as_of
    for row in ideas.decided(facts.company.ideas, as_of):
        days = ideas.decision_days(row, as_of)
        if days is not None:
            yield Row("idea", row.id, days)


def delivery_time(facts: Facts) -> Iterator[Row]:
    """I4: calendar days from acceptance to delivery, of the ideas delivered in the month."""
    as_of = facts.company.as_of
    for row in facts.company.ideas:
        if row.accepted_at is not None and row.delivered_at is not None and as_of.covers(row.delivered_at):
            yield Row("idea", row.id, (as_of.local_day(row.delivered_at) - as_of.local_day(row.accepted_at)).days)


def acceptance(facts: Facts) -> Iterator[Row]:
    """I5: decisions of the month, acceptances above the line."""
    for row in ideas.decided(facts.company.ideas, facts.company.as_of):
        yield Row("idea", row.id, row.accepted_at is not None)


def implementation(facts: Facts) -> Iterator[Row]:
    """I6a: net ideas of the month, delivered ones above the line."""
    as_of = facts.company.as_of
    for row in ideas.net_submitted(facts.company.ideas, as_of):
        yield Row("idea", row.id, as_of.knows(row.delivered_at))


def delivery(facts: Facts) -> Iterator[Row]:
    """I6b: ideas accepted in the month, delivered ones above the line."""
    as_of = facts.company.as_of
    for row in ideas.decided(facts.company.ideas, as_of):
        if row.accepted_at is not None:
            yield Row("idea", row.id, as_of.knows(row.delivered_at))


def _ballots(facts: Facts) -> ideas.Ballots:
    """Standing votes of the whole company: ideas of one department get votes from every other."""
    return ideas.standing_votes(facts.whole.ideas, facts.whole.votes, facts.whole.as_of)


def votes_per_person(facts: Facts) -> Iterator[Row]:
    """I7: standing votes of each department above the line, its people below it."""
    cast = [department for ballot in _ballots(facts).values() for department in ballot.values()]
    for code in facts.company.departments:
        yield Row("department", code, cast.count(code), facts.company.headcount(code))


def voters(facts: Facts) -> Iterator[Row]:
    """I7b: people of each department with a standing vote above the line, its people below it; nobody is named."""
    voting = {voter for ballot in _ballots(facts).values() for voter in ballot}
    yield from _by_department(facts, voting)


def submitters(facts: Facts) -> Iterator[Row]:
    """I8: people of each department who submitted an idea in the quarter above the line, its people below it."""
    as_of = facts.company.as_of
    first = quarter_of(as_of.day)
    writing = {row.author_id for row in facts.whole.ideas if first <= as_of.local_day(row.submitted_at) <= as_of.day}
    yield from _by_department(facts, writing)


def quarter_of(day: date) -> date:
    """First day of the quarter."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _by_department(facts: Facts, marked: set[int]) -> Iterator[Row]:
    for code in facts.company.departments:
        own = [person.id for person in facts.company.population if person.department == code]
        if own:
            yield Row("department", code, sum(person in marked for person in own), len(own))


def breadth(facts: Facts) -> Iterator[Row]:
    """I9: each shown idea with its breadth above the line and its votes below it."""
    ballots = _ballots(facts)
    for row in facts.company.ideas:
        if row.id in ballots:
            yield Row("idea", row.id, ideas.breadth(ballots[row.id]), len(ballots[row.id]))


def open_ideas(facts: Facts) -> Iterator[Row]:
    """I10: ideas that are neither delivered nor otherwise at an end, by stage and age."""
    as_of = facts.company.as_of
    for row in facts.company.ideas:
        if as_of.knows(row.submitted_at) and not _is_over(row, as_of):
            age = (as_of.day - as_of.local_day(row.submitted_at)).days
            yield Row("idea", row.id, 1, 1, f"{_stage(row, as_of)}:{_age(age)}")


def _is_over(row: IdeaRow, as_of: AsOf) -> bool:
    return any(as_of.knows(at) for at in (row.delivered_at, row.declined_at, row.withdrawn_at, row.merged_at))


def _stage(row: IdeaRow, as_of: AsOf) -> str:
    if as_of.knows(row.accepted_at):
        return "accepted"
    if any(as_of.knows(start) and not as_of.knows(end) for start, end in row.waiting):
        return "waiting"
    return "answered" if as_of.knows(row.responded_at) else "unanswered"


def _age(days: int) -> str:
    return next((name for name, last in AGES if days <= last), OLDEST)
