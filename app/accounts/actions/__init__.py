"""Writes about people, departments, project groups, roles and sign-in; one file for each noun."""

from app.accounts.actions.account import keep_language
from app.accounts.actions.departments import (
    CodeTaken,
    DepartmentLoop,
    add_department,
    add_project_group,
    end_project_group,
    resume_project_group,
    update_department,
    update_project_group,
)
from app.accounts.actions.erasing import (
    NobodyThere,
    NotErasable,
    empty_journal_after_erasures,
    erase_again,
    erase_person,
)
from app.accounts.actions.first_account import add_administrator
from app.accounts.actions.hashing import HashingBusy, hash_password
from app.accounts.actions.links import LinkUnusable, issue_link, withdraw_links
from app.accounts.actions.merging import NotMergeable, NotPartable, merge_accounts, part_accounts
from app.accounts.actions.passwords import (
    WeakPassword,
    WrongPassword,
    ask_for_reset,
    change_password,
    set_password_by_link,
)
from app.accounts.actions.people import (
    EmailTaken,
    EmployeeNumberTaken,
    ManagerLoop,
    OwnDeactivation,
    PersonData,
    StalePerson,
    add_person,
    deactivate_person,
    invite_person,
    reactivate_person,
    update_person,
)
from app.accounts.actions.private_addresses import private_address, renew_private_address, withdraw_private_address
from app.accounts.actions.roles import OwnRoles, grant_role, lend_role, return_role, revoke_role, set_roles, set_tiers
from app.accounts.actions.roster import (
    RosterRefused,
    RosterSettled,
    bring_roster,
    import_roster,
    undo_roster,
)
from app.accounts.actions.sessions import (
    end_other_sessions,
    end_session,
    end_session_named,
    end_sessions,
    share_session,
    start_session,
)
from app.accounts.actions.sign_in import SignInRefused, TooManyFailures, sign_in

__all__ = [
    "CodeTaken",
    "DepartmentLoop",
    "EmailTaken",
    "EmployeeNumberTaken",
    "HashingBusy",
    "LinkUnusable",
    "ManagerLoop",
    "NobodyThere",
    "NotErasable",
    "NotMergeable",
    "NotPartable",
    "OwnDeactivation",
    "OwnRoles",
    "PersonData",
    "RosterRefused",
    "RosterSettled",
    "SignInRefused",
    "StalePerson",
    "TooManyFailures",
    "WeakPassword",
    "WrongPassword",
    "add_administrator",
    "add_department",
    "add_person",
    "add_project_group",
    "ask_for_reset",
    "bring_roster",
    "change_password",
    "deactivate_person",
    "empty_journal_after_erasures",
    "end_other_sessions",
    "end_project_group",
    "end_session",
    "end_session_named",
    "end_sessions",
    "erase_again",
    "erase_person",
    "grant_role",
    "hash_password",
    "import_roster",
    "invite_person",
    "issue_link",
    "keep_language",
    "lend_role",
    "merge_accounts",
    "part_accounts",
    "private_address",
    "reactivate_person",
    "renew_private_address",
    "resume_project_group",
    "return_role",
    "revoke_role",
    "set_password_by_link",
    "set_roles",
    "set_tiers",
    "share_session",
    "sign_in",
    "start_session",
    "undo_roster",
    "update_department",
    "update_person",
    "update_project_group",
    "withdraw_links",
    "withdraw_private_address",
]
