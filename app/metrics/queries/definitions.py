"""A figure of the registry in a scope, and the rows behind it page by page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person, ProjectGroup
from app.accounts.queries.departments import Node
from app.feedback.models import Idea
from app.feedback.queries.visibility import visible_to
from app.foundation.db import db
from app.foundation.paging import Page, page_in
from app.foundation.search import contains, folded
from app.metrics.formulas.marks import Found, Row
from app.metrics.formulas.numbers import Number
from app.metrics.models import BenefitLine
from app.metrics.queries.definition_facts import facts_for, single_department
from app.metrics.queries.kept import kept
from app.metrics.queries.scope import Scope
from app.metrics.texts import Definition
from app.training.models import Assignment, TrainingPath
from app.training.policies import may_see_mistakes
from app.training.queries.published import all_current

PARTS = ("denominator", "numerator", "rest")
SIZE = 20
FEW = 12  # figures with all their rows are large


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a scope, with the further numbers that belong to it."""

    found: Found
    more: Mapping[str, Number | None]


@dataclass(frozen=True, slots=True)
class Name:
    """What a row is called: a title in both languages, and what stands beside it; an empty title is kept from the reader."""

    zh: str
    en: str
    sub: str = ""
    href: str = ""

    def title(self, language: str) -> str:
        """In the language of the reader."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Line:
    """One row with its name."""

    row: Row
    name: Name


def figure(definition: Definition, scope: Scope) -> Figure:
    """The figure of a scope; kept while the facts stay the same."""
    key = ("definition", definition.code, *scope.key, single_department(scope))
    return kept(key, lambda: _figure(definition, scope), shelf="definitions", largest=FEW)


def _figure(definition: Definition, scope: Scope) -> Figure:
    if "company" in definition.dimensions and not (scope.whole_company and scope.chosen is None):
        return Figure(Found(definition.how, reason="whole_company"), {})
    if definition.count is None:
        return Figure(Found(definition.how, reason="not_measured"), {})
    facts = facts_for(definition, scope)
    found = definition.of(facts)
    hidden = found.reason in ("suppressed", "whole_company")
    return Figure(found, definition.more(facts) if definition.more and not hidden else {})


def side_of(found: Found, part: str) -> list[Row]:
    """Rows below the line, above it, or what the numerator leaves."""
    if part == "numerator":
        return [row for row in found.rows if row.above]
    if part == "rest":
        return [row for row in found.rows if not row.above]
    return list(found.rows)


def lines_of(rows: Sequence[Row], nodes: Sequence[Node], reader: Any, query: str, number: int) -> Page[Line]:
    """One page of rows with the names that the reader may see; searched by those names.

    Departments are named by the nodes that the reader sees, without asking for them again.
    """
    sources: Sources = {**SOURCES, "department": partial(_departments, nodes)}
    found = _names(rows, sources, reader, query) if query else {}
    page = page_in([row for row in rows if (row.kind, row.key) in found] if query else rows, number=number, size=SIZE)
    names = found if query else _names(page.rows, sources, reader)
    lines = [Line(row, names.get((row.kind, row.key), Name("", ""))) for row in page.rows]
    return Page(rows=lines, number=page.number, size=page.size, total=page.total)


Names = dict[tuple[str, int | str], Name]
Source = Callable[[Any, Sequence[Any] | None, str], Names]
Sources = Mapping[str, Source]
Condition = sa.ColumnElement[bool]


def _names(rows: Sequence[Row], sources: Sources, reader: Any, query: str = "") -> Names:
    """What rows are called; where words are searched for, whatever is called so."""
    names: Names = {}
    for kind in {row.kind for row in rows}:
        source = sources.get(kind)
        if source is not None:
            names |= source(reader, None if query else [row.key for row in rows if row.kind == kind], query)
    return names


def _people(_reader: Any, keys: Sequence[Any] | None, query: str) -> Names:
    found = sa.select(Person.id, Person.name, Person.employee_no).where(
        *_only(Person.id, keys), *_words(Person.search_text, query)
    )
    return {("person", row.id): Name(row.name, row.name, row.employee_no) for row in db.session.execute(found)}


def _assignments(_reader: Any, keys: Sequence[Any] | None, query: str) -> Names:
    found = (
        sa.select(Assignment.id, Person.name, Person.employee_no, TrainingPath.title_zh, TrainingPath.title_en)
        .join(Person, Person.id == Assignment.person_id)
        .join(TrainingPath, TrainingPath.id == Assignment.path_id)
        .where(*_only(Assignment.id, keys), *_words(Person.search_text, query))
    )
    return {
        ("assignment", row.id): Name(
            f"{row.name} · {row.title_zh}", f"{row.name} · {row.title_en or row.title_zh}", row.employee_no
        )
        for row in db.session.execute(found)
    }


def _departments(nodes: Sequence[Node], _reader: Any, keys: Sequence[Any] | None, query: str) -> Names:
    wanted = [node.department for node in nodes if keys is None or node.department.code in keys]
    return _coded("department", wanted, query)


def _groups(_reader: Any, keys: Sequence[Any] | None, query: str) -> Names:
    found = sa.select(ProjectGroup.code, ProjectGroup.name, ProjectGroup.name_en)
    if keys is not None:
        found = found.where(ProjectGroup.code.in_(keys))
    return _coded("group", db.session.execute(found), query)


def _coded(kind: str, found: Iterable[Any], query: str) -> Names:
    return {
        (kind, row.code): Name(row.name, row.name_en or row.name, row.code)
        for row in found
        if folded(query) in folded(row.name, row.name_en, row.code)
    }


def _ideas(reader: Any, keys: Sequence[Any] | None, query: str) -> Names:
    """Ideas that the reader may see; others are counted and have no name."""
    found = sa.select(Idea.id, Idea.title).where(
        visible_to(reader), *_only(Idea.id, keys), *_words(Idea.search_text, query)
    )
    return {
        ("idea", row.id): Name(row.title, row.title, f"#{row.id}", f"/feedback/ideas/{row.id}")
        for row in db.session.execute(found)
    }


def _benefits(_reader: Any, keys: Sequence[Any] | None, query: str) -> Names:
    rows = sa.select(BenefitLine.id, BenefitLine.name).where(*_only(BenefitLine.id, keys))
    return {
        ("benefit", number): Name(name, name, f"#{number}", f"/metrics/benefits/{number}")
        for number, name in db.session.execute(rows)
        if folded(query) in folded(name)
    }


def _questions(reader: Any, keys: Sequence[Any] | None, query: str) -> Names:
    """Questions by their modules and ids, never by their words: whoever reads may still have to answer them."""
    names: Names = {}
    for one in all_current():
        for module, item, quiz in one.quizzes:
            href = f"/training/mistakes/{one.code}/{module.id}/{item.id}" if may_see_mistakes(reader) else ""
            for question in quiz.questions:
                key, sub = f"{one.code}/{module.id}/{question.id}", f"{one.code} · {module.id} · {question.id}"
                found = Name(module.text("zh").title, module.text("en").title, sub, href)
                if (keys is None or key in keys) and folded(query) in folded(found.zh, found.en, sub):
                    names["question", key] = found
    return names


def _only(column: Any, keys: Sequence[Any] | None) -> list[Condition]:
    return [] if keys is None else [column.in_(keys)]


def _words(column: Any, query: str) -> list[Condition]:
    return [contains(column, query)] if query else []


SOURCES: dict[str, Source] = {
    "person": _people,
    "assignment": _assignments,
    "group": _groups,
    "idea": _ideas,
    "benefit": _benefits,
    "question": _questions,
}
