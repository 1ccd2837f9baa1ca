"""Roles, tiers, states and audited acts as they are called in the reader's language."""

from flask_babel import gettext as _

from app.accounts.models import AddressPurpose, PersonState, Role, Tier


def role_name(role: Role) -> str:
    """What a role is called."""
    names: dict[Role, str] = {
        Role.ambassador: _("Ambassador"),
        Role.superuser: _("Superuser"),
        Role.manager: _("Manager"),
        Role.administrator: _("Project administrator"),
        Role.board_member: _("Change board member"),
        Role.hr_officer: _("HR officer"),
        Role.pmo: _("PMO"),
        Role.it_operator: _("IT operator"),
        Role.auditor: _("Auditor"),
    }
    return names[role]


def tier_name(tier: Tier) -> str:
    """What a tier is called."""
    names: dict[Tier, str] = {
        Tier.management: _("Management"),
        Tier.administrator: _("Project administrators"),
        Tier.end_user: _("End users"),
    }
    return names[tier]


def state_name(state: PersonState) -> str:
    """What a state is called."""
    names: dict[PersonState, str] = {
        PersonState.active: _("Active"),
        PersonState.on_leave: _("On leave"),
        PersonState.left: _("Has left"),
    }
    return names[state]


def address_name(purpose: AddressPurpose) -> str:
    """What a private address shows."""
    names: dict[AddressPurpose, str] = {
        AddressPurpose.calendar: _("My meetings, for a calendar"),
        AddressPurpose.releases: _("What was delivered, for a feed reader"),
    }
    return names[purpose]


def address_help(purpose: AddressPurpose) -> str:
    """Where a private address is put to use."""
    words: dict[AddressPurpose, str] = {
        AddressPurpose.calendar: _(
            "Subscribe to it in Outlook, DingTalk or on your phone; meetings move there by themselves."
        ),
        AddressPurpose.releases: _("Add it to a feed reader or to Outlook's RSS feeds; every release comes to you."),
    }
    return words[purpose]


def act_name(act: str) -> str:
    """What an audited act is called; an act that is not listed here is shown by its own code."""
    known: dict[str, str] = {
        "person:added": _("Person added"),
        "person:changed": _("Person changed"),
        "person:deactivated": _("Account closed"),
        "person:reactivated": _("Account opened again"),
        "person:merged": _("Accounts merged"),
        "person:parted": _("Merge of accounts undone"),
        "person:invited": _("Invitation sent"),
        "person:invited_by_hand": _("Invitation link shown, to be handed over"),
        "roster:imported": _("Roster imported"),
        "roster:undone": _("Import of a roster taken back"),
        "roles:changed": _("Roles changed"),
        "tiers:changed": _("Tiers changed"),
        "password:changed": _("Password changed"),
        "department:added": _("Department added"),
        "department:changed": _("Department changed"),
        "project_group:added": _("Project group added"),
        "project_group:changed": _("Project group changed"),
        "project_group:ended": _("Project group ended"),
        "device:shared": _("Device shared as a tablet"),
        "device:own": _("Device no longer shared"),
        "workshop:made": _("Workshop made"),
        "workshop:closed": _("Workshop closed"),
        "presence:entered": _("Sign-in sheet entered"),
        "presence:removed": _("Presence removed"),
        "practice:reviewed": _("Hands-on task reviewed"),
        "attempt:granted": _("One more attempt granted"),
        "attempt:declined": _("One more attempt declined"),
        "project_group:resumed": _("Project group resumed"),
        "appointment:nominated": _("Nomination made"),
        "appointment:answered": _("Nomination answered"),
        "appointment:ended": _("Appointment ended"),
        "path:published": _("Training path published"),
        "assignment:made": _("Training assigned"),
        "assignment:waived": _("Training waived"),
        "assignment:withdrawn": _("Training taken back"),
        "assignment:credited": _("Training counted as learned elsewhere"),
        "deadline:extended": _("Due date extended"),
        "time_note:answered": _("Note about working time answered"),
        "rule:set": _("Assignment rule set"),
        "rule:removed": _("Assignment rule removed"),
        "wave:set": _("Roll-out wave set"),
        "wave:removed": _("Roll-out wave removed"),
        "assignment:mandatory": _("Training made mandatory"),
        "assignment:optional": _("Training made optional"),
        "assignment:moved": _("Training moved to the kept account"),
        "assignment:moved_back": _("Training moved back after an undone merge"),
        "history:imported": _("Past completions imported"),
        "completions:exported": _("Completions exported"),
        "idea:edited": _("Idea edited"),
        "tag:added": _("Tag added"),
        "tag:renamed": _("Tag renamed"),
        "tag:merged": _("Tags merged"),
        "tag:unmerged": _("Merge of tags undone"),
        "tag:retired": _("Tag retired"),
        "tag:restored": _("Tag offered again"),
        "comment:hidden": _("Comment hidden"),
        "comment:restored": _("Comment shown again"),
        "idea:hidden": _("Idea hidden"),
        "idea:restored": _("Idea shown again"),
        "calendar-day:set": _("Day of the calendar set"),
        "calendar-day:cleared": _("Day of the calendar as usual again"),
        "calendar-year:taken_over": _("Published days of a year entered"),
        "calendar-year:confirmed": _("Working days of a year confirmed"),
        "calendar-year:opened": _("Confirmation of a year taken back"),
        "comment:removed": _("Comment removed"),
        "private_address:made": _("Private address made"),
        "private_address:renewed": _("Private address renewed"),
        "private_address:withdrawn": _("Private address withdrawn"),
        "ballot:foreign_voter": _("Ballot form that named another voter"),
        "board_rule:set": _("Rule of the board set"),
        "deputy:named": _("Deputy on the board named"),
        "deputy:ended": _("Deputy on the board taken back"),
        "round:stopped": _("Round of ballots stopped"),
        "company:loaded": _("Company loaded"),
    }
    return known.get(act, act)


