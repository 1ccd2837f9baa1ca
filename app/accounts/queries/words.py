"""Roles, tiers, states and audited acts as they are called in the reader's language."""

from flask_babel import gettext as _

from app.accounts.models import PersonState, Role, Tier


def role_name(role: Role) -> str:
    """What a role is called."""
    return {
        Role.ambassador: _("Ambassador"),
        Role.superuser: _("Superuser"),
        Role.manager: _("Manager"),
        Role.administrator: _("Project administrator"),
        Role.board_member: _("Change board member"),
        Role.hr_officer: _("HR officer"),
        Role.pmo: _("PMO"),
        Role.it_operator: _("IT operator"),
        Role.auditor: _("Auditor"),
    }[role]


def tier_name(tier: Tier) -> str:
    """What a tier is called."""
    return {
        Tier.management: _("Management"),
        Tier.administrator: _("Project administrators"),
        Tier.end_user: _("End users"),
    }[tier]


def state_name(state: PersonState) -> str:
    """What a state is called."""
    return {
        PersonState.active: _("Active"),
        PersonState.on_leave: _("On leave"),
        PersonState.left: _("Left"),
    }[state]
