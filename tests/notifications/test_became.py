"""What became of receipts: the states, what the PMO sees and what it does not, another try, and whether the loop is closed."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from flask_babel import force_locale

from app.feedback.actions import post_comment
from app.feedback.models import IdeaStatus
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.mail import MailState, OutgoingMail
from app.notifications.actions import mark_seen
from app.notifications.models import Announcement, Channel, Receipt
from app.notifications.queries.closing import closing_by_month, outcomes_of
from app.notifications.queries.own import own_receipts
from app.notifications.queries.receipts import counts_of
from tests.factories import Cast, make_person
from tests.house.test_statements import statements
from tests.kinds import Make, SignIn, Visit
from tests.notifications.acts import address, choose, move, sweep, who
from tests.notifications.conftest import PostOffice
from tests.page import post


def announced(app: Flask) -> int:
    """The id of the last announcement of a move."""
    with app.app_context():
        rows = sa.select(sa.func.max(Announcement.id)).where(Announcement.kind == "idea_moved")
        return db.session.scalars(rows).one() or 0


def of_each_state(app: Flask, cast: Cast, make_idea: Make) -> int:
    """An idea whose move is sent to Lin, seen by Eve, mutes Guo, fails for Zhao and waits for Sun and He; its number."""
    choose(app, cast.sun, Channel.daily)
    choose(app, cast.he, Channel.weekly)
    idea = make_idea("日报可以用手机填", voters=(cast.eve, cast.zhao, cast.sun, cast.he, cast.guo), muted=(cast.guo,))
    move(app, idea, IdeaStatus.planned, actor=cast.pmo)
    with app.app_context(), transaction():
        mark_seen(person_id=cast.eve)
        for person, state in ((cast.lin, MailState.sent), (cast.eve, MailState.sent), (cast.zhao, MailState.failed)):
            mine = (
                OutgoingMail.recipient
                == db.session.scalars(sa.select(sa.literal(f"{employee_no(person)}@huaxin.example"))).one()
            )
            db.session.execute(sa.update(OutgoingMail).where(mine).values(state=state, sent_at=clock.now()))
    return idea


def employee_no(person_id: int) -> str:
    """Somebody's number."""
    return who(person_id).employee_no


def test_every_state_is_read_from_the_rows(app: Flask, cast: Cast, make_idea: Make) -> None:
    of_each_state(app, cast, make_idea)
    with app.app_context():
        number = announced(app)
        assert dict(counts_of([number])[number]) == {"sent": 1, "seen": 1, "muted": 1, "failed": 1, "queued": 2}


def test_the_pmo_sees_numbers_and_names_only_of_those_whom_everyone_sees(
    app: Flask, cast: Cast, make_idea: Make, visit: Visit, sign_in: SignIn
) -> None:
    idea = of_each_state(app, cast, make_idea)
    with app.app_context(), transaction():
        post_comment(idea_id=idea, author=who(cast.he), text="支持", token="t")
    with statements() as sent:
        listed = visit(f"/notifications/receipts?idea={idea}&state=failed", as_=cast.pmo)
    assert len(sent) <= 12
    assert "is now: Planned" in listed.text("#receipt-list")
    assert "commented" not in listed.text("#receipt-list tbody"), "of that nothing failed"
    number = announced(app)
    page = visit(f"/notifications/receipts/{number}", as_=cast.pmo)
    assert {"林静", "何琳"} <= set(page.list("tbody th")), "the author, and who spoke on the page"
    for secret in ("赵敏", "孙岩", "郭强", "伊文"):
        assert secret not in page.text("main"), "a vote is secret, also that of who has not heard"
    assert "R&D" not in page.text("main"), "four people of a department are too few"
    here = f"/notifications/receipts/{number}"
    assert post(sign_in(cast.pmo), here, f"{here}/retries").status_code == 303
    with app.app_context():
        assert dict(counts_of([number])[number])["queued"] == 3, "the failed one waits again"
        assert db.session.scalar(sa.select(sa.func.count(OutgoingMail.id))) == 4, (
            "as the same mail, beside the comment's"
        )


