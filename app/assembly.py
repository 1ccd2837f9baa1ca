"""The one page that knows all: what the portal is made of, who listens to what, in which order."""

from pathlib import Path

from flask import Flask, current_app, url_for
from flask_babel import gettext as _
from flask_login import current_user
from htmx_flask import request

import app.accounts.cli
import app.accounts.views
import app.ambassadors.cli
import app.ambassadors.models
import app.ambassadors.views
import app.feedback.cli
import app.feedback.models
import app.feedback.views
import app.hr.cli
import app.hr.views
import app.metrics.cli
import app.metrics.models
import app.metrics.views
import app.notifications.cli
import app.notifications.models
import app.notifications.views
import app.training.cli
import app.training.models
import app.training.views
from app import home, serving
from app.accounts import actions as accounts_actions
from app.accounts.sessions import init_sessions
from app.foundation import audit, calendar, health, logs, preferences, ui_page
from app.foundation import cli as foundation_cli
from app.foundation.assets import init_assets
from app.foundation.db import init_db
from app.foundation.errors import init_errors
from app.foundation.events import Subscriptions, init_events
from app.foundation.i18n import init_i18n
from app.foundation.jobs import Sweep, init_jobs
from app.foundation.mail import send_due_mails
from app.foundation.pages import NavigationItem, init_pages
from app.foundation.portal import Portal
from app.foundation.security import init_security
from app.foundation.settings import Settings, load_settings

FEATURES = (
    app.accounts, app.training, app.feedback, app.ambassadors, app.notifications, app.metrics, app.hr,
)

# Who listens to what: read from top to bottom, that is the order.
SUBSCRIPTIONS: Subscriptions = {}

# What workers do every minute, and when a request has put something into the outbox.
SWEEPS: tuple[Sweep, ...] = (send_due_mails,)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the portal. Raises SettingsError when the settings do not hold together."""
    settings = settings or load_settings()
    portal = Portal("app", instance_path=str(settings.instance.resolve()), static_folder=None)
    portal.extensions["uptake.settings"] = settings
    portal.extensions["uptake.keep_language"] = _keep_language
    logs.init_logs(portal, settings.log_level)
    init_db(portal, settings)
    init_pages(portal, navigation)
    init_assets(portal)
    init_security(portal, settings)
    init_sessions(portal)
    init_i18n(portal, settings, _catalogues())
    init_errors(portal)
    init_events(portal, SUBSCRIPTIONS)
    init_jobs(portal, settings, SWEEPS)
    _register(portal, settings)
    return portal


def _register(portal: Flask, settings: Settings) -> None:
    for blueprint in (health.blueprint, preferences.blueprint, home.blueprint):
        portal.register_blueprint(blueprint)
    for feature in FEATURES:
        portal.register_blueprint(feature.views.blueprint)
        feature.cli.init_cli(portal)
    if settings.demo:
        portal.register_blueprint(ui_page.blueprint)
    foundation_cli.init_cli(portal)
    serving.init_cli(portal, prepare_demo=list, publish=lambda: None)


def _catalogues() -> list[Path]:
    return sorted(Path(__file__).parent.glob("**/translations"))


def _keep_language(person_id: int, language: str) -> None:
    accounts_actions.keep_language(person_id=person_id, language=language)


def navigation() -> list[NavigationItem]:
    """The entries that the signed-in person can use, the most used first."""
    if not current_user.is_authenticated:
        return []
    here = request.blueprint or ""
    entries = [
        ("home", "home.show", _("Home"), "home"),
    ]
    known = current_app.view_functions
    return [
        NavigationItem(label=label, href=url_for(endpoint), icon=icon, current=here == name)
        for name, endpoint, label, icon in entries if endpoint in known
    ]
