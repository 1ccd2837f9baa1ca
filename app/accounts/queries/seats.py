"""Who serves which department as a superuser today, for floors that know nothing of appointments."""

import sqlalchemy as sa
from flask import current_app

SUPERUSERS = "uptake.superusers_serving"
"""Where the portal keeps the select of department_id and person_id of superusers who serve and are there today."""


def seats() -> sa.Subquery:
    """Rows of department_id and person_id."""
    rows: sa.Select[int, int] = current_app.extensions[SUPERUSERS]()
    return rows.subquery("seats")
