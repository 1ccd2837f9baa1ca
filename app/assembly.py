"""The one page that knows all: what the portal is made of, who listens to what, in which order."""

from pathlib import Path

import click
from flask import Flask, current_app
from flask_babel.speaklater import LazyString

import app.accounts.cli
import app.accounts.views
import app.ambassadors.cli
import app.ambassadors.models
import app.ambassadors.views
import app.changes.cli
import app.changes.models
import app.changes.views
import app.demo.cli
import app.feedback.cli
import app.feedback.models
import app.feedback.views
import app.foundation.audit
import app.foundation.calendar
import app.hr.cli
import app.hr.views
import app.knowledge.cli
import app.knowledge.models
import app.knowledge.views
import app.metrics.cli
import app.metrics.models
import app.metrics.views
import app.notifications.cli
import app.notifications.models
import app.notifications.views
import app.training.cli
import app.training.models
import app.training.views
from app import home, serving, wording
from app.accounts import actions as accounts_actions
from app.accounts.events import (
    AccountsMerged,
    AccountsParted,
    CorrectionAnswered,
    CorrectionAsked,
    DepartmentMoved,
    HireDateChanged,
    LeaveChanged,
    PersonAdded,
    PersonErased,
    PersonReactivated,
    PlaceChanged,
    RolesChanged,
    TiersChanged,
)
from app.accounts.models import AddressPurpose
from app.accounts.queries import my_sections as accounts_sections
from app.accounts.queries.audit_names import AUDITED_NAMES
from app.accounts.queries.audit_words import AUDITED_VALUES
from app.accounts.queries.merging import Owner
from app.accounts.queries.my_data import MY_DATA, Section
from app.accounts.queries.private_addresses import PLACES
from app.accounts.queries.seats import SUPERUSERS
from app.accounts.sessions import init_sessions
from app.ambassadors import handlers as ambassadors_handlers
from app.ambassadors.actions import end_lapsed_terms, return_lent_roles, tell_of_lapses
from app.ambassadors.actions.series import call_meetings
from app.ambassadors.events import (
    ActionItemGiven,
    AppointmentAnswered,
    AppointmentEnded,
    AppointmentHandedOver,
    AppointmentLapsed,
    CeilingPassed,
    DeputyNamed,
    EndorsementAsked,
    MeetingCalled,
    MeetingCancelled,
    MeetingMoved,
    MeetingRestored,
    MinutesPublished,
    NominationEndorsed,
    PersonNominated,
    PracticePublished,
    PracticeReused,
    SessionCalled,
    SessionCancelled,
    SessionMoved,
)
from app.ambassadors.queries import my_data as ambassadors_data
from app.ambassadors.queries.idea_steps import ambassador_steps
from app.ambassadors.queries.serving import superusers_serving
from app.changes import handlers as changes_handlers
from app.changes.actions.rounds import settle_due_rounds
from app.changes.events import ChangeDecided, ChangeMoved, RoundOpened, RoundVoided
from app.changes.queries import my_data as changes_data
from app.changes.queries.chain import steps_of_changes
from app.changes.queries.following import is_review_going_on
from app.changes.queries.targets import planned_for
from app.demo.huaxin.accounts import demo_accounts
from app.feedback import handlers as feedback_handlers
from app.feedback.actions import settle_due_ideas
from app.feedback.events import (
    CommentConcealed,
    CommentPosted,
    CommentRestored,
    IdeaHidden,
    IdeaMoved,
    IdeaRevised,
    MergeSuggested,
    ObjectionRaised,
    ObjectionsAnswered,
    PersonMentioned,
    ReopenAnswered,
    ReopenAsked,
)
from app.feedback.queries import belongings as feedback_belongings
from app.feedback.queries import my_data as feedback_data
from app.feedback.queries.benefits import BENEFITS
from app.feedback.queries.chain import CHAIN, Source
from app.feedback.queries.outcomes import TARGETS
from app.feedback.queries.reviews import REVIEWS
from app.foundation import cli as foundation_cli
from app.foundation import health, logs, preferences, ui_page
from app.foundation.assets import init_assets
from app.foundation.audit_chain import seal_audit_trail
from app.foundation.compression import init_compression
from app.foundation.content.houses import HOUSES, House
from app.foundation.db import init_db, transaction
from app.foundation.errors import init_errors
from app.foundation.events import Subscriptions, init_events
from app.foundation.i18n import init_i18n
from app.foundation.jobs import Sweep, init_jobs
from app.foundation.mail import send_due_mails
from app.foundation.migrating import init_migrations
from app.foundation.pages import init_pages
from app.foundation.portal import Portal
from app.foundation.security import init_security
from app.foundation.settings import Settings, load_settings
from app.foundation.tablets import init_tablets
from app.hr import handlers as hr_handlers
from app.hr.actions.delivering import deliver_due_files
from app.hr.queries.disputes import DISPUTES
from app.knowledge.actions import publishing as knowledge_publishing
from app.knowledge.actions.helping import forget_old_searches
from app.knowledge.content.folder import check_knowledge
from app.knowledge.events import QuestionAnswered, QuestionAsked
from app.knowledge.queries import my_data as knowledge_data
from app.knowledge.queries.articles import MODULES
from app.metrics import handlers as metrics_handlers
from app.metrics.actions.contests import pass_on_contests
from app.metrics.actions.months import freeze_due_months, restate_due_months
from app.metrics.actions.pulse import close_due_pulses
from app.metrics.actions.reports import make_due_reports
from app.metrics.actions.usage_deleting import delete_old_usage
from app.metrics.queries import my_data as metrics_data
from app.metrics.queries.disputes import dispute_of
from app.metrics.queries.idea_benefits import benefits_of_idea
from app.navigation import navigation, unread_notices
from app.notifications import handlers as notifications_handlers
from app.notifications.actions import send_digests, send_reminders
from app.notifications.events import (
    ContestAcknowledged,
    ContestDecided,
    ContestOpened,
    PulseAsked,
    ReportMade,
    ScorecardsDrawn,
)
from app.notifications.queries import my_data as notifications_data
from app.notifications.queries.own import own_receipts
from app.training import handlers as training_handlers
from app.training.actions.expiring import open_renewals
from app.training.actions.publishing import publish_folder
from app.training.actions.retaking import open_retakes
from app.training.actions.supplementing import publish_supplements
from app.training.content.surroundings import surroundings
from app.training.events import (
    AssignmentCredited,
    AssignmentWaived,
    AttemptAnswered,
    AttemptRequested,
    AttemptsRegraded,
    DeadlinesExtended,
    LatenessExcused,
    PathAssigned,
    PathCompleted,
    PathRevised,
    PracticeReviewed,
    PracticeSubmitted,
    TimeNoteAnswered,
    TimeNoteWritten,
)
from app.training.queries import belongings as training_belongings
from app.training.queries import my_data as training_data
from app.training.queries.module_places import module_places

