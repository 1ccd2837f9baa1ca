"""Those for whom ideas were written: what became of them, who has heard, and a word to all the others at once."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.ambassadors.actions import interviews as talks
from app.ambassadors.actions.interviews import InterviewData
from app.ambassadors.models import Finding, Interview, InterviewLevel
from app.feedback.actions.ideas import Colleague, submit_idea
from app.feedback.models import Idea, IdeaKind, IdeaStatus
from app.foundation import clock
from app.foundation.db import db, transaction
from app.notifications.actions import mark_seen
from app.notifications.models import SourceTelling
from tests.factories import Cast
from tests.kinds import SignIn, Visit
from tests.notifications.acts import move
from tests.page import Page, post

HERE = "/notices/sources"
DUTY = f".duties a[href='{HERE}']"
WAIT = f"form[action='{HERE}'] .choice"
HEARD = "#sources-heard .list-title"


def relay(app: Flask, by: int, title: str, *, person_id: int | None = None, name: str = "") -> int:
    """An idea for a colleague, open already."""
    colleague = Colleague(person_id, name, consent=True) if person_id or name else None
    with app.app_context(), transaction():
        idea = submit_idea(author_id=by, title=title, text=f"{title}。", colleague=colleague)
        idea.status = IdeaStatus.open
        return idea.id


def hear(app: Flask, by: int, text: str, *, consent: bool = False, person_id: int | None = None) -> int:
    """An idea out of an interview."""
    with app.app_context(), transaction():
        data = InterviewData(
            held_on=clock.today(),
            level=InterviewLevel.front_line,
            consent=consent,
            person_id=person_id,
            role="焊工",
            findings=(text,),
        )
        talk = talks.log_interview(data=data, by=by)
        finding = db.session.scalars(sa.select(Finding).where(Finding.interview_id == talk.id)).one()
        number = talks.turn_into_idea(interview=talk, finding=finding, kind=IdeaKind.idea, by=by)
        db.session.get_one(Idea, number).status = IdeaStatus.open
        return number


def tell_ticked(client: FlaskClient) -> None:
    """Press the button of the page as it stands."""
    page = Page(client.get(HERE), HERE)
    ticked = [box.get("value") for box in page.root.cssselect("[name=told][checked]")]
    assert client.post(HERE, data={**page.fields(HERE), "told": ticked}).status_code == 303


def tellings(app: Flask) -> list[tuple[int, int]]:
    with app.app_context():
        rows = sa.select(SourceTelling.idea_id, SourceTelling.by_id).order_by(SourceTelling.idea_id)
        return [(row[0], row[1]) for row in db.session.execute(rows)]


def test_all_sources_are_told_at_once(app: Flask, cast: Cast, visit: Visit, sign_in: SignIn) -> None:
    one = relay(app, cast.wang, "料箱只扫一次", name="班长老周")
    other = hear(app, cast.wang, "夜班看不到图纸")
    relay(app, cast.wang, "自己的建议")
    relay(app, cast.wang, "还没有结果", name="老李")
    assert not visit("/", as_=cast.wang).has(DUTY)
    move(app, one, IdeaStatus.declined, reason="扫码枪年底就换，到时不用再扫。")
    move(app, other, IdeaStatus.planned)
    move(app, one, IdeaStatus.open)  # opened again: what was said does not hold any more
    assert visit("/", as_=cast.wang).list(DUTY) == ["1 outcome to tell to the one who told you of the need"]
    move(app, one, IdeaStatus.declined, reason="扫码枪下周就换。")
    assert visit("/", as_=cast.wang).list(DUTY) == ["2 outcomes to tell to those who told you of the need"]
    page = visit(HERE, as_=cast.wang)
    nameless, zhou = page.list(WAIT)
    assert "班长老周" in zhou
    assert "without a name" in nameless
    assert "焊工" in nameless
    assert "扫码枪下周就换。" in page.text("main")
    assert "还没有结果" not in page.text("main")
    assert not page.has(HEARD)
    tell_ticked(sign_in(cast.wang))
    assert tellings(app) == [(one, cast.wang), (other, cast.wang)]
    after = visit(HERE, as_=cast.wang)
    assert len(after.list(HEARD)) == 2
    assert not after.has(WAIT)
    assert not visit("/", as_=cast.wang).has(DUTY)


def test_the_next_outcome_is_to_be_told_again_and_closing_is_none(
    app: Flask, cast: Cast, visit: Visit, sign_in: SignIn
) -> None:
    idea = relay(app, cast.wang, "料箱只扫一次", name="班长老周")
    move(app, idea, IdeaStatus.planned)
    tell_ticked(sign_in(cast.wang))
    move(app, idea, IdeaStatus.in_progress)
    assert not visit(HERE, as_=cast.wang).has(WAIT)
    move(app, idea, IdeaStatus.delivered)
    assert len(visit(HERE, as_=cast.wang).list(WAIT)) == 1
    tell_ticked(sign_in(cast.wang))
    move(app, idea, IdeaStatus.closed)
    assert not visit(HERE, as_=cast.wang).has(WAIT)


def test_who_opened_the_notice_has_heard_and_who_left_cannot(app: Flask, cast: Cast, visit: Visit) -> None:
    read = relay(app, cast.wang, "手机上看图纸", person_id=cast.lin)
    unread = relay(app, cast.wang, "日报复制昨天", person_id=cast.eve)
    for idea in (read, unread):
        move(app, idea, IdeaStatus.planned)
    page = visit(HERE, as_=cast.wang)
    assert len(page.list(WAIT)) == 2
    assert "not opened yet" in page.text("main")
    with app.app_context(), transaction():
        mark_seen(person_id=cast.lin)
    page = visit(HERE, as_=cast.wang)
    assert len(page.list(WAIT)) == 1
    assert page.list(HEARD) == ["林静"]
    assert "Opened the notice" in page.text("#sources-heard")
    with app.app_context(), transaction():
        db.session.get_one(Person, cast.eve).deactivated_at = clock.now()
    assert not visit(HERE, as_=cast.wang).has(WAIT)
    assert not visit("/", as_=cast.wang).has(DUTY)


def test_an_idea_that_was_merged_has_the_outcome_of_the_other(app: Flask, cast: Cast, visit: Visit) -> None:
    idea = relay(app, cast.wang, "料箱只扫一次", name="班长老周")
    whole = relay(app, cast.lin, "扫码少几次")
    with app.app_context(), transaction():
        row = db.session.get_one(Idea, idea)
        row.status, row.canonical_id = IdeaStatus.merged, whole
    assert not visit(HERE, as_=cast.wang).has(WAIT)
    move(app, whole, IdeaStatus.planned, reason="十二月就有")
    assert "十二月就有" in visit(HERE, as_=cast.wang).text(f"form[action='{HERE}']")
    assert not visit(HERE, as_=cast.lin).has(WAIT), "Lin wrote it for nobody"


def test_a_talk_that_was_taken_back_and_one_with_oneself_have_no_source(app: Flask, cast: Cast, visit: Visit) -> None:
    taken = hear(app, cast.wang, "夜班看不到图纸")
    own = hear(app, cast.wang, "我自己的", consent=True, person_id=cast.wang)
    for idea in (taken, own):
        move(app, idea, IdeaStatus.planned)
    with app.app_context(), transaction():
        for talk in db.session.scalars(sa.select(Interview).where(Interview.person_id.is_(None))):
            talks.withdraw_interview(interview=talk, reason="记错了", by=cast.wang)
    assert not visit(HERE, as_=cast.wang).has(WAIT)


def one_to_tell(app: Flask, cast: Cast, sign_in: SignIn) -> tuple[int, FlaskClient, dict[str, str]]:
    """An idea whose source has not heard, its author's browser, and the form that says who was told."""
    idea = relay(app, cast.wang, "料箱只扫一次", name="班长老周")
    move(app, idea, IdeaStatus.planned)
    client = sign_in(cast.wang)
    return idea, client, Page(client.get(HERE), HERE).fields(HERE)


