"""Sensitive and hidden ideas: one rule, in every query, for every role; and what hiding does to votes."""

from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from app.accounts.models import Person
from app.feedback import actions, queries
from app.feedback.actions.errors import IdeaNotFound, MergeRefused
from app.feedback.models import Idea
from app.feedback.policies import may_see
from app.feedback.queries.visibility import seeing, visible_to
from app.foundation.db import db, transaction
from tests.factories import Cast
from tests.feedback.rows import SignIn, Visit, make_idea, person, picture, version_of
from tests.page import Page, post

SECRET = "绝密仓库钥匙"


def _kept(cast: Cast) -> dict[str, int]:
    """An ordinary idea, a sensitive one written for Lin, a hidden one, and one that is both; all by Wang."""
    lin = actions.Colleague(person_id=cast.lin, consent=True, voice="原话")
    kinds = {"open": {}, "sensitive": {"sensitive": True, "colleague": lin}, "hidden": {}, "both": {"sensitive": True}}
    numbers = {name: actions.submit_idea(author_id=cast.wang, text=SECRET, **more).id for name, more in kinds.items()}  # type: ignore[arg-type]
    for name in ("hidden", "both"):
        number = numbers[name]
        actions.hide_idea(idea_id=number, version=version_of(number), actor=person(cast.pmo), reason="Names a person")
    return numbers


def test_the_condition_and_the_rule_agree_for_everyone(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        numbers = _kept(cast)
        everyone = [person(each.id) for each in db.session.scalars(sa.select(Person)).all()]
        seen: dict[int, set[str]] = {}
        for one in everyone:
            found = set(db.session.scalars(sa.select(Idea.id).where(visible_to(one))))
            ideas = db.session.scalars(sa.select(Idea)).all()
            assert found == {idea.id for idea in ideas if may_see(one, idea)}
            assert found == {number for number in numbers.values() if one.id in seeing(number, [one.id])}
            seen[one.id] = {name for name, number in numbers.items() if number in found}
        assert seen[cast.wang] == seen[cast.pmo] == set(numbers)
        assert seen[cast.lin] == {"open", "sensitive"}
        assert seen[cast.audit] == {"open", "hidden"}
        assert seen[cast.eve] == seen[cast.sun] == {"open"}


def test_what_is_kept_from_somebody_is_nowhere(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    with app.app_context(), transaction():
        numbers = _kept(cast)
        db.session.execute(sa.update(Idea).values(title=SECRET))
    kept = [numbers["sensitive"], numbers["hidden"]]
    client = sign_in(cast.eve)
    for address in ("/feedback/ideas?view=all", f"/feedback/ideas?q={SECRET}", "/feedback/ideas?order=newest", "/"):
        assert not [number for number in kept if f"/feedback/ideas/{number}" in client.get(address).text], address
    assert len(visit("/feedback/ideas?view=all", as_=cast.eve).list(".idea")) == 1
    form = Page(client.get("/feedback/ideas/new"), "/feedback/ideas/new").fields("/feedback/ideas")
    similar = client.post("/feedback/similar-ideas", data={**form, "text": SECRET * 3})
    assert not [number for number in kept if f"/feedback/ideas/{number}" in similar.text]
    for number in kept:
        for page in ("", "/revisions", "/photo", "/same-as", "/vote"):
            hx = {"HX-Request": "true", "HX-Target": f"vote-{number}"}
            assert client.get(f"/feedback/ideas/{number}{page}", headers=hx).status_code == 404, page
        for way in ("/vote", "/comments", "/follow", "/same-as", "/objections", "/reopen-requests"):
            answer = client.post(f"/feedback/ideas/{number}{way}", data={**form, "text": "x", "into": numbers["open"]})
            assert answer.status_code == 404, way
    assert visit(f"/feedback/ideas/{numbers['hidden']}", as_=cast.wang).has(".idea-main")
    assert "Names a person" in sign_in(cast.wang).get(f"/feedback/ideas/{numbers['hidden']}").text


def test_only_who_may_see_it_hears_of_it(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        number = make_idea(cast.wang)
        actions.cast_vote(idea_id=number, person_id=cast.eve)
        actions.follow_idea(idea_id=number, person_id=cast.audit)
        actions.hide_idea(idea_id=number, version=version_of(number), actor=person(cast.pmo), reason="No")
        assert set(queries.audience_of(number)) == {cast.wang, cast.audit}
        assert queries.budget_of(cast.eve).used == 0
        assert queries.support_of([number])[number].votes == 1
        actions.restore_idea(idea_id=number, version=version_of(number), actor=person(cast.pmo))
        assert set(queries.audience_of(number)) == {cast.wang, cast.eve, cast.audit}
        assert queries.budget_of(cast.eve).used == 0


def test_an_idea_for_all_is_not_merged_out_of_sight(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        numbers, number = _kept(cast), make_idea(cast.eve)
        for name in ("sensitive", "hidden"):
            merge = {"into_id": numbers[name], "version": version_of(number), "actor": person(cast.pmo)}
            with pytest.raises(MergeRefused, match="not_for_all"):
                actions.merge_idea(idea_id=number, **merge)  # type: ignore[arg-type]
        with pytest.raises(IdeaNotFound):
            actions.cast_vote(idea_id=numbers["sensitive"], person_id=cast.eve)


def test_a_photo_keeps_nothing_but_what_can_be_seen(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "SecretCamera", 6
    client = sign_in(cast.lin)
    photo = (BytesIO(picture(3000, 2000, exif=exif)), "IMG_1.jpg")
    answer = post(client, "/feedback/ideas/new", "/feedback/ideas", text="With a photo", photo=photo)
    assert answer.status_code == 303
    shown = client.get(f"{answer.location}/photo")
    assert shown.content_type == "image/jpeg"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert b"SecretCamera" not in shown.data
    with Image.open(BytesIO(shown.data)) as image:
        assert image.size == (1067, 1600)
        assert not dict(image.getexif())
    fake = (BytesIO(b"<svg onload=alert(1)>"), "x.jpg")
    refused = post(client, "/feedback/ideas/new", "/feedback/ideas", text="Kept words", photo=fake)
    assert refused.status_code == 422
    assert "Kept words" in refused.text