FEATURES = (
    app.accounts,
    app.training,
    app.feedback,
    app.knowledge,
    app.changes,
    app.ambassadors,
    app.notifications,
    app.metrics,
    app.hr,
)

# Who listens to what: read from top to bottom, that is the order.
SUBSCRIPTIONS: Subscriptions = {
    PersonAdded: [training_handlers.follow_rules],
    PersonReactivated: [training_handlers.follow_rules],
    TiersChanged: [training_handlers.follow_rules],
    RolesChanged: [training_handlers.follow_rules],
    PlaceChanged: [training_handlers.follow_rules],
    HireDateChanged: [training_handlers.follow_hiring],
    DepartmentMoved: [training_handlers.follow_branch],
    AccountsMerged: [training_handlers.move_records],
    AccountsParted: [training_handlers.move_records_back],
    LeaveChanged: [training_handlers.follow_leave],
    PathAssigned: [training_handlers.pause_new_assignments, notifications_handlers.tell_of_assignment],
    DeadlinesExtended: [notifications_handlers.tell_of_extension],
    AssignmentWaived: [notifications_handlers.tell_of_waiver],
    AssignmentCredited: [notifications_handlers.tell_of_credit],
    TimeNoteWritten: [notifications_handlers.tell_of_time_note],
    TimeNoteAnswered: [notifications_handlers.tell_of_time_answer],
    PathCompleted: [ambassadors_handlers.pass_the_gate, notifications_handlers.tell_of_completion],
    PathRevised: [notifications_handlers.tell_of_revision],
    AttemptsRegraded: [notifications_handlers.tell_of_regrading],
    PracticeSubmitted: [notifications_handlers.tell_of_practice],
    PracticeReviewed: [notifications_handlers.tell_of_review],
    AttemptRequested: [notifications_handlers.tell_of_request],
    AttemptAnswered: [notifications_handlers.tell_of_attempt],
    IdeaMoved: [changes_handlers.follow_merge, notifications_handlers.tell_of_move],
    CommentPosted: [notifications_handlers.tell_of_comment],
    PersonMentioned: [notifications_handlers.tell_of_mention],
    CommentConcealed: [notifications_handlers.conceal_comment],
    CommentRestored: [notifications_handlers.restore_comment],
    ChangeMoved: [notifications_handlers.tell_of_change],
    RoundOpened: [notifications_handlers.tell_of_round],
    RoundVoided: [notifications_handlers.tell_of_void],
    ChangeDecided: [notifications_handlers.tell_of_decision],
    MeetingCalled: [notifications_handlers.tell_of_meeting],
    MeetingMoved: [notifications_handlers.tell_of_moved_meeting],
    MeetingCancelled: [notifications_handlers.tell_of_cancelled_meeting],
    MeetingRestored: [notifications_handlers.tell_of_restored_meeting],
    MinutesPublished: [notifications_handlers.tell_of_minutes],
    ActionItemGiven: [notifications_handlers.tell_of_action_item],
    PersonNominated: [notifications_handlers.tell_of_nomination],
    AppointmentAnswered: [notifications_handlers.tell_of_answer],
    AppointmentHandedOver: [ambassadors_handlers.hand_over_work, notifications_handlers.tell_of_hand_over],
    AppointmentEnded: [notifications_handlers.tell_of_end],
    IdeaRevised: [notifications_handlers.tell_of_revision_of_idea],
    IdeaHidden: [notifications_handlers.tell_of_hiding],
    MergeSuggested: [notifications_handlers.tell_of_suggestion],
    ReopenAsked: [notifications_handlers.tell_of_reopening],
    ReopenAnswered: [notifications_handlers.tell_of_reopening_answer],
    ObjectionRaised: [notifications_handlers.tell_of_objection],
    ObjectionsAnswered: [notifications_handlers.tell_of_objections_answered],
    EndorsementAsked: [notifications_handlers.tell_of_endorsement_asked],
    NominationEndorsed: [notifications_handlers.tell_of_endorsement],
    AppointmentLapsed: [notifications_handlers.tell_of_lapse],
    DeputyNamed: [notifications_handlers.tell_of_deputy],
    CeilingPassed: [notifications_handlers.tell_of_ceiling],
    SessionCalled: [notifications_handlers.tell_of_session],
    SessionMoved: [notifications_handlers.tell_of_moved_session],
    SessionCancelled: [notifications_handlers.tell_of_cancelled_session],
    PracticePublished: [notifications_handlers.tell_of_published_practice],
    PracticeReused: [notifications_handlers.tell_of_reuse],
    ScorecardsDrawn: [notifications_handlers.tell_of_scorecards],
    ContestOpened: [notifications_handlers.tell_of_contest],
    ContestAcknowledged: [notifications_handlers.tell_of_acknowledgement],
    ContestDecided: [notifications_handlers.tell_of_contest_decision],
    LatenessExcused: [training_handlers.count_on_time],
    PulseAsked: [notifications_handlers.tell_of_pulse],
    CorrectionAsked: [notifications_handlers.tell_of_correction_asked],
    CorrectionAnswered: [notifications_handlers.tell_of_correction],
    PersonErased: [
        training_handlers.forget_person,
        feedback_handlers.forget_person,
        ambassadors_handlers.forget_person,
        notifications_handlers.forget_person,
        metrics_handlers.forget_person,
        hr_handlers.forget_person,
    ],
    ReportMade: [notifications_handlers.tell_of_report],
    QuestionAsked: [notifications_handlers.tell_of_question],
    QuestionAnswered: [notifications_handlers.tell_of_question_answer],
}

