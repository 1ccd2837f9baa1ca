"""The rows behind T1 to T16."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from app.metrics.formulas import training
from app.metrics.formulas.marks import Facts, QuestionRow, Row
from app.metrics.formulas.numbers import Number, mean
from app.metrics.formulas.rows import AsOf, AssignmentRow
from app.training.content.statistics import ENOUGH

PROFICIENT_WITHIN = 30
FLAGS = ("backwards", "hard", "easy", "fine", "few")
"""What is said of questions, what an author should look at first."""


def completion(facts: Facts) -> Iterator[Row]:
    """T1: eligible assignments, completed above the line."""
    as_of = facts.company.as_of
    for row in training.eligible(facts.company.assignments, as_of):
        yield Row("assignment", row.id, as_of.knows(row.completed_at))


def on_time(facts: Facts) -> Iterator[Row]:
    """T2: due in the period, completed on time above the line."""
    as_of = facts.whole.as_of
    asked = [row for row in facts.whole.assignments if facts.path in ("", row.path)]
    for row in training.due_in_period(asked, as_of):
        if row.measured_on and facts.held(row.person.id, row.measured_on):
            yield Row("assignment", row.id, training.is_on_time(row, as_of))


def overdue(facts: Facts) -> Iterator[Row]:
    """T3: eligible assignments, overdue above the line."""
    as_of = facts.company.as_of
    for row in training.eligible(facts.company.assignments, as_of):
        yield Row("assignment", row.id, training.is_overdue(row, as_of))


def ageing(facts: Facts) -> Iterator[Row]:
    """T4: overdue assignments by age."""
    as_of = facts.company.as_of
    for row in training.eligible(facts.company.assignments, as_of):
        if row.due_on and training.is_overdue(row, as_of):
            yield Row("assignment", row.id, 1, 1, _age((as_of.day - row.due_on).days))


def _age(days: int) -> str:
    return next(name for name, first, last in training.AGES if first <= days and (last is None or days <= last))


def compliance(facts: Facts) -> Iterator[Row]:
    """T5: people with anything mandatory, those up to date above the line."""
    as_of = facts.company.as_of
    own: dict[int, list[AssignmentRow]] = {}
    for row in training.eligible(facts.company.assignments, as_of):
        own.setdefault(row.person.id, []).append(row)
    for person, rows in own.items():
        yield Row("person", person, training.compliance(rows, as_of).numerator)


def first_passes(facts: Facts) -> Iterator[Row]:
    """T6: assignments with an attempt, every quiz passed at the first above the line."""
    for row, series in _tried(facts):
        yield Row("assignment", row.id, all(each[0].passed for each in series))


def average_score(facts: Facts) -> Iterator[Row]:
    """T7: assignments with an official score, the score above the line."""
    for row in training.eligible(facts.company.assignments, facts.company.as_of):
        score = training.official(row, facts.company.as_of)
        if score is not None:
            yield Row("assignment", row.id, score)


def attempts_per_pass(facts: Facts) -> Iterator[Row]:
    """T8: attempts up to the pass above the line, quizzes passed below it."""
    for row, series in _tried(facts):
        if training.official(row, facts.company.as_of) is not None:
            yield Row("assignment", row.id, sum(training.tries(each) for each in series), len(series))


def _tried(facts: Facts) -> Iterator[tuple[AssignmentRow, list[training.Series]]]:
    for row in training.eligible(facts.company.assignments, facts.company.as_of):
        if series := training.attempts(row, facts.company.as_of):
            yield row, series


def time_to_proficiency(facts: Facts) -> Iterator[Row]:
    """T9: days from the assignment to proficiency, of those who are."""
    as_of = facts.company.as_of
    for row in training.eligible(facts.company.assignments, as_of):
        days = _days_to_proficiency(row, as_of)
        if days is not None:
            yield Row("assignment", row.id, days)


def proficient_in_time(facts: Facts) -> Iterator[Row]:
    """T9b: assigned long enough ago, proficient within that time above the line."""
    as_of = facts.company.as_of
    for row in training.eligible(facts.company.assignments, as_of):
        if (as_of.day - as_of.local_day(row.assigned_at)).days >= PROFICIENT_WITHIN:
            days = _days_to_proficiency(row, as_of)
            yield Row("assignment", row.id, days is not None and days <= PROFICIENT_WITHIN)


def _days_to_proficiency(row: AssignmentRow, as_of: AsOf) -> int | None:
    """Days until the path was completed and the hands-on task, where there is one, accepted."""
    if not as_of.knows(row.completed_at) or row.completed_on is None:
        return None
    done = row.completed_on
    if row.practice_required:
        if row.practice_accepted_on is None or row.practice_accepted_on > as_of.day:
            return None
        done = max(done, row.practice_accepted_on)
    return max(0, (done - as_of.local_day(row.assigned_at)).days)


def learning_gain(facts: Facts) -> Iterator[Row]:
    """T10: assignments with a test before a module and its quiz after it, the points gained above the line."""
    for row in training.eligible(facts.company.assignments, facts.company.as_of):
        points = training.gain(training.gains(row, facts.company.as_of))
        if points is not None:
            yield Row("assignment", row.id, points)


def normalised_gain(facts: Facts) -> dict[str, Number | None]:
    """The part of what could be gained that was, as a mean of the same assignments."""
    pairs = [
        training.gains(row, facts.company.as_of)
        for row in training.eligible(facts.company.assignments, facts.company.as_of)
    ]
    return {"normalised": mean([g for each in pairs if (g := training.normalised_gain(each)) is not None])}


def questions(facts: Facts) -> list[Row]:
    """T14: questions by what their answers tell of them, the remarkable ones first, with both shares."""
    found = [_question(row) for row in facts.extra.questions if facts.path in ("", row.path)]
    return sorted(found, key=lambda row: (FLAGS.index(row.group), str(row.key)))


def _question(row: QuestionRow) -> Row:
    enough = row.answers >= ENOUGH
    told = (100 * Fraction(row.right, row.answers), row.selectivity) if enough else (None, None)
    group = (row.flag or "fine") if enough else "few"
    return Row("question", f"{row.path}/{row.module}/{row.question}", 1, row.answers, group, told)


def practice_acceptance(facts: Facts) -> Iterator[Row]:
    """T11: hands-on tasks reviewed in the period, accepted above the line."""
    for review in facts.extra.reviews:
        if facts.held(review.person_id, review.on):
            yield Row("assignment", review.assignment_id, review.accepted)


def credited_hours(facts: Facts) -> Iterator[Row]:
    """T12: standard hours of the modules that each person completed in the period."""
    credited = Counter[int]()
    for person, day, minutes in facts.extra.credits:
        if facts.held(person, day):
            credited[person] += minutes
    for person, minutes in sorted(credited.items()):
        yield Row("person", person, Fraction(minutes, 60))


def renewals(facts: Facts) -> Iterator[Row]:
    """T15: certificates that run out in the period, renewed before above the line."""
    for row in facts.extra.certificates:
        if row.expires_on and facts.held(row.person_id, row.expires_on):
            yield Row("person", row.person_id, row.renewed, 1, row.path)


def waivers(facts: Facts) -> Iterator[Row]:
    """T16: mandatory assignments, waived above the line."""
    as_of = facts.company.as_of
    for row in training.asked(facts.company.assignments, as_of):
        yield Row("assignment", row.id, as_of.knows(row.waived_at))