def test_nothing_ticked_and_an_old_page_are_said_in_words(
    app: Flask, cast: Cast, visit: Visit, sign_in: SignIn
) -> None:
    idea, client, form = one_to_tell(app, cast, sign_in)
    none = client.post(HERE, data={name: value for name, value in form.items() if name != "told"})
    assert none.status_code == 422
    assert "至少勾选一项" in Page(none, HERE).text("#told-error")
    move(app, idea, IdeaStatus.delivered)
    for told in (form["told"], "x", "9-9", "1-1; --", "１-１"):
        stale = client.post(HERE, data={**form, "told": told})
        assert stale.status_code == 409, told
        assert "再看一遍" in Page(stale, HERE).text("#told-error")
    assert tellings(app) == []


def test_two_clicks_are_one_and_only_who_told_takes_it_back(
    app: Flask, cast: Cast, visit: Visit, sign_in: SignIn
) -> None:
    idea, client, form = one_to_tell(app, cast, sign_in)
    assert {client.post(HERE, data=form).status_code for _ in range(2)} == {303, 409}
    assert tellings(app) == [(idea, cast.wang)]
    with app.app_context():
        number = db.session.scalars(sa.select(SourceTelling.id)).one()
    other = sign_in(cast.eve)
    token = Page(other.get("/"), "/").root.cssselect("[name=csrf_token]")[0].get("value")
    assert other.post(f"{HERE}/{number}/delete", data={"csrf_token": token}).status_code == 404
    assert post(client, HERE, f"{HERE}/{number}/delete").status_code == 303
    assert tellings(app) == []
    assert len(visit(HERE, as_=cast.wang).list(WAIT)) == 1


def test_nobody_sees_the_sources_of_another(app: Flask, cast: Cast, visit: Visit) -> None:
    move(app, relay(app, cast.wang, "料箱只扫一次", name="班长老周"), IdeaStatus.planned)
    for name in ("lin", "pmo", "zhao", "audit"):
        assert "班长老周" not in visit(HERE, as_=getattr(cast, name)).text("main"), name
    to_write = "main a[href^='/feedback/ideas/new']"
    assert visit(HERE, as_=cast.pmo).has(to_write)
    assert not visit(HERE, as_=cast.lin).has(to_write), "Lin may not write for others"
