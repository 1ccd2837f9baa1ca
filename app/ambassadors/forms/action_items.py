"""Forms about action items."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.accounts.models import Person
from app.ambassadors.forms.meetings import people_choices
from app.foundation.forms import Form


class ActionForm(Form):
    """Who does what until when."""

    task = StringField(_l("What is to be done"), validators=[DataRequired(), Length(min=2, max=300)])
    owner = SelectField(_l("Who"), coerce=int, validators=[InputRequired()])
    due_on = DateField(_l("Until"), validators=[InputRequired()])
    item = HiddenField()

    def offer(self, people: list[Person]) -> None:
        """Set who may be asked."""
        self.owner.choices = people_choices(people)


class SettleForm(Form):
    """What came of an action item, or why it is open again."""

    words = TextAreaField(_l("What came of it"), validators=[DataRequired(), Length(min=2, max=1000)])
    version = HiddenField(validators=[InputRequired()])


class PostponeForm(Form):
    """Another due date, and why."""

    due_on = DateField(_l("New date"), validators=[InputRequired()])
    reason = StringField(_l("Why"), validators=[DataRequired(), Length(min=2, max=300)])
    version = HiddenField(validators=[InputRequired()])
