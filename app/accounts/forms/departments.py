"""The forms of a department and of a project group."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from app.accounts.queries import Node
from app.foundation.forms import Form
from app.foundation.i18n import language

TOO_LONG = _l("That is too long.")


def optional_id(text: object) -> int | None:
    """An id out of a list whose empty choice means none. Raises ValueError for anything else."""
    return int(str(text)) if text not in (None, "", "None") else None


class ProjectGroupForm(Form):
    """Code and names."""

    code = StringField(
        _l("Code"),
        [DataRequired(_l("Enter a code.")), Length(max=20, message=TOO_LONG)],
        description=_l("Short and lasting, such as D10; exports use it."),
    )
    name = StringField(_l("Name in Chinese"), [DataRequired(_l("Enter the name.")), Length(max=80, message=TOO_LONG)])
    name_en = StringField(_l("Name in English"), [Length(max=80, message=TOO_LONG)])


class DepartmentForm(ProjectGroupForm):
    """Code, names, and the department above."""

    parent_id = SelectField(_l("Belongs to"), coerce=optional_id)

    def offer(self, departments: Sequence[Node]) -> None:
        """Fill the list of departments above; the tree is shown by indenting."""
        names = [(node.department.id, "\u3000" * node.depth + node.title(language())) for node in departments]
        self.parent_id.choices = [("", _("Nothing: it stands at the top")), *names]