def field_name(name: str) -> str:
    """What an audited field is called; one that is not listed here is shown by its own code."""
    known: dict[str, str] = {
        "employee_no": _("Employee number"),
        "name": _("Name"),
        "name_en": _("Name in English"),
        "code": _("Code"),
        "email": _("E-mail"),
        "department": _("Department"),
        "parent_id": _("Belongs to"),
        "project_group": _("Project group"),
        "project_groups": _("Project groups"),
        "job_title": _("Job title"),
        "manager": _("Manager"),
        "hired_on": _("Hired on"),
        "leave_from": _("On leave from"),
        "leave_to": _("On leave until"),
        "last_day": _("Last day"),
        "active_to": _("Last day"),
        "language": _("Language"),
        "zone": _("Time zone"),
        "roles": _("Roles"),
        "tiers": _("Tiers"),
        "tier": _("Tier"),
        "deactivated": _("Account closed"),
        "state": _("State"),
        "person": _("Person"),
        "format": _("File"),
        "filter": _("Filter"),
        "as_of": _("As of"),
        "path": _("Path"),
        "status": _("Status"),
        "version": _("Version"),
        "content_hash": _("Hash of the content"),
        "kept": _("Kept account"),
        "merged": _("Closed account"),
        "go_live_on": _("Goes live on"),
        "due_kind": _("Days counted from"),
        "due_on": _("Due on"),
        "role": _("Role"),
        "hired_from": _("Hired from"),
        "hired_to": _("Hired until"),
        "wave_id": _("Roll-out wave"),
        "department_id": _("Department"),
        "project_group_id": _("Project group"),
        "departments": _("Departments"),
        "file": _("File"),
        "rows": _("Rows"),
        "document": _("Document"),
        "completed_on": _("Completed on"),
        "score": _("Score"),
        "due_days": _("Days to complete"),
        "mandatory": _("Mandatory"),
        "kind": _("Kind"),
        "purpose": _("Purpose"),
    }
    return known.get(name, name)


def kind_name(kind: str) -> str:
    """What a kind of audited thing is called."""
    known: dict[str, str] = {
        "person": _("Person"),
        "department": _("Department"),
        "project_group": _("Project group"),
        "appointment": _("Appointment"),
        "path": _("Path"),
        "wave": _("Roll-out wave"),
        "assignment": _("Assignment"),
        "history": _("Import"),
        "idea": _("Idea"),
        "calendar": _("Calendar"),
        "export": _("Export"),
        "round": _("Round of ballots"),
        "board_rule": _("Rule of the board"),
        "deputising": _("Deputy on the board"),
    }
    return known.get(kind, kind)
