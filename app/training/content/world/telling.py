"""What was done, in the world's own words: for the list of what one did, and for the walk-through of a solution."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.training.content.world.assertions import Assertion, Condition, Span, Test, Which
from app.training.content.world.desk import Operation
from app.training.content.world.objects import World
from app.training.content.world.state import Grant, State
from app.training.content.world.vocabulary import FIELDS, ROLE, number_said


@dataclass(frozen=True, slots=True)
class Told:
    """What was done: to what, and field by field how it is now."""

    label: str
    fields: tuple[tuple[str, str], ...]

    @property
    def value(self) -> str:
        """All fields on one line."""
        return " · ".join(f"{name}: {value}" if value else name for name, value in self.fields)


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells operations on a world in one language."""

    world: World
    language: str

    def tell(self, state: State, posted: Operation) -> Told:
        """An operation that the state has taken on; `state` is the one before it."""
        return _TELLERS[posted["do"]](self, state, posted)

    def wish(self, assertion: Assertion) -> Told:
        """What an assertion wants, as a person reads it."""
        thing, which = assertion.thing, assertion.which
        named = self.name_of(thing, assertion.names[0]) if which is Which.named else ""
        before = self.word(which.value) if which in (Which.every, Which.other, Which.new, Which.none) else ""
        what = self.word(thing).lower() if before else self.word(thing)
        parts = [part for part in (before, what, named) if part]
        label = ("" if self.language == "zh" and before else " ").join(parts)
        return Told(
            label, tuple((self.field(thing, one.field), self._wanted(thing, one)) for one in assertion.conditions)
        )

    def field(self, thing: str, field: str) -> str:
        """The name of a field."""
        if field.startswith(ROLE):
            return self.name("role", field.removeprefix(ROLE))
        return self.word(f"{thing}.{field}")

    def name_of(self, sort: str, key: str) -> str:
        """What something is called that a field may be: a project, a scope, a person, a task."""
        if sort in ("scope", "risk"):
            return self.word(f"{sort}.{key}")
        if sort == "project":
            return self.project(self.world.beginning, key)
        return key if sort == "task" else self.name(sort, key)

    def _wanted(self, thing: str, condition: Condition) -> str:
        if condition.test is Test.unchanged:
            return self.word("unchanged")
        sort = SORTS.get(FIELDS[thing].get(condition.field, "person"), FIELDS[thing].get(condition.field, "person"))
        ids = [self.name_of(sort, key) if key else "–" for key in condition.ids]
        terms = [" / ".join(group) for group in condition.words.of(self.language).groups]
        spans = [_said(span, sort) for span in condition.spans]
        joint = ", " if condition.test is Test.has else " / "
        negation = {Test.is_not: "≠ ", Test.lacks: f"{self.word('without')} "}.get(condition.test, "")
        return negation + joint.join([*ids, *spans]) + ", ".join(terms)

    def word(self, key: str) -> str:
        """A word of the world."""
        return self.world.words.of(key).of(self.language)

    def name(self, sort: str, key: str) -> str:
        """The name of a person, role, status or template; a dash where there is none."""
        named: Mapping[str, Callable[[str], object]] = {
            "person": self.world.person,
            "role": self.world.role,
            "status": self.world.status,
            "template": self.world.template,
        }
        found = named[sort](key)
        return found.name.of(self.language) if found else "–"  # type: ignore[attr-defined]

    def project(self, state: State, key: str) -> str:
        """The name of a project; the word for the whole tool's roles has none."""
        found = state.projects.get(key)
        return found.name.of(self.language) if found else "–"

    def fields(self, thing: str, named: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Fields by the world's names for them; those without a value are left out."""
        return tuple((self.word(f"{thing}.{field}"), value) for field, value in named if value)

    def task(self, posted: Operation) -> str:
        """A task as it is called."""
        return f"{self.word('task')} {posted['task']}"

    def grant(self, grant: Grant) -> str:
        """A grant as it is called."""
        return f"{self.word('grant')} {self.name('person', grant.person)}"


SORTS = {"roles": "role", "people": "person", "number": "number", "date": "date"}


def _said(span: Span, sort: str) -> str:
    """A span of numbers or days: `16`, `≤ 40`, `2026-09-21 – 2026-09-23`."""
    low, high = (None if end is None else _measure(end, sort) for end in (span.low, span.high))
    if low == high:
        return low or ""
    if low is None or high is None:
        return f"≤ {high}" if low is None else f"≥ {low}"
    return f"{low} – {high}"


def _measure(value: Decimal, sort: str) -> str:
    return date.fromordinal(int(value)).isoformat() if sort == "date" else number_said(value)


def _project(teller: Teller, _state: State, posted: Operation) -> Told:
    given = [(teller.name("role", key[3:]), key) for key in posted if key.startswith("to_") and posted[key]]
    fields = teller.fields(
        "project",
        (
            ("template", teller.name("template", posted["template"]) if posted.get("template") else ""),
            ("owner", teller.name("person", posted["owner"])),
            ("start", posted["start"]),
        ),
    )
    roles = tuple((role, teller.name("person", posted[key])) for role, key in given)
    return Told(f"{teller.word('project')} {posted['name'].strip()}", fields + roles)


def _grant(teller: Teller, state: State, posted: Operation) -> Told:
    fields = teller.fields(
        "grant",
        (
            ("role", teller.name("role", posted["role"])),
            ("project", teller.project(state, posted["project"]) if posted.get("project") else ""),
            ("scope", teller.word(f"scope.{posted['scope']}") if posted.get("project") else ""),
            ("until", posted.get("until", "")),
        ),
    )
    return Told(f"{teller.word('grant')} {teller.name('person', posted['person'])}", fields)


def _change(teller: Teller, state: State, posted: Operation) -> Told:
    grant = state.grants[posted["grant"]]
    fields = teller.fields(
        "grant",
        (
            ("role", teller.name("role", grant.role)),
            ("scope", teller.word(f"scope.{posted['scope']}")),
            ("until", posted.get("until", "") or "–"),
        ),
    )
    return Told(teller.grant(grant), fields)


def _revoke(teller: Teller, state: State, posted: Operation) -> Told:
    grant = state.grants[posted["grant"]]
    where = teller.project(state, grant.project) if grant.project else ""
    fields = teller.fields("grant", (("role", teller.name("role", grant.role)), ("project", where)))
    return Told(teller.grant(grant), (*fields, (teller.word("revoked"), "")))


def _report(teller: Teller, _state: State, posted: Operation) -> Told:
    fields = teller.fields(
        "report",
        (
            ("day", posted["day"]),
            ("hours", posted["hours"]),
            ("done", posted["done"].strip()),
            ("risk", teller.word(f"risk.{posted['risk']}")),
            ("stops", posted.get("stops", "").strip() if posted["risk"] == "yes" else ""),
        ),
    )
    return Told(f"{teller.word('report')} {posted['task']}", fields)


def _plan(teller: Teller, state: State, posted: Operation) -> Told:
    task, assignee = state.tasks[posted["task"]], posted.get("assignee", "")  # a form may be sent without it: nobody
    changed = [
        ("assignee", teller.name("person", assignee) if assignee != task.assignee else ""),
        ("left", posted["left"] if posted["left"] != f"{task.left.normalize():f}" else ""),
        ("start", posted["start"] if posted["start"] != task.start.isoformat() else ""),
        ("finish", posted["finish"] if posted["finish"] != task.finish.isoformat() else ""),
    ]
    return Told(teller.task(posted), teller.fields("task", changed))


def _status(teller: Teller, _state: State, posted: Operation) -> Told:
    named = (("status", teller.name("status", posted["to"])), ("reason", posted.get("reason", "").strip()))
    return Told(teller.task(posted), teller.fields("task", named))


def _comment(teller: Teller, _state: State, posted: Operation) -> Told:
    sort, _, key = posted.get("call", "").partition(":")
    called = f"@{teller.name(sort, key)} " if key else ""
    return Told(teller.task(posted), teller.fields("task", (("comments", called + posted["text"].strip()),)))


_TELLERS: Mapping[str, Callable[[Teller, State, Operation], Told]] = {
    "project": _project,
    "grant": _grant,
    "change": _change,
    "revoke": _revoke,
    "report": _report,
    "plan": _plan,
    "status": _status,
    "comment": _comment,
}
