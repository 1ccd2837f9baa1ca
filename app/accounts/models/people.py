"""People, departments, project groups; roles, tiers and leaves; accounts that became one."""

import unicodedata
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation import clock
from app.foundation.db import Base, choice
from app.foundation.search import folded


class Role(StrEnum):
    """What a person may do besides learning, which everyone may."""

    ambassador = "ambassador"
    superuser = "superuser"
    manager = "manager"
    administrator = "administrator"
    board_member = "board_member"
    hr_officer = "hr_officer"
    pmo = "pmo"
    it_operator = "it_operator"
    auditor = "auditor"


class Tier(StrEnum):
    """Which training a person needs; one person may have several."""

    management = "management"
    administrator = "administrator"
    end_user = "end_user"


class PersonState(StrEnum):
    """Derived from dates, on any day."""

    active = "active"
    on_leave = "on_leave"
    left = "left"


EMPLOYEE_NO = r"^[^@\s]([^@\r\n\t]*[^@\s])?$"
MAIL_ADDRESS = r"^[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\"]+$"
LONGEST = {"employee_no": 40, "name": 80, "email": 254, "job_title": 80}
"""What these texts look like at most, typed or read from a file."""


def identity_key(text: str) -> str:
    """How an employee number or e-mail address is compared: width, case and blanks do not matter, zeros do."""
    bare = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    # A blank that is gone may leave an accent beside the letter that now carries it; folding grows no longer for ever.
    return bare if (again := unicodedata.normalize("NFKC", bare).casefold()) == bare else identity_key(again)


class Department(Base):
    """A node of the department tree."""

    __tablename__ = "departments"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("departments.id"), index=True)

    parent: Mapped["Department | None"] = relationship(remote_side=[id], lazy="raise_on_sql")

    __table_args__ = (sa.CheckConstraint("parent_id <> id", name="not_own_parent"),)

    def title(self, language: str) -> str:
        """Name in a language; the Chinese one where there is no other."""
        return self.name_en if language == "en" and self.name_en else self.name


class ProjectGroup(Base):
    """A team that works on one project; people may be in several."""

    __tablename__ = "project_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    active_to: Mapped[date | None]

    def title(self, language: str) -> str:
        """Name in a language; the Chinese one where there is no other."""
        return self.name_en if language == "en" and self.name_en else self.name


class Person(Base):
    """Somebody of the company. Records about a person never go away; leavers are deactivated, and may be erased.

    Whoever is erased has a pseudonym for name and number, no address and no password, and never comes back.
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_no: Mapped[str]
    employee_no_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    email: Mapped[str | None]
    email_key: Mapped[str | None] = mapped_column(unique=True)
    search_text: Mapped[str] = mapped_column(default="")
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("departments.id"), index=True)
    manager_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    job_title: Mapped[str] = mapped_column(default="")
    language: Mapped[str | None]
    zone: Mapped[str | None]
    hired_on: Mapped[date | None]
    leave_from: Mapped[date | None]
    leave_to: Mapped[date | None]
    last_day: Mapped[date | None]
    deactivated_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))

    department: Mapped[Department] = relationship(lazy="raise_on_sql")
    manager: Mapped["Person | None"] = relationship(remote_side=[id], foreign_keys=[manager_id], lazy="raise_on_sql")
    role_rows: Mapped[list["PersonRole"]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")
    tier_rows: Mapped[list["PersonTier"]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")
    memberships: Mapped[list["Membership"]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")

    __table_args__ = (
        sa.CheckConstraint("language IN ('zh', 'en')", name="language"),
        sa.CheckConstraint("manager_id <> id", name="not_own_manager"),
        sa.CheckConstraint("leave_to IS NULL OR leave_to >= leave_from", name="leave_in_order"),
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy's way)
    __allow_unmapped__ = True  # for the two plain attributes below

    is_authenticated = True
    is_active = True
    is_anonymous = False
    session_token: str = ""  # set on the signed-in person only
    session_seen_at: datetime | None = None
    session_shared: bool = False

    def get_id(self) -> str:
        """What the signed cookie carries: the token of a session row, never the person's id."""
        return self.session_token

    @property
    def roles(self) -> frozenset[Role]:
        """Roles held now."""
        today = clock.today()
        return frozenset(row.role for row in self.role_rows if row.runs_on(today))

    @property
    def tiers(self) -> frozenset[Tier]:
        """Tiers held now."""
        return frozenset(row.tier for row in self.tier_rows)

    def has_role(self, *roles: Role) -> bool:
        """True when the person holds any of the roles."""
        return not self.roles.isdisjoint(roles)

    def state_on(self, day: date) -> PersonState:
        """Active, on leave or left on a day: a last day is still worked, a first day of leave is not."""
        if self.last_day is not None and day > self.last_day:
            return PersonState.left
        if self.leave_from is not None and self.leave_from <= day and (self.leave_to is None or day <= self.leave_to):
            return PersonState.on_leave
        return PersonState.active

    def may_sign_in_on(self, day: date) -> bool:
        """True unless the person was deactivated, has left or was erased; who is on leave may come in and learn."""
        closed = self.deactivated_at is not None or self.erased_at is not None
        return not closed and self.state_on(day) is not PersonState.left

    def identify(self, *, employee_no: str, name: str, email: str | None) -> None:
        """Set what people are found and told apart by, together with the folded keys."""
        self.employee_no, self.employee_no_key = employee_no.strip(), identity_key(employee_no)
        self.name = name
        self.email = email.strip() if email else None
        self.email_key = identity_key(email) if email else None
        self.search_text = folded(name, employee_no, email)


class PastLeave(Base):
    """A leave that is over and no longer written on the person, both days included; it goes on pausing what it paused."""

    __tablename__ = "past_leaves"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    recorded_at: Mapped[datetime]

    __table_args__ = (sa.CheckConstraint("last_on >= first_on", name="in_order"),)


class PersonRole(Base):
    """One role of one person: given by hand without days, or lent by an appointment from one day to another."""

    __tablename__ = "person_roles"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(choice(Role, "role"), primary_key=True)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    def runs_on(self, day: date) -> bool:
        """Whether the role is held on a day."""
        begun = self.starts_on is None or self.starts_on <= day
        return begun and (self.ends_on is None or day <= self.ends_on)

    __table_args__ = (sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="days_in_order"),)


class PersonTier(Base):
    """One tier of one person."""

    __tablename__ = "person_tiers"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    tier: Mapped[Tier] = mapped_column(choice(Tier, "tier"), primary_key=True)


class Membership(Base):
    """A person in a project group."""

    __tablename__ = "memberships"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    project_group_id: Mapped[int] = mapped_column(sa.ForeignKey("project_groups.id"), primary_key=True, index=True)

    project_group: Mapped[ProjectGroup] = relationship(lazy="raise_on_sql")


class AccountMerge(Base):
    """Two accounts of one person became one; nothing is deleted, and it can be undone."""

    __tablename__ = "account_merges"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    into_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    reason: Mapped[str]
    merged_at: Mapped[datetime]
    merged_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))

    __table_args__ = (
        sa.CheckConstraint("from_id <> into_id", name="two_accounts"),
        sa.Index(
            "uq_account_merges_standing",
            "from_id",
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        ),
    )
