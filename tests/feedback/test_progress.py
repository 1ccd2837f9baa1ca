"""Tags, the roadmap, "you said, we did", one's own ideas, and who learns what of all this."""

from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.actions import private_address
from app.accounts.models import AddressPurpose
from app.changes.models import Release, ReleaseIdea
from app.feedback import actions
from app.feedback.actions import tags as tag_actions
from app.feedback.actions.errors import TagNotMergeable
from app.feedback.models import Idea, IdeaEvent, IdeaStatus, IdeaTag, Tag
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.factories import Cast
from tests.feedback.rows import SignIn, Visit, make_idea, person, together
from tests.page import Page, post


def test_the_pmo_curates_tags_and_every_merge_and_retirement_comes_back(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    pmo = sign_in(cast.pmo)
    token = Page(pmo.get("/feedback/tags"), "").root.cssselect("form.card [name=csrf_token]")[0].get("value")
    for name, english in (("移动端", "Mobile"), ("手机", "Phone")):
        data = {"csrf_token": token, "name": name, "name_en": english}
        assert pmo.post("/feedback/tags", data=data).status_code == 303
    taken = Page(pmo.post("/feedback/tags", data={"csrf_token": token, "name": " 手机 "}), "/feedback/tags")
    assert taken.response.status_code == 422
    assert taken.has("#name-error")
    with app.app_context(), transaction():
        mobile, phone = (db.session.scalars(sa.select(Tag.id).where(Tag.name == n)).one() for n in ("移动端", "手机"))
        one, other = make_idea(cast.lin, "看板在手机上打不开"), make_idea(cast.lin, "报表")
    for number, tag in ((one, phone), (other, mobile)):
        here = f"/feedback/ideas/{number}"
        assert post(sign_in(cast.wang), here, f"{here}/tags", tag=tag).status_code == 303
    board = "/feedback/ideas?tag="
    assert visit(f"{board}{phone}", as_=cast.lin).list(".idea-title") == ["看板在手机上打不开"]
    assert "Phone" in visit("/feedback/ideas", as_=cast.lin).list(".idea .tag")
    post(pmo, f"/feedback/tags/{phone}", f"/feedback/tags/{phone}/merge", into=mobile)
    assert sorted(visit(f"{board}{mobile}", as_=cast.lin).list(".idea-title")) == ["报表", "看板在手机上打不开"]
    assert set(visit("/feedback/ideas", as_=cast.lin).list(".idea .tag")) == {"Mobile"}
    circle = post(pmo, f"/feedback/tags/{mobile}", f"/feedback/tags/{mobile}", name="移动端", name_en="Mobile")
    assert circle.status_code == 303
    with app.app_context(), transaction(), pytest.raises(TagNotMergeable):
        tag_actions.merge_tag(tag_id=mobile, into_id=phone, by=cast.pmo)
    post(pmo, "/feedback/tags", f"/feedback/tags/{phone}/merge/delete")
    post(pmo, "/feedback/tags", f"/feedback/tags/{mobile}/retirement")
    assert visit(f"{board}{mobile}", as_=cast.lin).list(".idea-title") == []
    assert visit("/feedback/ideas", as_=cast.lin).list(".idea .tag") == ["Phone"]
    post(pmo, "/feedback/tags", f"/feedback/tags/{mobile}/retirement/delete")
    assert visit(f"{board}{mobile}", as_=cast.lin).list(".idea-title") == ["报表"]
    visit("/feedback/tags", as_=cast.wang, status=403)


def test_two_hands_on_the_tags_of_one_idea_lose_nothing_and_opposite_merges_end_in_one(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        number = make_idea(cast.lin)
        a, b, c = (tag_actions.add_tag(name=n, name_en="", by=cast.pmo).id for n in ("甲", "乙", "丙"))
        tag_actions.tag_idea(idea_id=number, wanted=[a], seen=[], by=person(cast.pmo))
    wishes = [([a, b], [a]), ([c], [a])]
    together(
        app,
        2,
        lambda n: tag_actions.tag_idea(idea_id=number, wanted=wishes[n][0], seen=wishes[n][1], by=person(cast.pmo)),
    )
    with app.app_context():
        assert set(db.session.scalars(sa.select(IdeaTag.tag_id))) == {b, c}
    ways = [(a, b), (b, a)]
    results = together(app, 2, lambda n: tag_actions.merge_tag(tag_id=ways[n][0], into_id=ways[n][1], by=cast.pmo))
    assert sum(isinstance(result, TagNotMergeable) for result in results) == 1


def test_the_roadmap_shows_where_ideas_are_and_why_some_wait(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        for title, status in (
            ("Reviewed", IdeaStatus.in_review),
            ("Planned", IdeaStatus.planned),
            ("Built", IdeaStatus.in_progress),
            ("Delivered", IdeaStatus.delivered),
            ("Refused", IdeaStatus.declined),
            ("Open", IdeaStatus.open),
        ):
            _moved(make_idea(cast.wang, title, status=status), status, "Because of the budget", cast.pmo)
        actions.cast_vote(idea_id=make_idea(cast.wang, "Only voted"), person_id=cast.lin)
    page = visit("/feedback/roadmap", as_=cast.lin)
    lanes = {lane.get("aria-labelledby")[5:]: lane for lane in page.root.cssselect(".lane")}
    shown = {name: [a.text_content() for a in lane.cssselect(".lane-idea")] for name, lane in lanes.items()}
    assert shown == {
        "considered": ["Reviewed"],
        "planned": ["Planned"],
        "in_progress": ["Built"],
        "delivered": ["Delivered"],
        "not_now": ["Refused"],
    }
    assert "Because of the budget" in lanes["not_now"].text_content()
    assert visit("/feedback/roadmap?area=speed", as_=cast.lin).list(".lane-idea") == []


def test_everyone_reads_what_became_of_what_they_said(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    assert "begins with one sentence" in visit("/feedback/heard", as_=cast.lin).text("#heard")
    with app.app_context(), transaction():
        own, voted, followed, waiting = (make_idea(w, t) for w, t in _theirs(cast))
        actions.cast_vote(idea_id=voted, person_id=cast.lin)
        actions.follow_idea(idea_id=followed, person_id=cast.lin)
        actions.post_comment(idea_id=waiting, author=person(cast.lin), text="Me too", token="t")
        for number in (own, voted, followed):
            db.session.get_one(Idea, number).status = IdeaStatus.delivered
            _moved(number, IdeaStatus.delivered, f"Since May, number {number}", cast.pmo)
    page = visit("/feedback/heard", as_=cast.lin)
    assert sorted(page.list(".heard h2")) == ["Followed", "Own", "Voted"]
    assert f"Since May, number {voted}" in page.text(".heard")
    assert page.list("#waiting-title ~ ul .list-title") == ["Waiting"]
    for tab, title in (("wrote", "Own"), ("voted", "Voted"), ("commented", "Waiting")):
        assert visit(f"/feedback/mine?tab={tab}", as_=cast.lin).list("#own-ideas .list-title") == [title]
    assert set(visit("/feedback/mine?tab=follows", as_=cast.lin).list("#own-ideas .list-title")) == {
        "Followed",
        "Waiting",
    }
    assert "Nothing found" in visit("/feedback/mine?tab=voted&q=nothing", as_=cast.lin).text("#own-ideas")
    lin = sign_in(cast.lin)
    post(lin, "/feedback/mine?tab=follows", f"/feedback/ideas/{followed}/follow/delete")
    post(lin, f"/feedback/ideas/{voted}", f"/feedback/ideas/{voted}/mute")
    assert sorted(visit("/feedback/heard", as_=cast.lin).list(".heard h2")) == ["Own"]
    assert visit("/feedback/mine?tab=muted", as_=cast.lin).list("#own-ideas .list-title") == ["Voted"]
    answer = post(lin, "/feedback/mine?tab=muted", f"/feedback/ideas/{voted}/mute/delete")
    assert answer.location.endswith("/feedback/mine?tab=muted")


def _theirs(cast: Cast) -> list[tuple[int, str]]:
    return [(cast.lin, "Own"), (cast.wang, "Voted"), (cast.wang, "Followed"), (cast.wang, "Waiting")]


# ------------------------------------------------------------------------------------------ who learns what


@dataclass(frozen=True)
class Fact:
    """Words that only some may read, and the roles that may."""

    words: str
    readers: frozenset[str]


ROLES = ("lin", "wang", "zhao", "chen", "sun", "pmo", "audit")
FACTS = {
    "hidden comment": Fact("VERSTECKT", frozenset({"pmo", "audit"})),
    "old wording of it": Fact("FRUEHER", frozenset({"pmo", "audit"})),
    "internal note": Fact("INTERN", frozenset({"pmo", "sun", "audit"})),
    "removed comment": Fact("ENTFERNT", frozenset()),
    "sensitive idea": Fact("GEHEIM", frozenset({"pmo"})),
    "hidden idea": Fact("WEGGELEGT", frozenset({"pmo", "audit"})),
}


def test_what_is_not_for_everyone_is_in_no_page_fragment_search_count_or_feed(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    number, kept, comment = _secrets(app, cast)
    leaks, missing = [], []
    for role in ROLES:
        client = sign_in(getattr(cast, role))
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        seen = "".join(
            client.get(address, headers=headers).text
            for address, headers in _ways(app, number, kept, comment, getattr(cast, role))
        )
        for name, fact in FACTS.items():
            if role in fact.readers and fact.words not in seen:
                missing.append((role, name))
            if role not in fact.readers and fact.words in seen:
                leaks.append((role, name))
        board = Page(client.get(f"/feedback/ideas?view=all&q={number}"), "")
        row = board.root.cssselect(f"#idea-{number} .idea-said")[0].text_content()
        assert "1 comment" in row, role  # the note, the hidden and the removed one are no number for anybody
        if role != "pmo":
            tag = Page(client.get("/feedback/roadmap"), "").text(".lane-planned .count")
            assert tag.startswith("1" if role != "audit" else "2"), role
    assert leaks == []
    assert missing == []


def _ways(app: Flask, number: int, kept: list[int], comment: int, reader: int) -> list[tuple[str, dict[str, str]]]:
    """Every address at which something of it could be read."""
    with app.app_context(), transaction():
        feed = private_address(person_id=reader, purpose=AddressPurpose.releases)
    here = f"/feedback/ideas/{number}"
    pages = [
        here,
        f"{here}?edit={comment}",
        f"{here}/comments/{comment}/revisions",
        *(f"/feedback/ideas/{one}" for one in kept),
        *(f"/feedback/ideas/{one}/people?q=a" for one in kept),
        "/feedback/ideas?view=all",
        "/feedback/ideas?view=all&tag=1",
        "/feedback/ideas?view=all&q=Wort",
        "/feedback/roadmap",
        "/feedback/roadmap?tag=1",
        "/feedback/heard",
        *(f"/feedback/mine?tab={tab}" for tab in ("wrote", "voted", "follows", "commented", "muted")),
        "/notices",
        "/",
        f"/changes/releases/{feed}.atom",
    ]
    fragments = [
        (here, "comments"),
        ("/feedback/ideas?view=all", "idea-list"),
        ("/feedback/roadmap", "roadmap"),
        ("/feedback/heard", "heard"),
    ]
    return [(page, {}) for page in pages] + [
        (page, {"HX-Request": "true", "HX-Target": name}) for page, name in fragments
    ]


def _secrets(app: Flask, cast: Cast) -> tuple[int, list[int], int]:
    """An open idea with comments of every kind, and two ideas that are kept from most people, to which everyone is tied."""
    with app.app_context(), transaction():
        number = make_idea(cast.eve, "Wort open", status=IdeaStatus.planned)
        sensitive = make_idea(cast.eve, "Wort GEHEIM", status=IdeaStatus.planned)
        hidden = make_idea(cast.eve, "Wort WEGGELEGT", status=IdeaStatus.planned)
        for role in ROLES:
            for one in (number, sensitive, hidden):
                actions.follow_idea(idea_id=one, person_id=getattr(cast, role))
        tag = tag_actions.add_tag(name="标签", name_en="", by=cast.pmo)
        for one in (number, sensitive, hidden):
            tag_actions.tag_idea(idea_id=one, wanted=[tag.id], seen=[], by=person(cast.pmo))
        db.session.get_one(Idea, sensitive).sensitive = True
        gone = db.session.get_one(Idea, hidden)
        gone.hidden_at, gone.hidden_by_id, gone.hidden_reason = clock.now(), cast.pmo, "x"
        db.session.flush()
        eve, pmo = person(cast.eve), person(cast.pmo)
        said = {
            name: actions.post_comment(idea_id=number, author=eve, text=text, token=name)
            for name, text in (("plain", "Plain"), ("hide", "FRUEHER"), ("gone", "ENTFERNT"))
        }
        actions.post_comment(idea_id=number, author=pmo, text="INTERN", token="note", internal=True)
        actions.edit_comment(comment=said["hide"], author=eve, version=1, text="VERSTECKT")
        actions.hide_comment(comment=said["hide"], actor=pmo, reason="Names somebody")
        actions.remove_comment(comment=said["gone"], actor_id=cast.eve)
        release = Release(title="Neu", note="Notiz", published_at=clock.now(), published_by_id=cast.pmo)
        db.session.add(release)
        db.session.flush()
        db.session.add_all(ReleaseIdea(release_id=release.id, idea_id=one) for one in (number, sensitive, hidden))
        return number, [sensitive, hidden], said["hide"].id


def test_the_feed_of_releases_is_valid_and_belongs_to_one_person(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    _secrets(app, cast)
    with app.app_context(), transaction():
        token = private_address(person_id=cast.lin, purpose=AddressPurpose.releases)
    stranger = sign_in(None)
    answer = stranger.get(f"/changes/releases/{token}.atom")
    assert answer.content_type.startswith("application/atom+xml")
    assert answer.headers["Cache-Control"].startswith("private")
    feed = _atom(answer.data)
    assert [entry["title"] for entry in feed["entries"]] == ["Neu"]
    assert len({entry["id"] for entry in feed["entries"]} | {feed["id"]}) == 2
    assert all(entry["updated"].endswith("Z") for entry in feed["entries"])
    assert _atom(stranger.get(f"/changes/releases/{token}.atom").data) == feed
    assert stranger.get(f"/changes/releases/{token}x.atom").status_code == 404


def _atom(data: bytes) -> dict[str, Any]:
    ns = {"a": "http://www.w3.org/2005/Atom"}
    root = ET.fromstring(data)  # noqa: S314 (our own answer)
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    needed = ("id", "title", "updated")
    entries = [{name: one.findtext(f"a:{name}", None, ns) for name in needed} for one in root.findall("a:entry", ns)]
    assert all(all(entry.values()) for entry in entries)
    assert root.find("a:author/a:name", ns) is not None
    return {"id": root.findtext("a:id", None, ns), "updated": root.findtext("a:updated", None, ns), "entries": entries}


def _moved(number: int, to: IdeaStatus, reason: str, by: int) -> None:
    db.session.add(
        IdeaEvent(idea_id=number, from_status=IdeaStatus.open, to_status=to, actor_id=by, at=clock.now(), reason=reason)
    )
    db.session.flush()
