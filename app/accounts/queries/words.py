"""Roles, tiers, states and private addresses as they are called in the reader's language."""

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
