"""Benefits are confirmed and contests decided by others: the database holds it. Contests are passed on; old usage is deleted.

Revision 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import trigger_statements
from app.foundation.refusals import Refusal, lifting_statements, refusal_statements

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

LEDGERS = ("contest_passings", "usage_deletions")
REFUSALS = (
    Refusal(
        table="benefit_confirmations",
        name="benefits_confirmed_by_others",
        when="EXISTS (SELECT 1 FROM benefit_lines WHERE id = NEW.line_id AND recorded_by_id = NEW.by_id)",
        says="who recorded a benefit does not confirm it",
    ),
    Refusal(
        table="contests",
        name="contests_decided_by_others",
        verbs=("INSERT", "UPDATE OF decided_by_id"),
        when="""EXISTS (SELECT 1 FROM assignments WHERE id = NEW.assignment_id AND assigned_by_id = NEW.decided_by_id)
OR EXISTS (SELECT 1 FROM completions WHERE assignment_id = NEW.assignment_id AND recorded_by_id = NEW.decided_by_id)
OR EXISTS (SELECT 1 FROM deadline_changes WHERE assignment_id = NEW.assignment_id AND by_id = NEW.decided_by_id)
OR EXISTS (SELECT 1 FROM practice_acceptances WHERE assignment_id = NEW.assignment_id AND accepted_by_id = NEW.decided_by_id)
OR EXISTS (SELECT 1 FROM practice_reviews JOIN practice_submissions
ON practice_submissions.id = practice_reviews.submission_id
WHERE practice_submissions.assignment_id = NEW.assignment_id AND practice_reviews.reviewer_id = NEW.decided_by_id)""",
        says="who recorded what is contested does not decide it",
    ),
)


def upgrade() -> None:
    """Nobody confirms or decides what they recorded; what is past stays as it is."""
    dialect = op.get_bind().dialect.name
    op.create_table(
        "contest_passings",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_contest_passings_contest_id_contests")),
        sa.ForeignKeyConstraint(["to_id"], ["people.id"], name=op.f("fk_contest_passings_to_id_people")),
        sa.PrimaryKeyConstraint("contest_id", "to_id", name=op.f("pk_contest_passings")),
    )
    op.create_index(op.f("ix_contest_passings_to_id"), "contest_passings", ["to_id"], unique=False)
    op.create_table(
        "usage_deletions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("deleted", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("deleted > 0", name=op.f("ck_usage_deletions_of_some_rows")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_deletions")),
    )
    op.create_index(op.f("ix_usage_deletions_month"), "usage_deletions", ["month"], unique=False)
    for table in LEDGERS:
        for statement in trigger_statements(table, dialect):
            op.execute(statement)
    for refusal in REFUSALS:
        for statement in refusal_statements(refusal, dialect):
            op.execute(statement)


def downgrade() -> None:
    """Contests that were passed on wait for HR and the PMO again; that usage was deleted is told by the audit trail alone."""
    for refusal in REFUSALS:
        for statement in lifting_statements(refusal, op.get_bind().dialect.name):
            op.execute(statement)
    for table in LEDGERS:
        op.drop_table(table)