def test_training_of_people_is_a_number_to_the_pmo(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        from app.notifications.actions import announce  # noqa: PLC0415 (only here)

        data = {
            "code": "EU",
            "title_zh": "日报",
            "title_en": "Daily",
            "note": 1,
            "name": "林静",
            "text": "x",
            "answer": "",
        }
        announce(key="time-note:1", kind="time_noted", data=data, people=[cast.chen])
        number = db.session.scalars(sa.select(Announcement.id)).one()
    page = visit("/notifications/receipts?q=林静", as_=cast.pmo)
    assert "林静" not in page.text("main")
    assert "Waiting 1" in page.text("main"), "it counts"
    visit(f"/notifications/receipts/{number}", as_=cast.pmo, status=404)


def test_who_has_heard_sees_it_on_the_page_of_the_idea_and_nobody_else_does(
    app: Flask, cast: Cast, make_idea: Make
) -> None:
    idea = of_each_state(app, cast, make_idea)
    with app.app_context(), force_locale("en"):
        told = {p: [s.detail for s in own_receipts(idea, who(p))] for p in (cast.eve, cast.guo, cast.zhao, cast.audit)}
    assert told[cast.audit] == []
    assert "Opened in the portal" in told[cast.eve][0]
    assert told[cast.guo] == ["You had muted this idea, so nothing was sent."]
    assert told[cast.zhao] == ["The mail could not be sent; the notice is in the portal."]


def test_the_loop_is_closed_when_those_who_should_hear_did_in_time(
    app: Flask, cast: Cast, make_idea: Make, post_office: PostOffice, visit: Visit
) -> None:
    with app.app_context(), transaction():
        begun = clock.start_of(clock.today().replace(day=1)) - timedelta(days=20)
        db.session.execute(sa.text("UPDATE people SET email = NULL WHERE id = :id"), {"id": cast.guo})
    with clock.fixed_at(begun):
        move(app, make_idea(voters=(cast.eve, cast.zhao, cast.guo, cast.he), muted=(cast.he,)), IdeaStatus.planned)
    with clock.fixed_at(begun + timedelta(days=5)):
        sweep(app)
        with app.app_context(), transaction():
            late = OutgoingMail.recipient == address(app, cast.zhao)
            db.session.execute(sa.update(OutgoingMail).where(late).values(sent_at=begun + timedelta(days=8)))
    move(app, make_idea("今天的"), IdeaStatus.planned)
    with app.app_context():
        months = closing_by_month(7)
        found = next(month for month in months if month.first == clock.local_date(begun).replace(day=1))
        assert (found.due, found.reached) == (4, 3), "Guo heard in the portal, Zhao too late, He did not want to"
        assert sum(month.due for month in months) == 4, "what is told today is not due yet"
        assert [(one.due, one.reached) for one in outcomes_of(found.first, 7).rows] == [(4, 3)]
        assert next(m for m in closing_by_month(14) if m.first == found.first).reached == 4
    page = visit("/notifications/loop", as_=cast.pmo)
    assert "75.0 %" in page.text("main")
    rows = visit(f"/notifications/loop/rows?month={found.first:%Y-%m}", as_=cast.pmo)
    assert "missing: 1" in rows.text("main")
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).where(Receipt.muted_at.is_not(None))) == 1


def test_departments_of_voters_are_shown_from_five_on_and_never_by_difference(
    app: Flask, cast: Cast, make_idea: Make, visit: Visit
) -> None:
    with app.app_context(), transaction():
        many = [make_person(f"2{n:05}", f"员工{n}", cast.department).id for n in range(6)]
    move(app, make_idea(voters=(*many, cast.eve)), IdeaStatus.planned)
    page = visit(f"/notifications/receipts/{announced(app)}", as_=cast.pmo)
    assert "R&D" not in page.text("main"), "one voter of the other department would be known by what is left"
    move(app, make_idea("只有研发部", voters=tuple(many)), IdeaStatus.planned)
    assert "R&D" in visit(f"/notifications/receipts/{announced(app)}", as_=cast.pmo).text("main")
