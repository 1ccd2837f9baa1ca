"""My data, requests for correction, erasure.

Revision 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op

from app.foundation.append_only import Erasable, trigger_statements, update_statements

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def _naming(*written: str) -> str:
    holds = " OR ".join(f"CAST(NEW.{column} AS TEXT) LIKE '%' || erasures.pseudonym || '%'" for column in written)
    return f"EXISTS (SELECT 1 FROM erasures WHERE {holds})"  # noqa: S608 (our own names)


ERASABLE = {
    "person_versions": Erasable(
        ("id", "person_id", "valid_from", "recorded_at", "department_id", "manager_id", "job_title"),
        "EXISTS (SELECT 1 FROM erasures WHERE erasures.person_id = OLD.person_id"
        " AND erasures.pseudonym = NEW.name AND erasures.pseudonym = NEW.employee_no)",
    ),
    "roster_changes": Erasable(("id", "import_id", "person_id"), _naming("before", "after")),
    "comment_revisions": Erasable(("id", "comment_id", "version", "written_at"), _naming("text")),
    "import_receipt_lines": Erasable(
        ("id", "receipt_id", "outcome", '"row"', "assignment_id", "key", "path_code"),
        _naming("employee_no", "name", "differences", "message"),
    ),
    "audit_entries": Erasable(
        ("id", "at", "actor_id", "act", "subject_kind", "subject_id"),
        "EXISTS (SELECT 1 FROM audit_redactions WHERE audit_redactions.entry_id = OLD.id)",
    ),
}
STAY_ERASED = """(NEW.erased_at IS NULL OR NEW.email IS NOT NULL OR NEW.email_key IS NOT NULL OR NEW.password_hash IS NOT NULL
OR (NEW.last_day IS NULL AND NEW.merged_into_id IS NULL) OR NOT EXISTS (SELECT 1 FROM erasures WHERE erasures.person_id = OLD.id
AND erasures.pseudonym = NEW.name AND erasures.pseudonym = NEW.employee_no))"""
SQLITE = f"""CREATE TRIGGER people_stay_erased BEFORE UPDATE ON people
WHEN (OLD.erased_at IS NOT NULL OR NEW.erased_at IS NOT NULL) AND {STAY_ERASED}
BEGIN SELECT RAISE(ABORT, 'an erased person stays erased'); END"""
POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION stay_erased() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN IF {STAY_ERASED} THEN
RAISE EXCEPTION 'an erased person stays erased' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    """CREATE TRIGGER people_stay_erased BEFORE UPDATE ON people FOR EACH ROW
WHEN (OLD.erased_at IS NOT NULL OR NEW.erased_at IS NOT NULL) EXECUTE FUNCTION stay_erased()""",
)


def upgrade() -> None:
    """Let names of erased people be written anew, and nothing else; requests say which section, what is wrong and what is right."""
    dialect = op.get_bind().dialect.name
    op.add_column("people", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("erasures", sa.Column("pseudonym", sa.Text(), nullable=False, server_default=""))
    op.create_index("uq_erasures_pseudonym", "erasures", ["pseudonym"], unique=True)
    with op.batch_alter_table("correction_requests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("section", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("wanted", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("token", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("search_text", sa.Text(), nullable=False, server_default=""))
        batch_op.create_unique_constraint(op.f("uq_correction_requests_token"), ["token"])
        batch_op.create_check_constraint(
            op.f("ck_correction_requests_answered_by_somebody"), "(answered_at IS NULL) = (answered_by_id IS NULL)"
        )
        batch_op.create_check_constraint(
            op.f("ck_correction_requests_answered_in_words"), "(answered_at IS NULL) = (answer = '')"
        )
    op.create_table(
        "audit_redactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("erasure_id", sa.Integer(), nullable=False),
        sa.Column("original_hash", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entries.id"], name=op.f("fk_audit_redactions_entry_id")),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasures.id"], name=op.f("fk_audit_redactions_erasure_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_redactions")),
        sa.UniqueConstraint("entry_id", "erasure_id", name=op.f("uq_audit_redactions_entry_id_erasure_id")),
    )
    op.create_index(op.f("ix_audit_redactions_entry_id"), "audit_redactions", ["entry_id"], unique=False)
    op.create_index(op.f("ix_audit_redactions_erasure_id"), "audit_redactions", ["erasure_id"], unique=False)
    op.create_index(op.f("ix_outgoing_mails_recipient"), "outgoing_mails", ["recipient"], unique=False)
    op.create_index(op.f("ix_vote_events_person_id"), "vote_events", ["person_id"], unique=False)
    for statement in trigger_statements("audit_redactions", dialect):
        op.execute(statement)
    for table, erasable in ERASABLE.items():
        _drop_trigger(f"{table}_no_update", table)
        for statement in update_statements(table, dialect, erasable):
            op.execute(statement)
    for statement in POSTGRESQL if dialect == "postgresql" else (SQLITE,):
        op.execute(statement)


def downgrade() -> None:
    """Undo it; whoever was erased stays so."""
    dialect = op.get_bind().dialect.name
    _drop_trigger("people_stay_erased", "people")
    for table in ERASABLE:
        _drop_trigger(f"{table}_no_update", table)
        for statement in trigger_statements(table, dialect):
            if "_no_update" in statement:
                op.execute(statement)
        if dialect == "postgresql":
            op.execute(f"DROP FUNCTION refuse_change_of_{table}()")
    if dialect == "postgresql":
        op.execute("DROP FUNCTION stay_erased()")
    op.drop_index(op.f("ix_vote_events_person_id"), table_name="vote_events")
    op.drop_index(op.f("ix_outgoing_mails_recipient"), table_name="outgoing_mails")
    op.drop_table("audit_redactions")
    with op.batch_alter_table("correction_requests", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_correction_requests_answered_in_words"), type_="check")
        batch_op.drop_constraint(op.f("ck_correction_requests_answered_by_somebody"), type_="check")
        batch_op.drop_constraint(op.f("uq_correction_requests_token"), type_="unique")
        for column in ("search_text", "token", "wanted", "section"):
            batch_op.drop_column(column)
    op.drop_index("uq_erasures_pseudonym", table_name="erasures")
    op.drop_column("erasures", "pseudonym")
    op.drop_column("people", "erased_at")


def _drop_trigger(name: str, table: str) -> None:
    on = f" ON {table}" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"DROP TRIGGER {name}{on}")
