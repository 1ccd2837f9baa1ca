"""Erasing somebody who has left: what goes, what stays, and that nothing brings them back."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts import actions
from app.accounts.actions import NotErasable
from app.accounts.models import Erasure, Person, PersonVersion, Role, SignInSession
from app.foundation import audit, audit_chain, clock
from app.foundation.audit_redaction import AuditRedaction
from app.foundation.db import db, transaction
from app.foundation.mail import MailState, OutgoingMail, post
from app.metrics.models import UsageImport, UsageState
from app.training.actions.importing import bring_history
from tests.factories import Cast, make_person
from tests.kinds import SignIn, Visit
from tests.metrics.usage import asana, brought, last_month, taken_over
from tests.page import post as fill

NAME, NUMBER, MAIL = "欧阳远帆", "000777", "yuanfan.ouyang@huaxin.example"


REFUSED = (
    "UPDATE people SET name = 'x' WHERE id = :leaver",
    "UPDATE people SET password_hash = 'x' WHERE id = :leaver",
    "UPDATE people SET erased_at = NULL WHERE id = :leaver",
    "UPDATE people SET last_day = NULL WHERE id = :leaver",
    "UPDATE person_versions SET name = 'x' WHERE person_id = :leaver",
    "UPDATE person_versions SET department_id = :unit WHERE person_id = :leaver",
    "UPDATE person_versions SET name = 'x' WHERE person_id = :lin",
    "UPDATE audit_entries SET act = 'x' WHERE subject_id = :text",
    "UPDATE audit_entries SET reason = 'x' WHERE id NOT IN (SELECT entry_id FROM audit_redactions)",
    "DELETE FROM erasures WHERE person_id = :leaver",
    "UPDATE people SET erased_at = created_at WHERE id = :lin",
)


@pytest.fixture
def leaver(app: Flask, cast: Cast) -> int:
    """Somebody with a rare name, a past under another one, and a last day that is over."""
    with app.app_context(), transaction():
        person = make_person(NUMBER, "欧阳旧名", cast.department)
        number = person.id
        person.password_hash = "x"
        db.session.flush()
        data = _data(app, number, name=NAME, email=MAIL)
        actions.update_person(person_id=number, data=data, version=person.version, by=cast.he)
    with app.app_context(), transaction():
        person = db.session.get_one(Person, number)
        data = _data(app, number, last_day=clock.today() - timedelta(days=40))
        actions.update_person(person_id=number, data=data, version=person.version, by=cast.he)
    return number


def _data(app: Flask, person_id: int, **more: object) -> actions.PersonData:
    person = db.session.get_one(Person, person_id)
    facts = {"employee_no": person.employee_no, "name": person.name, "email": person.email}
    return actions.PersonData(**{**facts, "department_id": person.department_id, **more})  # type: ignore[arg-type]


def erase(app: Flask, person_id: int, by: int) -> str:
    """Erase somebody; the pseudonym."""
    with app.app_context(), transaction():
        return actions.erase_person(person_id=person_id, reason="retention is over", by=by).pseudonym


def found_anywhere(app: Flask, *texts: str) -> list[str]:
    """Every column of every table in which one of the texts stands, also inside JSON and files."""
    found = []
    with app.app_context():
        for table in db.metadata.sorted_tables:
            for row in db.session.execute(sa.select(table)):
                said = [value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value) for value in row]
                found += [
                    f"{table.name}.{column.name}"
                    for column, value in zip(table.c, said, strict=True)
                    if any(text in value for text in texts)
                ]
    return found


def test_the_form_asks_for_the_number_and_tells_what_stays(
    app: Flask, cast: Cast, leaver: int, visit: Visit, sign_in: SignIn
) -> None:
    address = f"/people/{leaver}/erasure"
    page = visit(address, as_=cast.he)
    assert "nobody can undo it" in page.text("main")
    assert "Audit entries about you 4" not in page.text("main")
    assert page.has(f"form[action='{address}']")
    browser = sign_in(cast.he)
    wrong = fill(browser, address, address, reason="retention", number="000778")
    assert wrong.status_code == 422
    assert "not the number of the person above" in wrong.get_data(as_text=True)
    assert "retention" in wrong.get_data(as_text=True)
    assert NAME in visit(f"/people/{leaver}", as_=cast.he).text("h1")
    done = fill(browser, address, address, reason="retention", number=f" {NUMBER} ")
    assert done.status_code == 303
    told = visit(f"/people/{leaver}", as_=cast.he)
    assert told.text("h1").startswith("ERASED-")
    assert "Erased on" in told.text("#sign-in")
    assert not told.has(f"a[href='{address}']")
    visit(f"/people/{leaver}/edit", as_=cast.he, status=404)
    assert fill(browser, f"/people/{leaver}/erasure", "/logout").status_code == 303


def test_only_leavers_only_by_hr_and_never_oneself(app: Flask, cast: Cast, leaver: int, visit: Visit) -> None:
    for who in (cast.guo, cast.pmo, cast.chen, cast.audit, cast.lin):
        visit(f"/people/{leaver}/erasure", as_=who, status=403)
        visit("/people/erasures", as_=who, status=403)
    visit(f"/people/{cast.he}/erasure", as_=cast.he, status=403)
    page = visit(f"/people/{cast.lin}/erasure", as_=cast.he)
    assert "Only people who have left" in page.text("main")
    assert not page.has("form[action$='/erasure']")
    for person_id in (cast.lin, cast.he):
        with pytest.raises(NotErasable):
            erase(app, person_id, cast.he)
    erase(app, leaver, cast.he)
    with pytest.raises(NotErasable):
        erase(app, leaver, cast.he)
    assert "Nobody is to be erased" in visit("/people/erasures", as_=cast.he).text("main")


def test_no_name_number_or_address_stands_anywhere(app: Flask, cast: Cast, leaver: int) -> None:
    with app.app_context(), transaction():
        post(to=MAIL, subject=f"你好，{NAME}", body=f"{NUMBER} {MAIL}", dedupe_key="one")
        post(to="lin@huaxin.example", subject=f"{NAME} 已完成", body=f"{MAIL} 说：…", dedupe_key="two")
        audit.record(
            act="person:changed", subject=("person", cast.lin), actor_id=cast.he, after={"manager": NUMBER}, reason=NAME
        )
        db.session.execute(sa.update(OutgoingMail).where(OutgoingMail.dedupe_key == "two").values(state="sent"))
        past = f"employee_no,path_code,completed_on\n{NUMBER},SP,2024-01-01\n".encode()
        bring_history(data=past, name="past.csv", by_id=cast.he)
    with app.app_context():
        month = last_month()
        taken_over(asana((MAIL, f"{month}-10", f"{month}-09")), cast.guo, month)
        for told in (MAIL, "000101@huaxin.example"):
            brought(asana((told, f"{month}-12", "")), cast.guo if told == MAIL else cast.pmo, month, name=f"{NAME}.csv")
        audit_chain.seal_audit_trail()
    assert len(found_anywhere(app, NAME, NUMBER, MAIL, "欧阳旧名")) > 10
    pseudonym = erase(app, leaver, cast.he)
    assert found_anywhere(app, NAME, NUMBER, MAIL, "欧阳旧名", NAME.encode("unicode_escape").decode()) == []
    with app.app_context():
        assert db.session.get_one(Person, leaver).name == pseudonym
        assert set(db.session.scalars(sa.select(PersonVersion.name).where(PersonVersion.person_id == leaver))) == {
            pseudonym
        }
        mails = db.session.scalars(sa.select(OutgoingMail).where(OutgoingMail.dedupe_key.in_(("one", "two")))).all()
        assert [(one.dedupe_key, one.state, one.subject) for one in mails] == [
            ("two", MailState.sent, f"{pseudonym} 已完成")
        ]
        states = list(db.session.scalars(sa.select(UsageImport.state).order_by(UsageImport.id)))
        assert states == [UsageState.imported, UsageState.left, UsageState.checked], "who tells of others only is kept"


def test_the_chain_over_the_audit_trail_still_verifies(app: Flask, cast: Cast, leaver: int) -> None:
    with app.app_context():
        audit_chain.seal_audit_trail()
        kept = audit_chain.head()
    erase(app, leaver, cast.he)
    with app.app_context():
        audit_chain.seal_audit_trail()
        verdict = audit_chain.verify(kept)
        assert (verdict.faults, verdict.waiting) == ((), 0)
        assert verdict.redacted >= 1
    told = app.test_cli_runner().invoke(args=["audit", "verify", "--head", str(kept)])
    assert told.exit_code == 0
    assert f"{verdict.redacted} entries name an erased person no more" in told.output


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE audit_entries SET reason = 'x' WHERE id = (SELECT min(entry_id) FROM audit_redactions)", "redacted"),
        ("UPDATE audit_redactions SET digest = 'x'", "not those that the trail tells of"),
        ("DELETE FROM audit_redactions", "not those that the trail tells of"),
    ],
)
def test_what_is_changed_after_an_erasure_is_found(
    app: Flask, cast: Cast, leaver: int, statement: str, told: str
) -> None:
    with app.app_context():
        audit_chain.seal_audit_trail()
    erase(app, leaver, cast.he)
    with app.app_context(), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        else:
            for trigger in ("audit_redactions_no_update", "audit_redactions_no_delete"):
                connection.execute(sa.text(f"DROP TRIGGER {trigger}"))
        connection.execute(sa.text(statement))
    with app.app_context():
        faults = audit_chain.verify().faults
    assert any(told in fault or "was changed" in fault for fault in faults), faults


def test_an_entry_that_was_changed_before_its_redaction_is_found_too(app: Flask, cast: Cast, leaver: int) -> None:
    with app.app_context():
        audit_chain.seal_audit_trail()
    with app.app_context(), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        else:
            connection.execute(sa.text("DROP TRIGGER audit_entries_no_update"))
        changed = sa.text(
            "UPDATE audit_entries SET actor_id = :lin WHERE id = (SELECT min(id) FROM audit_entries WHERE subject_id = :whose)"
        )
        connection.execute(changed, {"lin": cast.lin, "whose": str(leaver)})
    erase(app, leaver, cast.he)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditRedaction)) == 1
        assert "was changed" in audit_chain.verify().faults[0]


def test_the_database_gives_nobody_a_name_again(app: Flask, cast: Cast, leaver: int) -> None:
    erase(app, leaver, cast.he)
    known = {"leaver": leaver, "text": str(leaver), "lin": cast.lin, "unit": cast.other_department}
    for statement in REFUSED:
        used = {name: value for name, value in known.items() if f":{name}" in statement}
        with app.app_context(), pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
            connection.execute(sa.text(statement), used)


def test_nobody_signs_in_and_no_search_finds_the_old_name(
    app: Flask, cast: Cast, leaver: int, visit: Visit, sign_in: SignIn
) -> None:
    with app.app_context(), transaction():
        actions.start_session(person=db.session.get_one(Person, leaver), browser="old")
    pseudonym = erase(app, leaver, cast.he)
    with app.app_context():
        assert not db.session.scalar(sa.select(SignInSession.person_id).where(SignInSession.person_id == leaver))
        assert not db.session.get_one(Person, leaver).may_sign_in_on(clock.today())
    for login in (NUMBER, MAIL, pseudonym):
        browser = sign_in(None)
        answer = fill(browser, "/login", "/login", login=login, password="uptake-demo")
        assert answer.status_code == 422
    for address in ("/people/?q={}", "/audit/?actor={}", "/hr/?q={}", "/hr/exports?q={}", "/feedback/ideas?q={}"):
        for text in (NAME, NUMBER, MAIL):
            shown = visit(address.format(text), as_=cast.he).text("main")
            assert pseudonym not in shown, address
            assert NAME not in shown, address
    assert pseudonym in visit(f"/people/?q={pseudonym}", as_=cast.he).text("main")


def test_a_merged_account_is_erased_with_the_kept_one(app: Flask, cast: Cast, leaver: int) -> None:
    with app.app_context(), transaction():
        twin = make_person("000778", f"{NAME}二", cast.department).id
        actions.merge_accounts(kept_id=leaver, merged_id=twin, reason="one person", by=cast.he)
    with pytest.raises(NotErasable):
        erase(app, twin, cast.he)
    erase(app, leaver, cast.he)
    with app.app_context():
        names = set(db.session.scalars(sa.select(Person.name).where(Person.id.in_((leaver, twin)))))
        assert len(names) == 2
        assert names == set(db.session.scalars(sa.select(Erasure.pseudonym)))


def test_a_namesake_keeps_the_name(app: Flask, cast: Cast, leaver: int) -> None:
    with app.app_context(), transaction():
        other = make_person("000999", NAME, cast.department, Role.ambassador).id
        audit.record(act="x:y", subject=("x", 1), actor_id=None, after={"name": NAME}, reason=f"{NAME} 来过")
    erase(app, leaver, cast.he)
    with app.app_context():
        assert db.session.get_one(Person, other).name == NAME
        entry = db.session.scalars(sa.select(audit.AuditEntry).where(audit.AuditEntry.act == "x:y")).one()
        assert (entry.after, entry.reason) == ({"name": NAME}, f"{NAME} 来过")
    assert set(found_anywhere(app, NUMBER, MAIL)) == set()
