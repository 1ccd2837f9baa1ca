"""Tables of people and how they sign in, one subject a file."""

from app.accounts.models.people import (
    AccountMerge,
    Department,
    Membership,
    PastLeave,
    Person,
    PersonRole,
    PersonState,
    PersonTier,
    ProjectGroup,
    Role,
    Tier,
    identity_key,
)
from app.accounts.models.roster import RosterChange, RosterImport, RosterState
from app.accounts.models.sign_in import (
    AddressPurpose,
    LinkPurpose,
    OneTimeLink,
    PrivateAddress,
    SignInFailure,
    SignInSession,
)

__all__ = [
    "AccountMerge",
    "AddressPurpose",
    "Department",
    "LinkPurpose",
    "Membership",
    "OneTimeLink",
    "PastLeave",
    "Person",
    "PersonRole",
    "PersonState",
    "PersonTier",
    "PrivateAddress",
    "ProjectGroup",
    "Role",
    "RosterChange",
    "RosterImport",
    "RosterState",
    "SignInFailure",
    "SignInSession",
    "Tier",
    "identity_key",
]