# What a person has in each feature: shown before two accounts are merged.
BELONGINGS: tuple[Owner, ...] = (training_belongings.belongings_of, feedback_belongings.belongings_of)

# What somebody's own page “My data” shows and hands out, in this order.
MY_DATA_SECTIONS: tuple[Section, ...] = (
    *accounts_sections.SECTIONS,
    *training_data.SECTIONS,
    *feedback_data.SECTIONS,
    *knowledge_data.SECTIONS,
    *changes_data.SECTIONS,
    *ambassadors_data.SECTIONS,
    *notifications_data.SECTIONS,
    *metrics_data.SECTIONS,
    *accounts_sections.AUDITED,
)

# What the page of an idea tells of its way through meetings, change control and releases.
IDEA_CHAIN: tuple[Source, ...] = (ambassador_steps, steps_of_changes, own_receipts)

# What is written in files beside the training paths, for `flask content`.
CONTENT_HOUSES: tuple[House, ...] = (
    House("knowledge", check_knowledge, knowledge_publishing.difference, knowledge_publishing.publish_knowledge),
)

# What people read with private addresses, without signing in: the endpoint of each purpose, with the argument `token`.
PRIVATE_PLACES: dict[AddressPurpose, str] = {
    AddressPurpose.calendar: "ambassadors.show_calendar",
    AddressPurpose.releases: "changes.show_release_feed",
}

