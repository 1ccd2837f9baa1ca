"""What is wrong with a company file: every fault at once, each with its place in the file."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from app.accounts.models import identity_key
from app.demo.company.file import CompanyFile, IdeaEntry

Fault = tuple[str, str]  # place, what is wrong
Check = Callable[[CompanyFile], Iterator[Fault]]


class CompanyFaults(Exception):
    """The file cannot be loaded; `faults` are lines of `$.people[3].name: what is wrong`."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = [f"{place}: {text}" for place, text in faults]
        super().__init__("\n".join(self.faults))


def read_company(text: str | bytes) -> CompanyFile:
    """Read and check a company file. Raises CompanyFaults with everything that is wrong."""
    try:
        company = CompanyFile.model_validate_json(text)
    except ValidationError as error:
        raise CompanyFaults(
            (_place(each["loc"]), each["msg"].removeprefix("Value error, ")) for each in error.errors()
        ) from error
    if faults := [fault for check in CHECKS for fault in check(company)]:
        raise CompanyFaults(faults)
    return company


def _place(parts: Iterable[int | str]) -> str:
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)


def _repeated(keys: Iterable[tuple[str, Hashable]]) -> Iterator[Fault]:
    seen: set[Hashable] = set()
    for place, key in keys:
        if key in seen:
            yield place, f"{_words(key)} stands here for the second time"
        seen.add(key)


def _words(key: Hashable) -> str:
    return " and ".join(map(str, key)) if isinstance(key, tuple) else str(key)


def _duplicates(c: CompanyFile) -> Iterator[Fault]:
    """Whatever must be there only once."""
    yield from _repeated((f"$.departments[{i}].code", d.code) for i, d in enumerate(c.departments))
    yield from _repeated((f"$.people[{i}].employee_no", identity_key(p.employee_no)) for i, p in enumerate(c.people))
    yield from _repeated((f"$.paths[{i}].code", p.code) for i, p in enumerate(c.paths))
    yield from _repeated((f"$.assignments[{i}].id", a.id) for i, a in enumerate(c.assignments))
    yield from _repeated((f"$.project_groups[{i}].code", g.code) for i, g in enumerate(c.project_groups))
    yield from _repeated((f"$.ideas[{i}].key", idea.key) for i, idea in enumerate(c.ideas))
    yield from _repeated((f"$.votes[{i}]", (vote.idea, vote.voter)) for i, vote in enumerate(c.votes))
    yield from _repeated((f"$.usage[{i}].employee_no", row.employee_no) for i, row in enumerate(c.usage))
    days = [("holidays", d) for d in enumerate(c.calendar.holidays)] + [
        ("makeup_workdays", d) for d in enumerate(c.calendar.makeup_workdays)
    ]
    yield from _repeated((f"$.calendar.{name}[{i}]", day) for name, (i, day) in days)


def _open_twice(c: CompanyFile) -> Iterator[Fault]:
    """At most one open assignment of a path, and one open term in a place, for each person."""
    open_ones = [(i, a) for i, a in enumerate(c.assignments) if not a.completed_at and not a.waived]
    yield from _repeated((f"$.assignments[{i}]", (a.employee_no, a.path)) for i, a in open_ones)
    serving = [(i, s) for i, s in enumerate(c.superusers) if s.state not in ("declined", "ended", "expired")]
    yield from _repeated((f"$.superusers[{i}]", (s.employee_no, s.department)) for i, s in serving)
    terms = [(i, t) for i, t in enumerate(c.ambassador_terms) if t.ends_on is None or t.ends_on >= c.as_of]
    yield from _repeated((f"$.ambassador_terms[{i}]", (t.employee_no, t.group)) for i, t in terms)


def _references(c: CompanyFile) -> Iterator[tuple[str, str, str]]:
    """Every place that names something: place, kind, name."""
    for i, p in enumerate(c.people):
        yield f"$.people[{i}].department", "department", p.department
    for i, d in enumerate(c.departments):
        yield from ((f"$.departments[{i}].parent", "department", d.parent) for _ in [0] if d.parent)
    for i, a in enumerate(c.assignments):
        yield f"$.assignments[{i}].employee_no", "person", a.employee_no
        yield f"$.assignments[{i}].path", "path", a.path
        yield from ((f"$.assignments[{i}].waived.by", "person", a.waived.by) for _ in [0] if a.waived and a.waived.by)
    for i, s in enumerate(c.superusers):
        yield f"$.superusers[{i}].employee_no", "person", s.employee_no
        yield f"$.superusers[{i}].department", "department", s.department
    yield from _more_references(c)


