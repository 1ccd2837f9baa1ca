"""Who is meant by an @ in a comment: a name or an employee number, and only people who may read the comment."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person, identity_key
from app.feedback.models import Idea
from app.feedback.policies import may_see, reads_notes
from app.foundation import clock
from app.foundation.db import db
from app.foundation.search import contains

LONGEST_NAME = 40
MOST_CALLS = 20
OFFERED = 8
# An @ inside a word, as in a mail address, calls nobody. The wide one is typed by Chinese keyboards.
_CALL = re.compile(r"(?<![A-Za-z0-9_.+-])[@＠]([^\s@＠][^\n@＠]{0,39})")


@dataclass(slots=True)
class Mentions:
    """What became of the calls in a text: whom they name (by what was typed), and why others name nobody."""

    people: dict[str, Person] = field(default_factory=dict)
    ambiguous: dict[str, list[str]] = field(default_factory=dict)
    barred: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def mentions_in(text: str, idea: Idea, *, internal: bool = False) -> Mentions:
    """Resolve every call of a text, in at most one statement; the longest name that fits is meant."""
    calls = [found[1] for found in _CALL.finditer(text)][:MOST_CALLS]
    found = Mentions()
    if not calls:
        return found
    by_word = _people_called({word for call in calls for word in _beginnings(call)})
    for call in calls:
        word = next((word for word in _beginnings(call) if word in by_word), None)
        if word is None:
            found.unknown.append(re.split(r"[\s，。,.!！?？:：;；、]", call)[0])
        else:
            _sort(found, word, by_word[word], idea, internal=internal)
    return found


def _sort(found: Mentions, word: str, people: list[Person], idea: Idea, *, internal: bool) -> None:
    """Put one call where it belongs; a name that several bear, but only one of them may read, means that one."""
    readers = [person for person in people if may_read(person, idea, internal=internal)]
    if len(readers) == 1:
        found.people[word] = readers[0]
    elif readers:
        found.ambiguous[word] = sorted(person.employee_no for person in readers)
    else:
        found.barred.append(word)


def may_read(person: Person, idea: Idea, *, internal: bool) -> bool:
    """Whether somebody sees a comment on an idea."""
    return may_see(person, idea) and (not internal or reads_notes(person))


def _beginnings(call: str) -> Iterator[str]:
    """What the call may have meant, the longest first; letters and digits are never cut in the middle of a word."""
    for end in range(min(len(call), LONGEST_NAME), 0, -1):
        word, after = call[:end], call[end : end + 1]
        inside = word[-1].isascii() and word[-1].isalnum() and after.isascii() and after.isalnum()
        if not word[-1].isspace() and not inside:
            yield word


def _people_called(words: Iterable[str]) -> dict[str, list[Person]]:
    """People by the word that names them: a name as it is written, or an employee number."""
    keys = {word: identity_key(word) for word in words}
    lowered = sorted({word.lower() for word in keys})
    named = sa.or_(
        sa.func.lower(Person.name).in_(lowered),
        Person.name.in_(sorted(keys)),
        Person.employee_no_key.in_(sorted(set(keys.values()))),
    )
    rows = sa.select(Person).where(named, Person.deactivated_at.is_(None)).options(joinedload(Person.role_rows))
    called: dict[str, list[Person]] = defaultdict(list)
    for person in db.session.scalars(rows).unique():
        if not person.may_sign_in_on(clock.today()):
            continue
        for word, key in keys.items():
            if person.employee_no_key == key or person.name.casefold() == word.casefold():
                called[word].append(person)
    return called


def people_to_mention(q: str, idea: Idea, *, internal: bool = False) -> list[Person]:
    """People whose name or number holds what was typed and who may read the idea, those who begin with it first; at most eight."""
    if not q.strip():
        return []
    rows = sa.select(Person).where(contains(Person.search_text, q), Person.deactivated_at.is_(None))
    begins = sa.case((Person.name.startswith(q.strip(), autoescape=True), 0), else_=1)
    wanted = rows.options(joinedload(Person.role_rows), joinedload(Person.department)).order_by(
        begins, Person.name, Person.employee_no
    )
    found = db.session.scalars(wanted.limit(OFFERED * 3)).unique()
    today = clock.today()
    fits = (one for one in found if one.may_sign_in_on(today) and may_read(one, idea, internal=internal))
    return list(fits)[:OFFERED]
