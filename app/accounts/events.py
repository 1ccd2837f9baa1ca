"""What accounts announces."""

from dataclasses import dataclass

from app.foundation.events import Event


@dataclass(frozen=True, slots=True)
class PersonAdded(Event):
    """A person was added and can be assigned to paths."""

    person_id: int


@dataclass(frozen=True, slots=True)
class TiersChanged(Event):
    """The tiers of a person changed; paths are assigned by tier."""

    person_id: int


@dataclass(frozen=True, slots=True)
class PersonDeactivated(Event):
    """A person can no longer sign in; records stay."""

    person_id: int


@dataclass(frozen=True, slots=True)
class PersonReactivated(Event):
    """A closed account was opened again."""

    person_id: int


@dataclass(frozen=True, slots=True)
class RolesChanged(Event):
    """A person was given or lost a role."""

    person_id: int


@dataclass(frozen=True, slots=True)
class PlaceChanged(Event):
    """A person moved to another department, or joined or left a project group."""

    person_id: int


@dataclass(frozen=True, slots=True)
class HireDateChanged(Event):
    """The day on which a person was hired was written or corrected."""

    person_id: int


@dataclass(frozen=True, slots=True)
class DepartmentMoved(Event):
    """A department stands below another one now, with its whole branch."""

    department_id: int


@dataclass(frozen=True, slots=True)
class AccountsMerged(Event):
    """Two accounts of one person became one; the first is closed and leads to the second."""

    merge_id: int
    from_id: int
    into_id: int


@dataclass(frozen=True, slots=True)
class AccountsParted(Event):
    """A merge was undone: both accounts stand for themselves again."""

    merge_id: int
    from_id: int
    into_id: int


@dataclass(frozen=True, slots=True)
class LeaveChanged(Event):
    """The leave of a person was set, changed, ended or taken back."""

    person_id: int


@dataclass(frozen=True, slots=True)
class PersonErased(Event):
    """Somebody who has left is known by a pseudonym from now on; every feature takes what it stored of them away.

    `names`, `numbers` and `addresses` are all that the person was ever known by; `clear_names` those of them that nobody else has.
    """

    person_id: int
    pseudonym: str
    names: tuple[str, ...]
    clear_names: tuple[str, ...]
    numbers: tuple[str, ...]
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CorrectionAsked(Event):
    """Somebody asks HR to correct what is kept of them."""

    request_id: int


@dataclass(frozen=True, slots=True)
class CorrectionAnswered(Event):
    """HR has corrected it, or has said why not."""

    request_id: int
