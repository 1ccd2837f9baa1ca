"""Tables of people and how they sign in, one subject a file."""

from app.accounts.models.history import ALWAYS, DepartmentVersion, PersonVersion
from app.accounts.models.my_data import CorrectionRequest, Erasure
from app.accounts.models.people import (
    EMPLOYEE_NO,
    LONGEST,
    MAIL_ADDRESS,
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
    "ALWAYS",
    "EMPLOYEE_NO",
    "LONGEST",
    "MAIL_ADDRESS",
    "AccountMerge",
    "AddressPurpose",
    "CorrectionRequest",
    "Department",
    "DepartmentVersion",
    "Erasure",
    "LinkPurpose",
    "Membership",
    "OneTimeLink",
    "PastLeave",
    "Person",
    "PersonRole",
    "PersonState",
    "PersonTier",
    "PersonVersion",
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
