"""What is submitted and how it is found: for a colleague, only for the PMO, with a photo, revised, hidden, searched, in order."""

from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from app.feedback import actions
from app.feedback.actions.errors import ConsentMissing
from app.feedback.models import Idea, IdeaRevision, Vote
from app.feedback.queries import budget_of
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.factories import Cast
from tests.feedback.rows import SignIn, Visit, make_idea, make_people, picture
from tests.notifications.acts import told
from tests.page import Page, post

NEW, BOARD = "/feedback/ideas/new", "/feedback/ideas"
GPS = 0x8825


def test_nothing_is_written_for_a_colleague_without_consent_and_the_voice_is_kept(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    said = {"text": "The cart sticks", "colleague": "000101", "voice": "那个车子老是卡牢，搞不来的"}
    wang = sign_in(cast.wang)
    refused = post(wang, NEW, BOARD, **said)
    assert refused.status_code == 422
    page = Page(refused, BOARD)
    assert page.has("#consent-error")
    assert page.root.cssselect("#voice")[0].text_content().strip() == said["voice"]
    with app.app_context(), transaction():
        with pytest.raises(ConsentMissing):
            actions.submit_idea(author_id=cast.wang, text="x", colleague=actions.Colleague(name="老李"))
        assert not db.session.scalars(sa.select(Idea)).all()
    for text, colleague, errors in (("x", "999999", True), ("x", "", True)):
        wrong = post(wang, NEW, BOARD, text=text, colleague=colleague, voice="原话", consent="y")
        assert (wrong.status_code, Page(wrong, BOARD).has("#colleague-error")) == (422, errors)
    here = post(wang, NEW, BOARD, **said, consent="y").location
    shown = visit(here, as_=cast.eve)
    assert said["voice"] in shown.text(".voice")
    assert "for 林静" in shown.text(".idea-by")
    assert "R&D" in shown.text(".idea-by")  # where it comes from, not who typed
    assert visit("/feedback/ideas?q=卡牢", as_=cast.eve).list(".idea-title") == ["The cart sticks"]
    assert visit("/feedback/mine?tab=wrote", as_=cast.lin).list("#own-ideas .list-title") == ["The cart sticks"]
    no_account = post(wang, NEW, BOARD, text="Night shift", colleague=" 老李 ", consent="y").location
    assert "for 老李" in visit(no_account, as_=cast.eve).text(".idea-by")


def test_who_may_not_write_for_others_writes_for_oneself(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    assert not visit(NEW, as_=cast.lin).has("#colleague")
    here = post(sign_in(cast.lin), NEW, BOARD, text="Mine", colleague="000201", voice="原话", consent="y").location
    assert "王磊" not in visit(here, as_=cast.eve).text("main")
    assert not visit(here, as_=cast.eve).has(".voice")


def test_an_idea_for_the_pmo_alone_is_nowhere_else(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    photo = (BytesIO(picture()), "gap.jpg")
    here = post(sign_in(cast.lin), NEW, BOARD, text="A gap in the lock", sensitive="y", photo=photo).location
    for who in (cast.lin, cast.pmo):
        assert "Only for the PMO" in visit(here, as_=who).text(".idea-facts")
        assert sign_in(who).get(f"{here}/photo").status_code == 200
    for who in (cast.eve, cast.zhao, cast.audit, cast.wang):
        assert sign_in(who).get(here).status_code == 404
        assert sign_in(who).get(f"{here}/photo").status_code == 404
        assert "A gap in the lock" not in visit("/feedback/ideas?view=all&q=gap", as_=who).html
    assert sign_in(None).get(f"{here}/photo").status_code in (302, 303, 401)


def test_a_photo_is_drawn_anew_and_what_is_none_is_refused_at_the_field(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    exif = Image.Exif()
    exif[0x0110] = "SecretPhone"
    exif.get_ifd(GPS)[2] = (31.0, 14.0, 1.0)
    lin = sign_in(cast.lin)
    file = picture(exif=exif)
    assert b"SecretPhone" in file
    here = post(lin, NEW, BOARD, text="With a photo", photo=(BytesIO(file), "a.jpg")).location
    kept = sign_in(cast.eve).get(f"{here}/photo").data
    assert b"SecretPhone" not in kept
    with Image.open(BytesIO(kept)) as image:
        assert not dict(image.getexif())
        assert not image.getexif().get_ifd(GPS)
    for name, wrong, words in (
        ("huge.png", picture(9000, 6000, "PNG"), "too large"),
        ("x.jpg", b"%PDF-1.4 no photo", "no photo that can be read"),
        ("cut.jpg", picture()[:300], "no photo that can be read"),
    ):
        form = Page(lin.get(NEW), NEW).fields(BOARD)
        data = {**form, "text": "Kept words", "photo": (BytesIO(wrong), name)}
        page = Page(lin.post(BOARD, data=data, headers={"Accept-Language": "en"}), BOARD)
        assert page.response.status_code == 422, name
        assert words in page.text("#photo-error")
        assert page.text("#text") == "Kept words"
    assert post(lin, f"{here}/edit", here, photo=(BytesIO(b"no"), "n.jpg")).status_code == 422
    assert post(lin, f"{here}/edit", here, remove_photo="y").status_code == 303
    assert lin.get(f"{here}/photo").status_code == 404


def test_a_change_of_what_is_asked_for_is_kept_shown_and_told_to_voters(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    with app.app_context(), transaction():
        number = make_idea(cast.lin, "Export the plan", text="Export the plan as a table, please.")
    here, lin, eve = f"/feedback/ideas/{number}", sign_in(cast.lin), sign_in(cast.eve)
    old = Page(eve.get(here), here).fields(f"{here}/vote")  # read before the change, sent after it
    post(sign_in(cast.he), here, f"{here}/vote")
    better = {"text": "Export the plan as a table, please!", "wording_only": "y"}
    assert post(lin, f"{here}/edit", here, **better).status_code == 303
    assert told(app, "idea_revised") == []
    assert "See what changed" not in visit(here, as_=cast.he).html
    other = {"text": "Print the calendar of all holidays", "title": "Print holidays", "wording_only": "y"}
    assert post(lin, f"{here}/edit", here, **other).status_code == 303
    assert told(app, "idea_revised") == [cast.he]
    eve.post(f"{here}/vote", data=old)
    assert "See what changed" in visit(here, as_=cast.he).html
    assert "See what changed" in visit(here, as_=cast.eve).html
    with app.app_context(), transaction():
        actions.cast_vote(idea_id=make_idea(cast.wang, "Voted for as it was first"), person_id=cast.guo)
    post(sign_in(cast.guo), here, f"{here}/vote")
    assert "See what changed" not in visit(here, as_=cast.guo).html
    page = visit(f"{here}/revisions", as_=cast.eve)
    assert page.list("main .card-title") == ["Revision 2 became 3", "Revision 1 became 2"]
    assert "Export the plan as a table, please!" in page.text("main")
    with app.app_context():
        votes = sa.select(Vote.person_id, Vote.seen_revision).where(Vote.idea_id == number)
        seen = dict(db.session.execute(votes).all())
        assert seen == {cast.he: 1, cast.eve: 1, cast.guo: 3}
        rows = db.session.scalars(sa.select(IdeaRevision).order_by(IdeaRevision.number)).all()
        assert [(row.number, row.material) for row in rows] == [(1, False), (2, True)]
    with app.app_context(), pytest.raises(sa.exc.DatabaseError), transaction():
        db.session.execute(sa.update(IdeaRevision).values(material=False))


def test_the_pmo_hides_with_a_reason_and_shows_again(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    with app.app_context(), transaction():
        number = make_idea(cast.wang, "Names somebody")
        actions.cast_vote(idea_id=number, person_id=cast.lin)
    here, pmo = f"/feedback/ideas/{number}", sign_in(cast.pmo)
    wordless = Page(post(pmo, here, f"{here}/hiding", reason=" "), here)
    assert wordless.response.status_code == 422
    assert wordless.has("#hide-reason-error")
    form = Page(pmo.get(here), here).fields(f"{here}/hiding")
    assert pmo.post(f"{here}/hiding", data={**form, "reason": "It blames a colleague"}).status_code == 303
    assert pmo.post(f"{here}/hiding", data={**form, "reason": "Again"}).status_code == 409
    assert sign_in(cast.lin).get(here).status_code == 404
    assert "It blames a colleague" in visit(here, as_=cast.wang).text("main")
    assert told(app, "idea_hidden") == [cast.wang]
    assert "Names somebody" not in visit("/feedback/votes", as_=cast.lin).html
    with app.app_context():
        assert budget_of(cast.lin).used == 0
    assert post(pmo, here, f"{here}/hiding/delete").status_code == 303
    assert visit(here, as_=cast.lin).text(f"#vote-{number}") == "1Voted"


def test_search_finds_one_sign_and_any_width(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        make_idea(cast.wang, "任务看板批量移动", text="一次只能拖一个")
        make_idea(cast.wang, "ＢＯＭ 导出 ２０２６", text="给供应商的ｶﾞﾝﾄ")
        make_idea(cast.wang, "Reports", text="nothing else")

    def found(q: str) -> list[str]:
        return visit(f"/feedback/ideas?q={q}", as_=cast.lin).list(".idea-title")

    for q in ("看板", "拖", "看板　移动", "任务 一个"):
        assert found(q) == ["任务看板批量移动"], q
    for q in ("bom", "ＢＯＭ", "2026", "２０２６", "ガント", "导出　bom"):
        assert found(q) == ["ＢＯＭ 导出 ２０２６"], q
    assert found("＃3") == ["Reports"]
    assert found("板看") == []


def test_the_mixed_order_shows_every_idea_once_and_buries_no_new_one(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        voters = make_people(9, cast.department)
        start = clock.now() - timedelta(days=60)
        for n in range(45):
            with clock.fixed_at(start + timedelta(days=n)):
                number = make_idea(cast.wang, f"Loved {n}")
            for voter in voters if n < 5 else ():
                actions.cast_vote(idea_id=number, person_id=voter)
        new = make_idea(cast.eve, "Brand new")

    def pages() -> list[list[str]]:
        return [
            visit(f"/feedback/ideas?page={n}", as_=cast.lin).links(".idea a.idea-title, .idea .idea-title a")
            for n in (1, 2, 3)
        ]

    first = pages()
    everything = [link for page in first for link in page]
    assert len(everything) == len(set(everything)) == 46
    assert everything[0].endswith(f"/{new}")
    with app.app_context(), transaction():
        actions.cast_vote(idea_id=new, person_id=cast.lin)
    assert pages() == first
    other = visit("/feedback/ideas", as_=cast.he).links(".idea a.idea-title, .idea .idea-title a")
    assert other[0] == everything[0]
    assert other != first[0]
