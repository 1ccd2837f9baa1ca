"""Pages of accounts; one file for each noun, all on one blueprint."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)

from app.accounts.views import (  # noqa: E402, F401 (its routes register on the blueprint above)
    account,
    audit_trail,
    calendar,
    corrections,
    departments,
    erasing,
    filters,
    merging,
    my_data,
    passwords,
    people,
    private_addresses,
    project_groups,
    roles,
    roster,
    sign_in,
    tablets,
)
