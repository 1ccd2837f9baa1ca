"""History of the organisation.

Revision 0013, after 0012.
"""

from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import trigger_statements
from app.foundation.search import folded

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ALWAYS = date(1900, 1, 1)
TABLES = ("person_versions", "department_versions")
AT_ONCE = 1000


def upgrade() -> None:
    """What is known now is told of every day before."""
    op.create_table(
        "person_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=False),
        sa.Column("employee_no_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.Column("job_title", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_versions_person_id_people")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_person_versions_department_id_departments")
        ),
        sa.ForeignKeyConstraint(["manager_id"], ["people.id"], name=op.f("fk_person_versions_manager_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_versions")),
    )
    op.create_table(
        "department_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_department_versions_department_id_departments")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["departments.id"], name=op.f("fk_department_versions_parent_id_departments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_versions")),
    )
    op.create_index(op.f("ix_person_versions_person_id"), "person_versions", ["person_id"], unique=False)
    op.create_index(op.f("ix_person_versions_valid_from"), "person_versions", ["valid_from"], unique=False)
    op.create_index(op.f("ix_person_versions_department_id"), "person_versions", ["department_id"], unique=False)
    op.create_index(op.f("ix_department_versions_department_id"), "department_versions", ["department_id"])
    op.create_index(op.f("ix_department_versions_valid_from"), "department_versions", ["valid_from"])
    _fill()
    for table in TABLES:
        for statement in trigger_statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def _fill() -> None:
    bind, told = op.get_bind(), {"valid_from": ALWAYS, "recorded_at": datetime.now(UTC)}
    book = sa.MetaData()
    book.reflect(bind, only=[*TABLES, "people", "departments"])
    people, departments = book.tables["people"], book.tables["departments"]
    names = ("employee_no", "employee_no_key", "name", "department_id", "manager_id", "job_title")
    rows = [
        {**{name: row[name] for name in names}, "person_id": row["id"], **told}
        | {"search_text": folded(row["name"], row["employee_no"])}
        for row in bind.execute(sa.select(people).order_by(people.c.id)).mappings()
    ]
    for start in range(0, len(rows), AT_ONCE):
        bind.execute(sa.insert(book.tables["person_versions"]), rows[start : start + AT_ONCE])
    units = [
        {**{name: row[name] for name in ("code", "name", "name_en", "parent_id")}, "department_id": row["id"], **told}
        for row in bind.execute(sa.select(departments).order_by(departments.c.id)).mappings()
    ]
    if units:
        bind.execute(sa.insert(book.tables["department_versions"]), units)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("department_versions")
    op.drop_table("person_versions")
