"""The random walk once more, with everything that happens to people: rules, roles, moves, leave, merges, files of the past."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from app.accounts import actions as accounts
from app.accounts.actions.people import PersonData
from app.accounts.models import AccountMerge, Membership, Person, Role, Tier
from app.accounts.queries import person_to_change
from app.foundation import clock
from app.foundation.db import db
from app.training.actions import rolling_out, ruling
from app.training.actions.importing import import_history
from app.training.actions.rolling_out import WaveData
from app.training.models import (
    Assignment,
    Attempt,
    Certificate,
    Completion,
    DeadlineChange,
    DueKind,
    PathRule,
    TrainingPath,
    WaveKind,
)
from app.training.queries.criteria import Criteria, Terms
from app.training.queries.records import transcript_of
from tests.factories import make_department, make_group, make_person
from tests.training.test_walk import ANY, WALKS, Walk

ROLES = st.sampled_from([Role.superuser, Role.ambassador, Role.manager])
TERMS = st.builds(
    Terms,
    due_kind=st.sampled_from([DueKind.assignment, DueKind.hire, DueKind.go_live]),
    due_days=st.integers(1, 60),
    mandatory=st.booleans(),
)


class PeopleWalk(Walk):
    """HR, the PMO and the IT operator join authors and learners."""

    def _settle_in(self) -> None:
        super()._settle_in()
        self.dates: dict[int, tuple[Any, ...]] = {}
        self.moves: dict[int, tuple[Any, ...]] = {}
        with self.step():
            home = db.session.get_one(Person, self.people[0]).department_id
            other = make_department(f"{self.code}b", "乙", "B", parent_id=None).id
            below = make_department(f"{self.code}c", "丙", "C", parent_id=home).id
            self.departments = [home, other, below]
            self.group = make_group(self.code, self.code).id
            self.officer = make_person(f"{self.number:03}999", "何琳", other, Role.hr_officer, tiers=()).id
            wave = WaveData(self.code, "", WaveKind.site, None, department_ids=[home])
            self.wave = rolling_out.add_wave(data=wave, by_id=self.officer).id
            self.path_id = db.session.scalars(sa.select(TrainingPath.id).where(TrainingPath.code == self.code)).one()

    def someone(self, n: int) -> int:
        """The account that somebody signs in with: of a merged one, the kept one."""
        with self.look():
            person = db.session.get_one(Person, super().someone(n))
            while person.merged_into_id is not None:
                person = db.session.get_one(Person, person.merged_into_id)
            return person.id

    # Rules and waves

    @rule(n=ANY, terms=TERMS, role=st.none() | ROLES, tier=st.none() | st.just(Tier.end_user))
    def sets_a_rule(self, n: int, terms: Terms, role: Role | None, tier: Tier | None) -> None:
        """For a department of the walk, with more criteria or without."""
        wave = self.wave if terms.due_kind is DueKind.go_live else None
        department = self.departments[n % 3]
        with self.step():
            criteria = Criteria(self.path_id, tier=tier, role=role, department_id=department, wave_id=wave)
            ruling.set_rule(criteria=criteria, terms=terms, by_id=self.officer)

    @rule(n=ANY)
    def ends_a_rule(self, n: int) -> None:
        """One of those that hold."""
        with self.step():
            rows = sa.select(PathRule.id).where(PathRule.path_id == self.path_id).order_by(PathRule.id)
            numbers = db.session.scalars(rows).all()
            if numbers:
                ruling.remove_rule(rule_id=numbers[n % len(numbers)], by_id=self.officer)

    @rule(n=ANY, days=st.none() | st.integers(-10, 90))
    def moves_the_day_of_go_live(self, n: int, days: int | None) -> None:
        """Earlier, later, or not known any more; other units as well."""
        with self.step():
            day = None if days is None else clock.today() + timedelta(days=days)
            home = [self.departments[n % 3]]
            data = WaveData(self.code, "", WaveKind.site, day, department_ids=home, group_ids=[self.group])
            rolling_out.change_wave(wave_id=self.wave, data=data, by_id=self.officer)

    # People

    @rule(n=ANY, role=ROLES, held=st.booleans())
    def changes_a_role(self, n: int, role: Role, held: bool) -> None:  # noqa: FBT001 (a draw)
        """Given or taken."""
        act = accounts.grant_role if held else accounts.revoke_role
        person_id = self.someone(n)
        with self.step():
            act(person_id=person_id, role=role, by=self.officer)

    @rule(n=ANY, tiers=st.frozensets(st.sampled_from(list(Tier))))
    def changes_tiers(self, n: int, tiers: frozenset[Tier]) -> None:
        """Any set of them."""
        person_id = self.someone(n)
        with self.step():
            accounts.set_tiers(person_id=person_id, tiers=tiers, by=self.officer)

    @rule(n=ANY, place=st.integers(0, 2), grouped=st.booleans(), hired=st.none() | st.integers(0, 900))
    def moves_and_is_renamed(self, n: int, place: int, grouped: bool, hired: int | None) -> None:  # noqa: FBT001 (a draw)
        """As a roster would bring it: name, number, department, group, day of hiring."""
        person_id = self.someone(n)
        with self.step():
            person = person_to_change(person_id)
            assert person is not None
            data = PersonData(
                employee_no=f"{self.number:03}{n % 7}{person_id:06}",
                name=f"改名{n}",
                email=None,
                department_id=self.departments[place],
                project_group_ids=frozenset([self.group] if grouped else []),
                hired_on=None if hired is None else clock.today() - timedelta(days=hired),
                leave_from=person.leave_from,
                leave_to=person.leave_to,
                tiers=person.tiers,
            )
            accounts.update_person(person_id=person_id, data=data, version=person.version, by=self.officer)

    @rule(n=ANY, length=st.integers(0, 40), over=st.booleans())
    def goes_on_leave(self, n: int, length: int, over: bool) -> None:  # noqa: FBT001 (a draw)
        """For some days, or until nobody knows when; or comes back."""
        person_id = self.someone(n)
        with self.step():
            person = person_to_change(person_id)
            assert person is not None
            today = clock.today()
            data = PersonData(
                employee_no=person.employee_no,
                name=person.name,
                email=person.email,
                department_id=person.department_id,
                project_group_ids=frozenset(
                    db.session.scalars(sa.select(Membership.project_group_id).where(Membership.person_id == person_id))
                ),
                hired_on=person.hired_on,
                leave_from=None if over else today,
                leave_to=today + timedelta(days=length) if length and not over else None,
                tiers=person.tiers,
            )
            accounts.update_person(person_id=person_id, data=data, version=person.version, by=self.officer)

    @rule(n=ANY, back=st.booleans())
    def closes_or_opens_an_account(self, n: int, back: bool) -> None:  # noqa: FBT001 (a draw)
        """Somebody leaves, or comes back."""
        person_id = self.someone(n)
        with self.step():
            if back:
                accounts.reactivate_person(person_id=person_id, by=self.officer)
            else:
                accounts.deactivate_person(person_id=person_id, reason="", by=self.officer)

    @rule(n=ANY, m=ANY)
    def merges_accounts(self, n: int, m: int) -> None:
        """Two of them were one person."""
        kept, merged = self.someone(n), self.someone(m)
        try:
            with self.step():
                accounts.merge_accounts(kept_id=kept, merged_id=merged, reason="marriage", by=self.officer)
        except accounts.NotMergeable:
            pass

    @rule(n=ANY)
    def parts_accounts(self, n: int) -> None:
        """They were not."""
        with self.look():
            rows = sa.select(AccountMerge.id).where(AccountMerge.undone_at.is_(None))
            numbers = db.session.scalars(rows.where(AccountMerge.into_id.in_(self.people))).all()
        try:
            if numbers:
                with self.step():
                    accounts.part_accounts(merge_id=numbers[n % len(numbers)], by=self.officer)
        except accounts.NotPartable:
            pass

    @rule(n=ANY, days=st.integers(0, 100))
    def brings_a_file_of_the_past(self, n: int, days: int) -> None:
        """A completion from elsewhere, the same one perhaps twice."""
        person_id = self.someone(n)
        with self.step():
            number = db.session.get_one(Person, person_id).employee_no
            day = clock.today() - timedelta(days=days)
            text = f"employee_no,path_code,completed_on,score\n{number},{self.code},{day},90\n"
            import_history(data=text.encode(), name="past.csv", by_id=self.officer)

    # What must hold as well

    @invariant()
    def no_certificate_is_redated(self) -> None:
        """Numbers, names and days of certificates stand."""
        with self.look():
            rows = sa.select(Certificate).where(Certificate.person_id.in_(self.people))
            now = {
                one.id: (one.number, one.person_name, one.completed_on, one.issued_on, one.expires_on)
                for one in db.session.scalars(rows)
            }
        assert self.dates.items() <= now.items()
        self.dates = now

    @invariant()
    def every_due_date_is_explained(self) -> None:
        """The chain of changes leads from one day to the next and ends where the due date stands."""
        with self.look():
            owned = sa.select(Assignment).where(Assignment.person_id.in_(self.people))
            chains: dict[int, list[tuple[date | None, date | None]]] = {}
            found = sa.select(DeadlineChange).join(Assignment, Assignment.id == DeadlineChange.assignment_id)
            moves = found.where(Assignment.person_id.in_(self.people)).order_by(DeadlineChange.id)
            for move in db.session.scalars(moves):
                chains.setdefault(move.assignment_id, []).append((move.from_on, move.to_on))
            for one in db.session.scalars(owned):
                day = one.original_due_on
                for from_on, to_on in chains.get(one.id, []):
                    assert from_on == day
                    day = to_on
                assert one.due_on == day

    @invariant()
    def nothing_is_open_on_a_merged_account(self) -> None:
        """It has all moved."""
        with self.look():
            merged = sa.select(Person.id).where(Person.merged_into_id.is_not(None), Person.id.in_(self.people))
            open_there = sa.select(sa.func.count(Assignment.id)).where(Assignment.person_id.in_(merged))
            assert db.session.scalar(open_there) == 0

    @invariant()
    def the_transcript_adds_up(self) -> None:
        """Every row is on somebody's transcript, once; one certificate of a person counts."""
        with self.look():
            told: dict[str, list[int]] = {"attempts": [], "completions": [], "certificates": []}
            for person_id in self.people:
                transcript = transcript_of(db.session.get_one(Person, person_id))
                for record in transcript.records:
                    told["attempts"] += [row.id for row in record.attempts]
                    told["completions"] += [row.id for row in record.completions]
                    told["certificates"] += [row.id for row in record.certificates]
                    first = [row for row in record.completions if row.corrects_id is None]
                    assert len(first) == (1 if record.state == "completed" else 0)
                states = [state.value for state in transcript.states.values()]
                counting = [name for name in states if name not in ("superseded", "reissued")]
                assert len(counting) == (1 if states else 0)
            for table, name in ((Attempt, "attempts"), (Completion, "completions"), (Certificate, "certificates")):
                rows = sa.select(table.id).where(table.person_id.in_(self.people)).order_by(table.id)
                assert sorted(told[name]) == list(db.session.scalars(rows)), name


@pytest.mark.slow
def test_nothing_that_happens_to_people_harms_a_record(app: Flask, tmp_path: Path) -> None:
    """T02: nor does anything that happens to people."""
    (tmp_path / "training").mkdir()

    class Here(PeopleWalk):
        """The walk in this portal."""

    Here.app, Here.home = app, tmp_path / "training"
    with app.app_context():
        sqlite = db.engine.dialect.name == "sqlite"
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=(12 if sqlite else 5) * WALKS,
            stateful_step_count=60 if sqlite else 40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
