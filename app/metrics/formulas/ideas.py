"""I1 to I9: how ideas are heard, decided, delivered and voted on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.foundation.calendar import WorkingCalendar
from app.metrics.formulas.numbers import Number, Ratio, median, percentile, share, square_root
from app.metrics.formulas.rows import AsOf, IdeaRow, VoteRow

TARGET_HOURS = 18
Rows = Iterable[IdeaRow]


def submitted(rows: Rows, as_of: AsOf) -> list[IdeaRow]:
    """I1, gross: ideas of the month."""
    return [row for row in rows if as_of.covers(row.submitted_at)]


def net_submitted(rows: Rows, as_of: AsOf) -> list[IdeaRow]:
    """I1, net: without those merged, or withdrawn before anybody answered."""
    return [row for row in submitted(rows, as_of) if not as_of.knows(row.merged_at) and not _taken_back(row, as_of)]


@dataclass(frozen=True, slots=True)
class FirstResponse:
    """I2: business hours to the first answer (or up to now) of each idea, and which met the target."""

    hours: Mapping[int, Fraction]
    answered: frozenset[int]

    @property
    def counted(self) -> list[int]:
        """Answered ideas and unanswered ones past the target; those still inside it are in neither side."""
        return [idea for idea, hours in self.hours.items() if idea in self.answered or hours > TARGET_HOURS]

    @property
    def met(self) -> list[int]:
        """Answered within the target."""
        return [idea for idea in self.counted if idea in self.answered and self.hours[idea] <= TARGET_HOURS]

    @property
    def within(self) -> Ratio:
        """Answered within the target of those that count."""
        return Ratio(len(self.met), len(self.counted))

    @property
    def median(self) -> Fraction | None:
        """Median hours of the answered."""
        return median([self.hours[idea] for idea in self.answered])

    @property
    def p90(self) -> Fraction | None:
        """Hours within which nine of ten were answered."""
        return percentile([self.hours[idea] for idea in self.answered], 90)


def first_response(rows: Rows, as_of: AsOf, calendar: WorkingCalendar) -> FirstResponse:
    """I2 of the ideas of the month; those withdrawn before any answer are out."""
    heard = [row for row in submitted(rows, as_of) if not _taken_back(row, as_of)]
    answered = {row.id: row.responded_at for row in heard if as_of.knows(row.responded_at)}
    hours = {row.id: calendar.hours_between(row.submitted_at, answered.get(row.id) or as_of.end) for row in heard}
    return FirstResponse(hours, frozenset(answered))


def decision_days(row: IdeaRow, as_of: AsOf) -> int | None:
    """Calendar days from submission to the decision, without those spent waiting for the author; None if undecided."""
    decided = row.accepted_at or row.declined_at
    if decided is None or not as_of.knows(decided):
        return None
    waited = sum(
        (as_of.local_day(min(end or decided, decided)) - as_of.local_day(start)).days
        for start, end in row.waiting
        if start < decided
    )
    return (as_of.local_day(decided) - as_of.local_day(row.submitted_at)).days - waited


def decided(rows: Rows, as_of: AsOf) -> list[IdeaRow]:
    """Ideas accepted or declined in the month, merged ones left out."""
    return [row for row in rows if as_of.covers(row.accepted_at or row.declined_at) and not as_of.knows(row.merged_at)]


def decision_time(rows: Rows, as_of: AsOf) -> Fraction | None:
    """I3: median days to the decisions of the month."""
    days: list[Number] = [d for row in decided(rows, as_of) if (d := decision_days(row, as_of)) is not None]
    return median(days)


def acceptance(rows: Rows, as_of: AsOf) -> Ratio:
    """I5: accepted of the decisions of the month."""
    return share(row.accepted_at is not None for row in decided(rows, as_of))


def implementation(rows: Rows, as_of: AsOf) -> Ratio:
    """I6a: delivered of the ideas submitted (net) in the month; young months are low by nature."""
    return share(as_of.knows(row.delivered_at) for row in net_submitted(rows, as_of))


def delivery(rows: Rows, as_of: AsOf) -> Ratio:
    """I6b: delivered of the ideas accepted in the month."""
    return share(as_of.knows(row.delivered_at) for row in decided(rows, as_of) if row.accepted_at is not None)


Ballots = Mapping[int, Mapping[int, str]]  # idea -> voter -> department


def standing_votes(rows: Rows, votes: Iterable[VoteRow], as_of: AsOf) -> Ballots:
    """Who votes for what: of merged ideas together once on the target, never for what one wrote oneself."""
    known = {row.id: row for row in rows if as_of.knows(row.submitted_at)}
    targets = {row.id: row.target for row in known.values() if row.target and as_of.knows(row.merged_at)}
    shown = [row for row in known.values() if row.id not in targets and not as_of.knows(row.withdrawn_at)]
    ballots: dict[int, dict[int, str]] = {row.id: {} for row in shown}
    for vote in sorted(votes, key=lambda vote: vote.idea_id in targets):  # a vote on the target itself comes first
        idea = _root(vote.idea_id, targets)
        if idea in ballots and vote.voter_id != known[idea].author_id:
            ballots[idea].setdefault(vote.voter_id, vote.department)
    return ballots


def breadth(voters: Mapping[int, str]) -> Fraction:
    """I9: the square roots of the votes of each department, added."""
    departments = list(voters.values())
    return sum((square_root(departments.count(code)) for code in set(departments)), Fraction())


def _root(idea: int, targets: Mapping[int, int]) -> int:
    while idea in targets:
        idea = targets[idea]
    return idea


def _taken_back(row: IdeaRow, as_of: AsOf) -> bool:
    return as_of.knows(row.withdrawn_at) and not as_of.knows(row.responded_at)