# What workers do every minute, and when a request has put something into the outbox.
SWEEPS: tuple[Sweep, ...] = (
    settle_due_rounds,
    end_lapsed_terms,
    call_meetings,
    tell_of_lapses,
    return_lent_roles,
    settle_due_ideas,
    open_renewals,
    open_retakes,
    close_due_pulses,
    pass_on_contests,
    restate_due_months,
    freeze_due_months,
    delete_old_usage,
    forget_old_searches,
    make_due_reports,
    deliver_due_files,
    send_reminders,
    send_digests,
    send_due_mails,
    seal_audit_trail,
    accounts_actions.empty_journal_after_erasures,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the portal. Raises SettingsError when the settings do not hold together."""
    settings = settings or load_settings()
    portal = Portal("app", instance_path=str(settings.instance.resolve()), static_folder=None)
    portal.extensions["uptake.settings"] = settings
    portal.extensions["uptake.belongings"] = BELONGINGS
    portal.extensions[MY_DATA] = MY_DATA_SECTIONS
    portal.extensions[AUDITED_VALUES] = wording.AUDITED_VALUES
    portal.extensions[AUDITED_NAMES] = wording.AUDITED_NAMES
    portal.extensions[CHAIN] = IDEA_CHAIN
    portal.extensions[BENEFITS] = benefits_of_idea
    portal.extensions[PLACES] = PRIVATE_PLACES
    portal.extensions[TARGETS] = planned_for
    portal.extensions[REVIEWS] = is_review_going_on
    portal.extensions[DISPUTES] = dispute_of
    portal.extensions["uptake.keep_language"] = _keep_language
    portal.extensions[SUPERUSERS] = superusers_serving
    portal.extensions[HOUSES] = CONTENT_HOUSES
    portal.extensions[MODULES] = module_places
    portal.extensions["uptake.demo_accounts"] = demo_accounts() if settings.demo else []
    init_compression(portal)
    logs.init_logs(portal, settings.log_level)
    init_db(portal, settings)
    init_migrations(portal)
    init_pages(portal, navigation)
    portal.jinja_env.globals.update(demo_mode=lambda: settings.demo, unread_notices=unread_notices)
    init_tablets(portal)
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
    app.demo.cli.init_cli(portal)
    serving.init_cli(portal, prepare_demo=_prepare_demo, publish=_publish)


def _prepare_demo() -> list[tuple[str, str, LazyString]]:
    """The demo company, where there is nobody yet; its accounts in any case."""
    from app.demo.huaxin import build  # noqa: PLC0415 (a web process never makes a company)

    if build.is_empty():
        click.echo("Loading the demo company (once, about half a minute):", nl=False)
        build.build_company(lambda part: click.echo(f" {part} …", nl=False))
        click.echo(" done.")
    return demo_accounts()


def _publish() -> None:
    """What is broken goes on being served as it was published last, the rest is published; every fault is said."""
    from app.demo.huaxin import build  # noqa: PLC0415 (the same)

    content = current_app.extensions["uptake.settings"].content
    with build.before_the_story(), transaction():
        effects = publish_folder(content / "training", by_id=None, restore=False)
        publish_supplements(content)
        around = surroundings(content)
        beside = [fault for house in CONTENT_HOUSES for fault in house.publish(content, around).faults]
    faults = [str(fault) for fault in (*(one for effect in effects for one in effect.faults), *beside)]
    if faults:
        codes = ", ".join(effect.code for effect in effects if effect.faults and effect.code)
        told = f"Not published: {codes}. What was published before goes on being served." if codes else ""
        click.echo("\n".join([*faults, told]).rstrip(), err=True)


def _catalogues() -> list[Path]:
    return sorted(Path(__file__).parent.glob("**/translations"))


def _keep_language(person_id: int, language: str) -> None:
    accounts_actions.keep_language(person_id=person_id, language=language)
