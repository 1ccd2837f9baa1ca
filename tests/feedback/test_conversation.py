"""Comments: edited, hidden, restored, called into; internal notes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.feedback import actions
from app.feedback.actions.errors import StaleComment
from app.feedback.models import Comment, CommentRevision, Idea, IdeaStatus, Mention
from app.feedback.queries.mentions import mentions_in
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.foundation.mail import OutgoingMail
from app.notifications.models import Announcement, Receipt
from tests.factories import Cast, make_person
from tests.feedback.rows import SignIn, Visit, make_idea, person, together, version_of
from tests.page import Page, post


def test_an_edit_keeps_every_wording_and_a_stale_form_loses_nothing(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    here, comment = _said(app, cast.wang, cast.lin, "First words")
    client, address = sign_in(cast.lin), f"{here}/comments/{comment}"
    opened = Page(client.get(f"{here}?edit={comment}"), here)
    assert opened.root.cssselect(f"#comment-{comment} textarea")[0].text_content().strip() == "First words"
    fields = opened.fields(address)
    assert client.post(address, data={**fields, "edit-text": "Better words"}).status_code == 303
    stale = Page(client.post(address, data={**fields, "edit-text": "Other words"}), address)
    assert stale.response.status_code == 409
    assert "Other words" in stale.text(f"#comment-{comment} textarea")
    assert "Better words" in stale.text(f"#comment-{comment} .notice")
    again = Page(client.get(f"{here}?edit={comment}"), here).fields(address)
    for empty in ("", "\u200b", "字" * 2001):
        wrong = Page(client.post(address, data={**again, "edit-text": empty}), address)
        assert wrong.response.status_code == 422
        assert wrong.has(f"#comment-{comment} .field-wrong")
    page = visit(here, as_=cast.eve)
    assert page.text(f"#comment-{comment} .words") == "Better words"
    assert "edited on" in page.text(f"#comment-{comment} .said-acts")
    history = visit(f"{address}/revisions", as_=cast.eve)
    assert history.list(".revisions .words") == ["Better words", "First words"]
    for who in (cast.eve, cast.pmo):
        stranger = sign_in(who)
        assert not Page(stranger.get(f"{here}?edit={comment}"), here).has(f"#comment-{comment} textarea")
        assert stranger.post(address, data={"csrf_token": _token(stranger), "edit-text": "x"}).status_code == 404


def test_of_many_edits_of_one_wording_one_stands(app: Flask, cast: Cast) -> None:
    _here, number = _said(app, cast.wang, cast.lin, "First words")

    def edit(hand: int) -> None:
        comment = db.session.get_one(Comment, number)
        actions.edit_comment(comment=comment, author=person(cast.lin), version=1, text=f"Words {hand}")

    results = together(app, 12, edit)
    assert sum(isinstance(result, StaleComment) for result in results) == 11
    with app.app_context():
        assert db.session.scalars(sa.select(CommentRevision.text)).all() == ["First words"]


def test_what_the_pmo_hides_is_gone_for_others_everywhere_and_comes_back(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    here, number = _said(app, cast.wang, cast.lin, "Mean words")
    pmo, address = sign_in(cast.pmo), f"{here}/comments/{number}/hiding"
    fields = Page(pmo.get(f"{here}?hide={number}"), here).fields(address)
    wrong = Page(pmo.post(address, data={**fields, "hide-reason": " "}), address)
    assert wrong.response.status_code == 422
    assert wrong.has(f"#comment-{number} .field-wrong")
    assert pmo.post(address, data={**fields, "hide-reason": "Names a colleague"}).status_code == 303
    hidden = visit(here, as_=cast.eve)
    assert "Mean words" not in hidden.html
    assert "Names a colleague" in hidden.text(f"#comment-{number}")
    assert hidden.text("#comments-title") == "Comments 0"
    assert "Mean words" not in visit("/notices", as_=cast.wang).html
    visit(f"{here}/comments/{number}/revisions", as_=cast.eve, status=404)
    for reader in (cast.pmo, cast.audit, cast.lin):
        assert "Mean words" in visit(here, as_=reader).text(f"#comment-{number}")
    with app.app_context():
        assert "Mean words" not in str([one.data for one in db.session.scalars(sa.select(Announcement))])
        assert not db.session.scalars(sa.select(OutgoingMail).where(OutgoingMail.body.contains("Mean words"))).all()
        entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.act == "comment:hidden")).one()
        assert entry.reason == "Names a colleague"
    assert pmo.post(f"{address}/delete", data=fields).status_code == 303
    assert "Mean words" in visit(here, as_=cast.eve).text(f"#comment-{number} .words")
    assert "Mean words" in visit("/notices", as_=cast.wang).text("#notice-list")
    assert sign_in(cast.zhao).post(address, data=fields).status_code in (400, 403)


def test_the_first_response_counts_while_its_words_stand(app: Flask, cast: Cast) -> None:
    """Hidden or removed words answer nothing: the next ones do, or the clock goes on; shown again they count as before."""
    start, hour = clock.now(), timedelta(hours=1)
    with app.app_context(), transaction():
        number = make_idea(cast.lin, status=IdeaStatus.submitted)

    def said(at: int, who: int, *, internal: bool = False) -> int:
        with app.app_context(), clock.fixed_at(start + at * hour), transaction():
            text = {"text": f"Words {at}", "token": f"t{at}", "internal": internal}
            return actions.post_comment(idea_id=number, author=person(who), **text).id  # type: ignore[arg-type]

    def answered(act: Callable[..., None] | None = None, comment: int = 0, **more: Any) -> int | None:
        with app.app_context(), transaction():
            if act:
                act(comment=db.session.get_one(Comment, comment), **more)
            first = db.session.get_one(Idea, number).first_response_at
            return None if first is None else round((first - start) / hour)

    said(1, cast.lin), said(2, cast.pmo, internal=True), said(3, cast.eve)
    one, two = said(4, cast.wang), said(5, cast.pmo)
    with app.app_context():
        pmo = person(cast.pmo)
    assert answered() == 4
    assert answered(actions.hide_comment, two, actor=pmo, reason="r") == 4
    assert answered(actions.hide_comment, one, actor=pmo, reason="r") is None
    assert answered(actions.restore_comment, two, actor=pmo) == 5
    assert answered(actions.restore_comment, one, actor=pmo) == 4
    assert answered(actions.remove_comment, one, actor_id=cast.wang) == 5
    with app.app_context(), clock.fixed_at(start + 6 * hour), transaction():
        actions.move_idea(idea_id=number, to=IdeaStatus.open, version=version_of(number), actor=pmo, reason="")
    assert answered(actions.remove_comment, two, actor_id=cast.pmo) == 6  # the PMO's own move is an answer too


def test_a_call_is_told_once_to_whom_it_names(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    with app.app_context(), transaction():
        number = make_idea(cast.wang)
    here, client = f"/feedback/ideas/{number}", sign_in(cast.lin)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    post(client, here, f"{here}/comments", text="@赵敏看一下，@000202 也请看。a@伊文.example @nobody")
    page = visit(here, as_=cast.lin)
    assert page.list(".mention") == ["@赵敏", "@伊文"]
    with app.app_context():
        comment = db.session.scalars(sa.select(Comment)).one()
        assert set(db.session.scalars(sa.select(Mention.person_id))) == {cast.zhao, cast.eve}
    assert "Nobody is called @nobody" in Page(client.get(here), here).html
    edit = Page(client.get(f"{here}?edit={comment.id}"), here).fields(f"{here}/comments/{comment.id}")
    client.post(f"{here}/comments/{comment.id}", data={**edit, "edit-text": "@赵敏 @王磊 once more"})
    assert _told(app, "mentioned") == sorted([cast.zhao, cast.eve, cast.wang])
    assert "林静 mentions you" in visit("/notices", as_=cast.zhao).text("#notice-list")
    assert "mentions you" not in visit("/notices", as_=cast.lin).html


def test_an_ambiguous_call_is_asked_back_with_numbers_and_keeps_what_was_typed(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context(), transaction():
        number = make_idea(cast.wang)
        for employee_no in ("000801", "000802"):
            make_person(employee_no, "李娜", cast.other_department)
    here, client = f"/feedback/ideas/{number}", sign_in(cast.lin)
    page = Page(client.get(here, headers={"Accept-Language": "en"}), here)
    data = {**page.fields(f"{here}/comments"), "text": "@李娜 请看"}
    asked = Page(client.post(f"{here}/comments", data=data, headers={"Accept-Language": "en"}), here)
    assert asked.response.status_code == 422
    assert "@000801 or @000802" in asked.text("#text-error")
    assert asked.text("#text") == "@李娜 请看"
    assert client.post(f"{here}/comments", data={**data, "text": "@000802 请看"}).status_code == 303
    offered = Page(client.get(f"{here}/people?q=李"), here)
    assert [one.get("data-call") for one in offered.root.cssselect("[data-call]")] == ["000801", "000802"]


def test_calls_are_found_in_any_script(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        idea = db.session.get_one(Idea, make_idea(cast.wang))
        names = ("Anna Schmidt", "Anna", "欧阳", "欧阳娜娜")
        people = {name: make_person(f"0007{n:02}", name, cast.department).id for n, name in enumerate(names)}

        def called(text: str) -> list[int]:
            return [one.id for one in mentions_in(text, idea).people.values()]

        assert called("@Anna Schmidt, please") == [people["Anna Schmidt"]]
        assert called("@anna please") == [people["Anna"]]
        assert called("@Annabel") == []
        assert called("＠欧阳娜娜你好") == [people["欧阳娜娜"]]
        assert called("请@欧阳看") == [people["欧阳"]]
        assert called("mail.me@欧阳") == []  # an @ inside a word of letters calls nobody: it may be a mail address
        assert called("@000702 @０００７０３") == [people["欧阳"], people["欧阳娜娜"]]


def test_an_internal_note_is_for_those_who_decide(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    with app.app_context(), transaction():
        number = make_idea(cast.lin, status=IdeaStatus.submitted)
        actions.follow_idea(idea_id=number, person_id=cast.eve)
        actions.follow_idea(idea_id=number, person_id=cast.sun)
    here = f"/feedback/ideas/{number}"
    assert post(sign_in(cast.pmo), here, f"{here}/comments", text="Costs 40 hours", internal="1").status_code == 303
    for reader in (cast.pmo, cast.sun, cast.audit):
        assert "Costs 40 hours" in visit(here, as_=reader).text(".said-internal")
    assert visit(here, as_=cast.pmo).text("#comments-title") == "Comments 0"
    for other in (cast.lin, cast.eve, cast.wang, cast.zhao, cast.chen):
        assert "Costs 40 hours" not in visit(here, as_=other).html
    with app.app_context():
        assert db.session.get_one(Idea, number).first_response_at is None
        assert set(db.session.scalars(sa.select(Receipt.person_id))) == {cast.sun}
    barred = post(sign_in(cast.sun), here, f"{here}/comments", text="@伊文 see this", internal="1")
    assert barred.status_code == 422
    lin = sign_in(cast.lin)
    refused = lin.post(f"{here}/comments", data={"csrf_token": _token(lin), "text": "Let me in", "internal": "1"})
    assert refused.status_code == 409
    with app.app_context():
        assert len(db.session.scalars(sa.select(Comment)).all()) == 1


def _said(app: Flask, idea_author: int, author: int, text: str) -> tuple[str, int]:
    """An idea with one comment: its address, and the number of the comment."""
    with app.app_context(), transaction():
        number = make_idea(idea_author)
        comment = actions.post_comment(idea_id=number, author=person(author), text=text, token="t")
        return f"/feedback/ideas/{number}", comment.id


def _told(app: Flask, kind: str) -> list[int]:
    with app.app_context():
        rows = sa.select(Receipt.person_id).join(Announcement).where(Announcement.kind == kind)
        return sorted(db.session.scalars(rows))


def _token(client: FlaskClient) -> str:
    return str(Page(client.get("/account"), "/account").root.cssselect("[name=csrf_token]")[0].get("value"))