def _more_references(c: CompanyFile) -> Iterator[tuple[str, str, str]]:
    for i, t in enumerate(c.ambassador_terms):
        yield f"$.ambassador_terms[{i}].employee_no", "person", t.employee_no
        yield f"$.ambassador_terms[{i}].group", "project group", t.group
    for i, m in enumerate(c.meetings):
        yield from ((f"$.meetings[{i}].invited[{j}]", "person", number) for j, number in enumerate(m.invited))
    for i, idea in enumerate(c.ideas):
        yield f"$.ideas[{i}].author", "person", idea.author
        yield from ((f"$.ideas[{i}].merged_into", "idea", idea.merged_into) for _ in [0] if idea.merged_into)
    for i, vote in enumerate(c.votes):
        yield f"$.votes[{i}].idea", "idea", vote.idea
        yield f"$.votes[{i}].voter", "person", vote.voter
    for i, answers in enumerate(c.pulse):
        yield f"$.pulse[{i}].department", "department", answers.department
    for i, row in enumerate(c.usage):
        yield f"$.usage[{i}].employee_no", "person", row.employee_no


def _unknown(c: CompanyFile) -> Iterator[Fault]:
    """Names that nothing in the file has."""
    names = {
        "department": {d.code for d in c.departments},
        "person": {p.employee_no for p in c.people},
        "path": {p.code for p in c.paths},
        "project group": {g.code for g in c.project_groups},
        "idea": {idea.key for idea in c.ideas},
    }
    for place, kind, name in _references(c):
        if name not in names[kind]:
            yield place, f"there is no {kind} {name}"


def _guests(c: CompanyFile) -> Iterator[Fault]:
    """Only the invited can be present or excused, each once."""
    for i, m in enumerate(c.meetings):
        for name, numbers in (("attended", m.attended), ("excused", m.excused)):
            yield from (
                (f"$.meetings[{i}].{name}[{j}]", f"{n} was not invited")
                for j, n in enumerate(numbers)
                if n not in m.invited
            )
        twice = [n for n, times in Counter([*m.attended, *m.excused]).items() if times > 1]
        twice += [n for n, times in Counter(m.invited).items() if times > 1]
        yield from ((f"$.meetings[{i}]", f"{number} stands here more than once") for number in twice)


def _circles(c: CompanyFile) -> Iterator[Fault]:
    """Following parents or merges must come to an end."""
    above = {d.code: d.parent for d in c.departments}
    yield from (
        (f"$.departments[{i}].parent", "leads back to itself")
        for i, d in enumerate(c.departments)
        if _circular(d.code, above)
    )
    into = {idea.key: idea.merged_into for idea in c.ideas}
    yield from (
        (f"$.ideas[{i}].merged_into", "leads back to itself") for i, d in enumerate(c.ideas) if _circular(d.key, into)
    )


def _circular(start: str, onward: dict[str, str | None]) -> bool:
    here, seen = onward.get(start), set()
    while here is not None and here not in seen:
        if here == start:
            return True
        seen.add(here)
        here = onward.get(here)
    return False


def _order_of_ideas(c: CompanyFile) -> Iterator[Fault]:
    """An idea is submitted first, delivered after it was accepted."""
    zone = ZoneInfo(c.zone)
    for i, idea in enumerate(c.ideas):
        for name, day in _later_days(idea, zone):
            if day < idea.submitted_at.astimezone(zone).date():
                yield f"$.ideas[{i}].{name}", "is before submitted_at"
        if idea.accepted_on and idea.delivered_on and idea.delivered_on < idea.accepted_on:
            yield f"$.ideas[{i}].delivered_on", "is before accepted_on"


def _later_days(idea: IdeaEntry, zone: ZoneInfo) -> Iterator[tuple[str, date]]:
    for name in ("accepted_on", "declined_on", "delivered_on"):
        if day := getattr(idea, name):
            yield name, day
    for name in ("first_response_at", "withdrawn_at"):
        if moment := getattr(idea, name):
            yield name, moment.astimezone(zone).date()


CHECKS: tuple[Check, ...] = (_duplicates, _open_twice, _unknown, _guests, _circles, _order_of_ideas)
