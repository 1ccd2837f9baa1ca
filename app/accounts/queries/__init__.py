"""Questions about people, departments, project groups, roles and sign-in; one file for each noun."""

from app.accounts.queries.audit_trail import AuditFilter, AuditLine, audit_trail, audited_acts
from app.accounts.queries.departments import (
    Node,
    branch_of,
    department_branch,
    department_by_id,
    departments_tree,
    project_group_by_id,
    project_groups,
)
from app.accounts.queries.links import usable_link
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
from app.accounts.queries.sessions import IDLE, LONGEST, person_of_session, session_handle, sessions_of, token_hash
from app.accounts.queries.sign_in import person_by_login, seconds_until_allowed, throttle_subject
from app.accounts.queries.words import act_name, field_name, kind_name, role_name, state_name, tier_name

__all__ = [
    "IDLE",
    "LONGEST",
    "AuditFilter",
    "AuditLine",
    "Node",
    "PeopleFilter",
    "act_name",
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
    "people_in_scope",
    "people_list",
    "people_picker",
    "person_by_login",
    "person_of_session",
    "person_page",
    "person_to_change",
    "project_group_by_id",
    "project_groups",
    "report_line",
    "reports_of",
    "role_name",
    "seconds_until_allowed",
    "session_handle",
    "sessions_of",
    "state_name",
    "throttle_subject",
    "tier_name",
    "token_hash",
    "usable_link",
]
