"""Writes about people, departments, project groups, roles and sign-in; one file for each noun."""

from app.accounts.actions.account import keep_language
from app.accounts.actions.hashing import HashingBusy, hash_password
from app.accounts.actions.links import LinkUnusable, issue_link, withdraw_links
from app.accounts.actions.passwords import WeakPassword, WrongPassword, ask_for_reset, change_password, set_password_by_link
from app.accounts.actions.roles import OwnRoles, grant_role, revoke_role, set_roles, set_tiers
from app.accounts.actions.sessions import end_other_sessions, end_session, end_session_named, end_sessions, start_session
from app.accounts.actions.sign_in import SignInRefused, TooManyFailures, sign_in

__all__ = [
    "HashingBusy",
    "LinkUnusable",
    "OwnRoles",
    "SignInRefused",
    "TooManyFailures",
    "WeakPassword",
    "WrongPassword",
    "ask_for_reset",
    "change_password",
    "end_other_sessions",
    "end_session",
    "end_session_named",
    "end_sessions",
    "grant_role",
    "hash_password",
    "issue_link",
    "keep_language",
    "revoke_role",
    "set_password_by_link",
    "set_roles",
    "set_tiers",
    "sign_in",
    "start_session",
    "withdraw_links",
]
