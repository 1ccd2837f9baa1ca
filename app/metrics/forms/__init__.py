"""What a reader of figures may choose; the forms of other subjects stand beside this file."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, SelectField, StringField, ValidationError
from wtforms.validators import Optional

from app.foundation import clock
from app.foundation.forms import Form
from app.foundation.i18n import language
from app.metrics.queries.scope import Scope

EARLIEST = date(2000, 1, 1)


class ScopeForm(Form):
    """Department, path and day; read from the address."""

    class Meta(Form.Meta):
        """Nothing is written, so nothing is signed."""

        csrf = False

    department = SelectField(_l("Department"), validate_choice=False, default="")
    path = SelectField(_l("Path"), validate_choice=False, default="")
    as_of = DateField(_l("As of the end of"), validators=[Optional()])
    q = StringField(_l("Search"), default="")

    def validate_as_of(self, field: Field) -> None:
        """A day that has come: nobody knows the figures of another."""
        if field.data is not None and not EARLIEST <= field.data <= clock.today():
            raise ValidationError(_("Choose today or an earlier day, back to the year 2000."))

    def offer(self, scope: Scope) -> None:
        """Fill the lists with what the reader may choose."""
        tongue = language()
        top = _("The whole company") if scope.whole_company else scope.nodes[0].title(tongue)
        below = scope.nodes if scope.whole_company else scope.nodes[1:]
        indent = "\u3000"  # a wide blank for each level of the tree
        depths = [(node, node.depth - below[0].depth) for node in below]
        names = [(node.department.code, indent * depth + node.title(tongue)) for node, depth in depths]
        self.department.choices = [("", top), *names]
        self.path.choices = [("", _("All paths")), *((path.code, path.title(tongue)) for path in scope.paths)]
