"""As much again of everything, for tests of what must not grow with it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.accounts import actions as accounts
from app.accounts.models import Membership, Person, Role
from app.ambassadors import actions as ambassadors
from app.ambassadors.actions import holding, inviting
from app.ambassadors.models import Appointment, AppointmentKind
from app.ambassadors.queries.standards import as_shipped
from app.feedback.actions.comments import post_comment
from app.feedback.actions.ideas import submit_idea
from app.feedback.actions.moves import move_idea
from app.feedback.actions.tags import add_tag, tag_idea
from app.feedback.actions.votes import cast_vote
from app.feedback.models import IdeaStatus
from app.foundation import clock
from app.foundation.db import db, transaction
from app.training.actions import gathering
from app.training.queries.workshops import workshop_by_id
from tests.changes.company import grow_changes
from tests.factories import make_department, make_group, make_person
from tests.house.knowing import know_more
from tests.house.recording import complain, import_past, take_a_file
from tests.house.serving import serve, share_practice, undertake
from tests.house.teaching import assign_late, write_notes, write_remark
from tests.metrics.frozen import keep_more_figures
from tests.metrics.usage import grow_usage
from tests.training.practising import ask_for_more, look_twice, put_in

if TYPE_CHECKING:
    from tests.house.company import Company

MANY = 6


def grow(company: Company) -> None:
    """As much again of everything that pages list."""
    company.rounds += 1
    base = company.rounds * 100
    cast = company.cast
    with company.app.app_context(), transaction():
        below = make_department(f"X{base}", f"新部门{base}", f"New {base}", parent_id=cast.department).id
        group = make_group(f"GX{base}", f"新组{base}").id
        pmo = db.session.get_one(Person, cast.pmo)
        db.session.refresh(pmo, ["role_rows"])
        tag = add_tag(name=f"标签{base}", name_en="", by=cast.pmo)
        for n in range(MANY):
            person = make_person(f"7{base + n:05}", f"同事{base + n}", cast.department, manager_id=cast.chen)
            other = make_person(f"8{base + n:05}", f"同事{base + n}", below, Role.superuser)
            db.session.add(Membership(person_id=person.id, project_group_id=group))
            for one in (person, other):
                assign_late(company, one.id, due=timedelta(days=n * 20))
            write_notes(person.id)
            idea = submit_idea(
                author_id=cast.lin if n % 2 else person.id, title=f"日报 {base + n}", text=f"日报要快 {base + n}"
            )
            move_idea(idea_id=idea.id, to=IdeaStatus.open, version=idea.version, actor=pmo, reason="谢谢")
            tag_idea(idea_id=idea.id, wanted=[tag.id], seen=[], by=pmo)
            for asking in (cast.lin, person.id):
                complain(asking, base + n)
            make_person(
                f"6{base + n:05}", f"离职{base + n}", cast.department, last_day=clock.today() - timedelta(days=n + 1)
            )
            voter = other.id
            cast_vote(idea_id=idea.id, person_id=voter)
            cast_vote(idea_id=int(str(company.values["idea"])), person_id=voter)
            post_comment(
                idea_id=int(str(company.values["idea"])), author=other, text=f"同意 {n}", token=f"g-{base}-{n}"
            )
            submit_idea(author_id=person.id, title=f"等待 {base + n}", text="请回复")
            nominated = ambassadors.nominate(
                kind=AppointmentKind.ambassador,
                person_id=person.id,
                unit_id=group,
                starts_on=clock.today(),
                ends_on=None,
                reason="合适",
                by=cast.pmo,
            )
            ambassadors.answer(appointment=nominated, accepted=True, by=person.id)
            undertake(company, f"议题 {base + n}")
            inviting.invite(meeting=holding.hold(int(str(company.values["meeting_id"]))), person_id=other.id)
            serve(nominated, person.id, other.id, n=0)
            office = db.session.get_one(Appointment, int(str(company.values["office"])))
            serve(office, office.person_id, other.id, n=company.rounds * MANY + n)
            around = ambassadors.nominate(
                kind=AppointmentKind.superuser,
                person_id=person.id,
                unit_id=cast.department,
                starts_on=clock.today(),
                ends_on=None,
                reason="合适",
                by=cast.pmo,
            )
            ambassadors.support(appointment=around, person_id=cast.lin)
            ambassadors.set_standard(standard=as_shipped(), reason=f"试 {n}", by=cast.pmo)
            put_in(person.id, "HT")
            room = gathering.hold(
                path_id=int(str(company.values["path_id"])),
                module_id="",
                place=f"B{base + n}",
                starts_at=clock.now(),
                by_id=cast.zhao,
            )
            gathering.enter_sheet(workshop=room, person_ids=[person.id, cast.lin], by_id=cast.zhao)
            first = workshop_by_id(int(str(company.values["workshop_id"])))
            assert first is not None
            gathering.enter_sheet(workshop=first, person_ids=[person.id], by_id=cast.zhao)
            look_twice(put_in(other.id, "HT"), cast.zhao, cast.eve)
            ask_for_more(person.id, "SP")
            write_remark(company, f"哪里看得出来？{base + n}")
            accounts.start_session(person=db.session.get_one(Person, cast.lin), browser=f"Browser {base + n}")
            import_past(company, base + n)
            grow_changes(company, idea.id, f"变更 {base + n}")
    take_a_file(company)
    _share_more(company, base)
    keep_more_figures(company)


def _share_more(company: Company, base: int) -> None:
    know_more(company, base)
    for n in range(MANY):
        share_practice(company)
        with company.app.app_context():
            grow_usage(company, base + n)
