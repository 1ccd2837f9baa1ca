"""The register of benefits: recorded, confirmed by somebody else, corrected by a new line, counted by evidence."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.feedback.actions.merges import merge_idea
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.metrics.actions import benefits as actions
from app.metrics.formulas.benefits import total
from app.metrics.formulas.rows import AsOf
from app.metrics.models import BenefitConfirmation, BenefitLine, Evidence, Measure, Rhythm
from app.metrics.queries.benefit_facts import benefit_rows
from tests.factories import Cast
from tests.feedback.rows import make_idea, person, version_of
from tests.metrics.usage import benefit, last_month
from tests.page import Page, post
from tests.together import answers_at_once

Visit = Callable[..., Page]
SignIn = Callable[[int | None], FlaskClient]
LIST, NEW = "/metrics/benefits", "/metrics/benefits/new"
GOOD = {
    "name": "周报",
    "baseline_minutes": "90",
    "new_minutes": "45",
    "occurrences": "8",
    "first_month": "2026-01",
    "evidence": "sampled",
    "source": "抽样计时",
}


def record(client: FlaskClient, **more: str) -> str:
    """Record a line as a person does; gives its address."""
    answer = post(client, NEW, NEW, **{**GOOD, **more})
    assert answer.status_code == 303, Page(answer, NEW).list(".error")
    return answer.location


def hours() -> float:
    return float(total(benefit_rows(AsOf(clock.today(), clock.zone()))))


def test_a_line_is_recorded_and_counts_by_its_evidence(app: Flask, cast: Cast, english: SignIn, visit: Visit) -> None:
    assert "Nothing is recorded yet" in visit(LIST, as_=cast.audit).text("#benefit-list")
    record(english(cast.pmo))
    record(
        english(cast.chen),
        name="登记更慢",
        baseline_minutes="0",
        new_minutes="3",
        occurrences="105",
        evidence="claimed",
    )
    page = visit(LIST, as_=cast.he)
    assert page.text("[data-total]") == "-0.45", "4.80 sampled, less a claimed loss of 5.25 in full"
    assert page.list("tbody td.num")[5:10] == ["1", "6.00", "0.00", "6.00", "4.80"]
    assert page.list("tbody td.num")[10:15] == ["1", "0.00", "-5.25", "-5.25", "-5.25"]
    assert visit("/metrics/definitions/B1", as_=cast.he).text("[data-value]") == "-0.45 hours"
    assert visit("/metrics/definitions/B3", as_=cast.he).text("[data-below]") == "11"
    assert "登记更慢" in visit(f"{LIST}?evidence=claimed", as_=cast.he).text("#benefit-list")
    assert "周报" not in visit(f"{LIST}?evidence=claimed", as_=cast.he).text("#benefit-list")
    assert "No line is like that" in visit(f"{LIST}?q=zzz", as_=cast.he).text("#benefit-list")


@pytest.mark.parametrize(
    ("more", "field", "message"),
    [
        ({"name": ""}, "name", "Write what it is."),
        ({"new_minutes": "90"}, "baseline_minutes", "nothing is gained or lost"),
        ({"occurrences": ""}, "occurrences", "Write how often it occurs."),
        ({"measure": "money"}, "amount", "not zero"),
        ({"last_month": "2025-12"}, "last_month", "cannot be before the first"),
        ({"idea": "77"}, "idea", "no idea with this number"),
        ({"release": "77"}, "release", "no release with this number"),
        ({"source": ""}, "source", "Name the document"),
        ({"baseline_minutes": "99999999"}, "baseline_minutes", "from 0 to 1,000,000"),
        ({"first_month": "June 2026"}, "first_month", "Write the month as 2026-06."),
        ({"last_month": "2026-13"}, "last_month", "Write the month as 2026-06."),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(
    cast: Cast, english: SignIn, more: dict[str, str], field: str, message: str
) -> None:
    answer = post(english(cast.pmo), NEW, NEW, **{**GOOD, **more})
    assert answer.status_code == 422
    page = Page(answer, NEW)
    assert message in page.text(f"#{field}-error")
    assert {**page.fields(NEW), **GOOD, **more} == page.fields(NEW)


def test_somebody_else_confirms_and_large_gains_wait_for_it(
    app: Flask, cast: Cast, english: SignIn, visit: Visit
) -> None:
    here = record(english(cast.pmo), occurrences="100", evidence="measured")
    assert "counts once it is confirmed" in visit(here, as_=cast.he).text()
    with app.app_context():
        assert hours() == 0
    assert not visit(here, as_=cast.pmo).has(f"form[action='{here}/confirmation']"), "one's own"
    own = english(cast.pmo)
    token = Page(own.get(NEW), NEW).fields(NEW)["csrf_token"]
    assert own.post(f"{here}/confirmation", data={"csrf_token": token, "confirmed": "yes"}).status_code == 403
    chen = english(cast.chen)
    refused = post(chen, here, f"{here}/confirmation", confirmed="no")
    assert refused.status_code == 422
    assert "Write why not." in refused.get_data(as_text=True)
    page = Page(chen.get(here), here)
    fields = {**page.fields(f"{here}/confirmation"), "confirmed": "yes", "note": "对过账"}
    calls = [lambda: chen.post(f"{here}/confirmation", data=fields).status_code for _ in range(3)]
    assert sorted(answers_at_once(calls)) == [303, 409, 409]
    with app.app_context():
        assert hours() == 75
    assert "confirmed by 陈刚: 对过账" in visit(here, as_=cast.he).text()


def test_what_was_refused_counts_no_gain(app: Flask, cast: Cast, english: SignIn) -> None:
    here = record(english(cast.pmo))
    assert post(english(cast.sun), here, f"{here}/confirmation", confirmed="no", note="没有依据").status_code == 303
    with app.app_context():
        assert hours() == 0


def test_a_correction_is_a_new_line_and_the_old_day_keeps_its_figure(
    app: Flask, cast: Cast, english: SignIn, visit: Visit
) -> None:
    here = record(english(cast.pmo), evidence="measured")
    chen, fix = english(cast.chen), f"{here}/correction"
    missing = post(chen, fix, fix, occurrences="4")
    assert missing.status_code == 422
    assert "Write why the line is corrected." in missing.get_data(as_text=True)
    done = post(chen, fix, fix, occurrences="4", reason="只有四次")
    assert done.status_code == 303
    with app.app_context():
        assert hours() == 3
        assert db.session.scalar(sa.select(sa.func.count()).select_from(BenefitLine)) == 2
        acts = db.session.scalars(
            sa.select(AuditEntry.act).where(AuditEntry.subject_kind == "benefit").order_by(AuditEntry.id)
        ).all()
        assert acts == ["benefit:recorded", "benefit:corrected"]
    assert "corrected since" in visit(here, as_=cast.he).text()
    assert len(visit(done.location, as_=cast.he).list("table tbody tr")) == 2
    assert chen.get(fix).status_code == 409
    assert len(visit(LIST, as_=cast.he).list("#benefit-list tbody tr")) == 1
    back = post(chen, done.location, f"{done.location}/withdrawal", withdrawal="重复登记")
    assert back.status_code == 303
    with app.app_context():
        assert hours() == 0
    assert len(visit(back.location, as_=cast.he).list("table tbody tr")) == 3
    assert "Nothing is recorded yet" in visit(LIST, as_=cast.he).text("#benefit-list")


def test_an_earlier_day_knows_nothing_of_what_was_recorded_since(app: Flask, cast: Cast) -> None:
    with app.app_context():
        day = clock.today()
        with transaction():
            line = actions.record_benefit(data=benefit(first_month="2020-01"), token="a", by=cast.pmo)
        before = AsOf(day - timedelta(days=1), clock.zone())
        assert benefit_rows(before) == ()
        assert [row.id for row in benefit_rows(AsOf(day, clock.zone()))] == [line.id]


def test_what_comes_once_counts_in_its_month_and_money_in_no_hours(app: Flask, cast: Cast, visit: Visit) -> None:
    this = last_month(0)
    with app.app_context(), transaction():
        money = {"measure": Measure.money, "currency": "CNY", "first_month": this, "rhythm": Rhythm.once}
        actions.record_benefit(
            data=benefit(name="a", rhythm=Rhythm.once, first_month=last_month()), token="a", by=cast.pmo
        )
        actions.record_benefit(data=benefit(name="b", rhythm=Rhythm.once, first_month=this), token="b", by=cast.pmo)
        actions.record_benefit(
            data=benefit(name="c", first_month="2020-01", last_month="2020-02"), token="c", by=cast.pmo
        )
        actions.record_benefit(data=benefit(name="d", amount=5000, **money), token="d", by=cast.pmo)
        actions.record_benefit(data=benefit(name="e", amount=-800, **money), token="e", by=cast.pmo)
    with app.app_context():
        assert hours() == 10
    assert "5,000 CNY gained, -800 CNY lost, 4,200 CNY net" in visit(LIST, as_=cast.pmo).text()


def test_sent_twice_it_is_there_once_and_nothing_is_ever_changed(app: Flask, cast: Cast, english: SignIn) -> None:
    client = english(cast.pmo)
    fields = {**Page(client.get(NEW), NEW).fields(NEW), **GOOD}
    places = {client.post(NEW, data=fields).location for _ in range(2)}
    assert len(places) == 1
    with app.app_context():
        for statement in ("UPDATE benefit_lines SET occurrences = 9", "DELETE FROM benefit_lines"):
            with pytest.raises(sa.exc.DatabaseError, match="append-only"):
                db.session.execute(sa.text(statement))
            db.session.rollback()
        with transaction(), pytest.raises(actions.OwnLine):
            actions.confirm_benefit(line_id=1, confirmed=True, note="", by=cast.pmo)


def test_the_database_lets_nobody_confirm_what_they_recorded(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        actions.record_benefit(data=benefit(), token="a", by=cast.pmo)
    for by, refused in ((cast.pmo, True), (cast.chen, False)):
        with app.app_context():
            row = BenefitConfirmation(line_id=1, confirmed=True, by_id=by, at=clock.now())
            db.session.add(row)
            with pytest.raises(sa.exc.DatabaseError, match="does not confirm it") if refused else nullcontext():
                db.session.flush()


def test_the_page_of_an_idea_tells_what_it_brings_and_costs(
    app: Flask, cast: Cast, english: SignIn, visit: Visit
) -> None:
    with app.app_context(), transaction():
        idea, other = make_idea(cast.lin), make_idea(cast.eve, "The same")
        merge_idea(idea_id=other, into_id=idea, version=version_of(other), actor=person(cast.pmo))
    here = f"/feedback/ideas/{idea}"
    assert not visit(here, as_=cast.lin).has("#benefits-title")
    line = record(english(cast.pmo), idea=str(idea))
    wrong = record(english(cast.pmo), idea=str(idea), name="算错了")
    record(
        english(cast.chen), idea=str(other), name="登记更慢", baseline_minutes="0", new_minutes="3", occurrences="105"
    )
    record(
        english(cast.pmo), name="电费", idea=str(idea), measure="money", amount="-800", currency="CNY", rhythm="once"
    )
    assert post(english(cast.pmo), wrong, f"{wrong}/withdrawal", withdrawal="重复").status_code == 303
    assert post(english(cast.sun), line, f"{line}/confirmation", confirmed="yes", note="").status_code == 303
    page = visit(here, as_=cast.lin)
    told = [" ".join(row.split()) for row in page.list(".gains > li")]
    assert told == [
        "电费 -800 CNY · once loss sampled · 2026-01 not of this month",
        "登记更慢 -5.25 hours · a month loss sampled · 2026-01 – … not confirmed yet",
        "周报 6.00 hours · a month sampled · 2026-01 – … confirmed",
    ]
    assert not page.links(".gains a"), "the register is for those who see figures"
    assert page.list(".way-kind")[-3:] == ["Benefit recorded", "Loss recorded", "Loss recorded"]
    assert page.list(".way-step:last-child .soft") == ["-800 CNY · once · sampled"]
    chen = visit(here, as_=cast.chen)
    assert line in chen.links(".gains a")
    assert f"{LIST}?idea={idea}" in chen.links()
    assert len(visit(f"{LIST}?idea={idea}", as_=cast.chen).list("#benefit-list tbody tr")) == 3
    visit(f"{LIST}?idea=77", as_=cast.chen, status=404)


def test_every_level_of_evidence_has_its_factor(app: Flask, cast: Cast) -> None:
    with app.app_context():
        for number, one in enumerate(Evidence):
            with transaction():
                actions.record_benefit(data=benefit(evidence=one), token=str(number), by=cast.pmo)
        assert hours() == 10 * (1 + 0.8 + 0.5)
