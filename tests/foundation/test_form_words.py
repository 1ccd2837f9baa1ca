"""What a form says at a field where it has no words of its own: whole sentences, in the reader's language."""

import pytest
from flask import Flask
from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.foundation.forms import Form
from app.foundation.i18n import speaking

TYPED = {
    "day": "2026-02-30",
    "at": "25:00",
    "hours": "many",
    "cost": "1,5 kg",
    "choice": "c",
    "name": "",
    "code": "abcdef",
    "letter": "a",
    "share": "101",
    "rank": "0",
    "length": "9",
}
ENGLISH = {
    "day": "Enter a day that exists, such as 2026-03-31.",
    "at": "Enter a time, such as 14:30.",
    "hours": "Enter a whole number.",
    "cost": "Enter a number, such as 2.5.",
    "choice": "Please choose one of these.",
    "name": "Please fill this in.",
    "code": "At most 5 characters, please.",
    "letter": "At least 2 characters, please.",
    "share": "Enter a number from 0 to 100.",
    "rank": "Enter 1 or more.",
    "length": "Enter 8 or less.",
}
CHINESE = {
    "day": "请输入一个存在的日期，例如 2026-03-31。",
    "at": "请输入时间，例如 14:30。",
    "hours": "请输入整数。",
    "cost": "请输入数字，例如 2.5。",
    "choice": "请从这些选项中选择一项。",
    "name": "请填写此项。",
    "code": "最多 5 个字符。",
    "letter": "至少 2 个字符。",
    "share": "请输入 0 到 100 之间的数。",
    "rank": "请输入不小于 1 的数。",
    "length": "请输入不大于 8 的数。",
}


class Everything(Form):
    """A field of each kind."""

    day = DateField()
    at = TimeField()
    hours = IntegerField()
    cost = DecimalField()
    choice = SelectField(choices=["a", "b"])
    name = StringField(validators=[DataRequired()])
    code = StringField(validators=[Length(max=5)])
    letter = StringField(validators=[Length(min=2)])
    share = IntegerField(validators=[InputRequired(), NumberRange(0, 100)])
    rank = IntegerField(validators=[InputRequired(), NumberRange(min=1)])
    length = IntegerField(validators=[InputRequired(), NumberRange(max=8)])


@pytest.mark.parametrize(("language", "said"), [("en", ENGLISH), ("zh", CHINESE)])
def test_every_kind_of_field_says_what_to_do(app: Flask, language: str, said: dict[str, str]) -> None:
    request = app.test_request_context(method="POST", data=TYPED)
    with request, speaking(language):
        form = Everything(meta={"csrf": False})
        assert not form.validate()
        assert {name: " ".join(map(str, messages)) for name, messages in form.errors.items()} == said
