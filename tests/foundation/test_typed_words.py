"""What was typed is given back on the page of an error, to copy: never what is secret, never to HTMX, which left the form as it was."""

import pytest
from flask import Flask
from wtforms import PasswordField

from app.foundation.forms import Form
from app.foundation.typed_words import SECRET
from tests.factories import Cast
from tests.kinds import SignIn
from tests.page import Page

WORDS = "审批要等回到电脑前，\n项目就停下来了。<b>"
SENTENCE = "Only one row, please & thanks"
SENT = {
    "csrf_token": "an old one of another day",
    "token": "0123 4567",
    "title": SENTENCE,
    "text": WORDS,
    "proposal": WORDS,
}


def _every_form(kind: type[Form]) -> list[type[Form]]:
    return [kind, *(form for below in kind.__subclasses__() for form in _every_form(below))]


def test_an_error_gives_back_each_text_once(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.lin).post("/feedback/ideas", data=SENT)
    assert answer.status_code == 400
    given = [area.text_content() for area in Page(answer, "").root.cssselect("textarea[readonly]")]
    assert given == [SENTENCE, WORDS]


@pytest.mark.parametrize("sent", [{}, {"title": "short", "state": "2026-03-31T00:00", "q": "department-of-17-people"}])
def test_nothing_is_given_back_where_nobody_wrote_a_text(
    app: Flask, cast: Cast, sign_in: SignIn, sent: dict[str, str]
) -> None:
    page = Page(sign_in(cast.lin).post("/feedback/ideas", data=sent), "")
    assert page.response.status_code == 400
    assert not page.has("textarea, #typed-heading")


def test_htmx_gets_the_error_alone(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.lin).post("/feedback/ideas", data=SENT, headers={"HX-Request": "true"})
    assert answer.status_code == 400
    assert SENTENCE not in answer.get_data(as_text=True)


def test_a_password_is_never_given_back(app: Flask) -> None:
    sent = dict.fromkeys(sorted(SECRET), "a secret of several words")
    answer = app.test_client().post("/login", data=sent)
    assert answer.status_code == 400
    assert "several words" not in answer.get_data(as_text=True)
    fields = [(form, name) for form in _every_form(Form) for name in dir(form) if _is_secret(getattr(form, name))]
    assert {name for _form, name in fields} <= SECRET
    assert len(fields) >= 3


def _is_secret(field: object) -> bool:
    return getattr(field, "field_class", None) is PasswordField
