"""Questions about people, departments, project groups, roles and sign-in; one file for each noun."""

from app.accounts.queries.audit_trail import AuditFilter, AuditLine, audit_trail, audited_acts, whole_trail
from app.accounts.queries.audit_words import act_name, field_name, kind_name, value_name
from app.accounts.queries.departments import (
    Node,
    branch_of,
    department_branch,
    department_by_id,
    departments_tree,
    project_group_by_id,
    project_groups,
)
from app.accounts.queries.links import own_address, usable_link
from app.accounts.queries.people import (
    PeopleFilter,
    heads_by_department,
    heads_by_group,
    in_state_on,
    names_of,
    people_in_scope,
    people_list,
    people_picker,
    person_page,
    person_to_change,
    report_line,
    reports_of,
)
from app.accounts.queries.private_addresses import (
    OwnAddress,
    person_at_address,
    private_addresses_of,
    served_purposes,
)
from app.accounts.queries.sessions import IDLE, LONGEST, person_of_session, session_handle, sessions_of, token_hash
from app.accounts.queries.sign_in import person_by_login, seconds_until_allowed, throttle_subject
from app.accounts.queries.words import (
    address_help,
    address_name,
    role_name,
    state_name,
    tier_name,
)

__all__ = [
    "IDLE",
    "LONGEST",
    "AuditFilter",
    "AuditLine",
    "Node",
    "OwnAddress",
    "PeopleFilter",
    "act_name",
    "address_help",
    "address_name",
    "audit_trail",
    "audited_acts",
    "branch_of",
    "department_branch",
    "department_by_id",
    "departments_tree",
    "field_name",
    "heads_by_department",
    "heads_by_group",
    "in_state_on",
    "kind_name",
    "names_of",
    "own_address",
    "people_in_scope",
    "people_list",
    "people_picker",
    "person_at_address",
    "person_by_login",
    "person_of_session",
    "person_page",
    "person_to_change",
    "private_addresses_of",
    "project_group_by_id",
    "project_groups",
    "report_line",
    "reports_of",
    "role_name",
    "seconds_until_allowed",
    "served_purposes",
    "session_handle",
    "sessions_of",
    "state_name",
    "throttle_subject",
    "tier_name",
    "token_hash",
    "usable_link",
    "value_name",
    "whole_trail",
]
