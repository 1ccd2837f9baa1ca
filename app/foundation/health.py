"""Whether the process is up, and whether it can do its work."""

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue

from app.foundation.db import db
from app.foundation.security import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public("a load balancer asks without an account")
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public("a load balancer asks without an account")
def ready() -> ResponseReturnValue:
    """The database answers and its migrations are current; else 503 with the reason."""
    try:
        current = migrations_are_current()
    except Exception:  # whatever is wrong with the database, the answer is the same
        current_app.logger.warning("not ready", exc_info=True)
        return jsonify(status="database unreachable"), 503
    return (jsonify(status="ready"), 200) if current else (jsonify(status="migrations pending"), 503)


def migrations_are_current() -> bool:
    """True when the database has exactly the migrations of this code."""
    from alembic.migration import MigrationContext  # noqa: PLC0415 (8 MiB that only who asks this needs)
    from alembic.script import ScriptDirectory  # noqa: PLC0415 (the same)

    head = ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head()
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head
