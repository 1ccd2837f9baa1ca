"""Whatever is posted in whatever order: nothing raises, and the world's own rules hold."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.training.content.kinds.world import WorldDrill
from app.training.content.world.assertions import Verdict, judge
from app.training.content.world.pages import ROOMS, Desk, spot_at
from app.training.content.world.refusals import Refused
from app.training.content.world.replay import replay
from app.training.content.world.rules import violations

TASKS = ("WB-12", "PL-12", "PL-14", "SS-05", "SS-09", "PU-01", "PU-02", "XX-01", "")
PEOPLE = ("lin", "zhou", "wang", "li", "han", "ma", "nobody", "")
DAYS = ("2026-09-14", "2026-09-16", "2026-09-21", "2026-09-25", "2026-10-08", "2026-12-31", "2020-01-01", "soon", "")
ROLES = ("admin", "manager", "member", "viewer", "king", "")
PROJECTS = ("PL", "SS", "AL", "PU", "PU2", "", "ZZ")
GRANTS = (*(f"g{number}" for number in range(1, 14)), "gn1", "gn2", "gn3", "gn1-1", "gn2-2", "")
WORDS = ("Terminal blocks are missing", "周五能完", "ok", "", "x" * 1200, "@项目经理", "\x00", "%(x)s %", "  ")
HOURS = ("6.5", "０", "16", "400", "1e9", "-3", "NaN", "6,5 h", "")
FIELDS: dict[str, tuple[str, ...]] = {
    "task": TASKS,
    "to": ("todo", "doing", "at_risk", "review", "done", ""),
    "reason": WORDS,
    "assignee": PEOPLE,
    "left": HOURS,
    "start": DAYS,
    "finish": DAYS,
    "text": WORDS,
    "call": ("", "role:manager", "person:li", "role:x"),
    "day": DAYS,
    "hours": HOURS,
    "done": WORDS,
    "risk": ("yes", "no", ""),
    "stops": WORDS,
    "person": PEOPLE,
    "role": ROLES,
    "project": PROJECTS,
    "scope": ("all", "own", ""),
    "until": DAYS,
    "grant": GRANTS,
    "template": ("procurement", "development", "campaign", "", "x"),
    "name": WORDS,
    "owner": PEOPLE,
    "to_member": PEOPLE,
    "to_viewer": PEOPLE,
}
NEEDED = {
    "status": ("task", "to", "reason"),
    "plan": ("task", "assignee", "left", "start", "finish"),
    "comment": ("task", "text", "call"),
    "report": ("task", "day", "hours", "done", "risk", "stops"),
    "grant": ("person", "role", "project", "scope", "until"),
    "change": ("grant", "scope", "until"),
    "revoke": ("grant",),
    "project": ("template", "name", "owner", "start", "to_member", "to_viewer"),
    "undo": (),
}


@st.composite
def operations(draw: st.DrawFn) -> dict[str, str]:
    """Something posted: mostly with the fields it needs, sometimes without, or with one too many."""
    do = draw(st.sampled_from(sorted(NEEDED)))
    fields = [name for name in NEEDED[do] if draw(st.integers(0, 19))]
    return {"do": do} | {name: draw(st.sampled_from(FIELDS[name])) for name in fields}


JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=250, deadline=None)
@given(posted=st.lists(operations(), max_size=40))
def test_the_rules_hold_whatever_is_posted(drills: dict[str, WorldDrill], posted: list[dict[str, str]]) -> None:
    drill = drills["overload"]
    answers: Any = {}
    said: list[str] = []
    for one in posted:
        try:
            answers = drill.extend(answers, one, 0, len(answers.get("steps", ())))
        except Refused as refused:
            said.append(refused.sentence % refused.values if refused.values else refused.sentence)
        assert answers is not None
    assert all(said)
    state = replay(drill.world, drill.you, answers.get("steps", []))
    assert list(violations(drill.world, state)) == []
    assert replay(drill.world, drill.you, answers.get("steps", [])) == state
    for item in drill.grade(answers, 0).items:
        assert item.applies
    for language in ("zh", "en"):
        page = drill.presentation(language, 0, answers)
        for room in ROOMS:
            desk = Desk(drill.world, state, drill.you, language, spot_at(room, drill.world, state))
            assert desk.project_rows()
            assert desk.person_rows()
        assert len(page.done) <= len(posted)


@settings(max_examples=200, deadline=None)
@given(posted=JUNK, at=st.text(max_size=12))
def test_nothing_raises_on_junk(drills: dict[str, WorldDrill], posted: object, at: str) -> None:
    for drill in drills.values():
        for answers in (posted, {"steps": posted}, {"steps": [posted, {"do": "undo"}]}):
            result = drill.grade(answers, 0)
            assert 0 <= result.percent <= 100
            drill.presentation("zh", 0, answers if isinstance(answers, dict) else None)
        assert spot_at(at, drill.world, drill.world.beginning).page
        verdicts = [judge(drill.world, drill.world.beginning, one.key.assertion) for one in drill.wanted]
        assert all(isinstance(verdict, Verdict) for verdict in verdicts)
