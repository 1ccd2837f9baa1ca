"""The dual run of a wave: its days, its usual length, and what old tool and new were compared by."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.training.actions.dual_running import AlreadyChecked, Compared, record_check
from app.training.actions.rolling_out import WaveData, add_wave
from app.training.models import DualRunCheck, RolloutWave, WaveKind
from app.training.queries.dual_runs import DualRun
from tests.factories import Cast
from tests.page import Page, post

SignIn = Callable[[int | None], FlaskClient]
Visit = Callable[..., Page]
GO_LIVE = date(2026, 6, 1)


def make_wave(app: Flask, cast: Cast, **more: object) -> int:
    """A wave of one department; its id."""
    with app.app_context(), transaction():
        data = WaveData("试点", "Pilot wave", WaveKind.pilot, GO_LIVE, [cast.department], **more)  # type: ignore[arg-type]
        return add_wave(data=data, by_id=cast.pmo).id


def english(client: FlaskClient) -> FlaskClient:
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.mark.parametrize(
    ("seen", "day", "stage"),
    [(-1, 0, "planned"), (0, 1, "running"), (20, 21, "running"), (21, 22, "over")],
)
def test_three_weeks_run_from_the_first_day_to_the_last(seen: int, day: int, stage: str) -> None:
    run = DualRun(GO_LIVE, date(2026, 6, 21), GO_LIVE + timedelta(days=seen))
    assert (run.days, run.day, run.stage, run.is_usual) == (21, day, stage, True)


@pytest.mark.parametrize(("days", "usual"), [(13, False), (14, True), (28, True), (29, False), (35, False)])
def test_two_to_four_weeks_are_usual(days: int, usual: bool) -> None:  # noqa: FBT001 (an expected value)
    assert DualRun(GO_LIVE, GO_LIVE + timedelta(days=days - 1), GO_LIVE).is_usual is usual


def test_an_unusual_length_is_warned_of_and_never_refused(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    """21 days are fine; 35 are saved with a warning until a reason is written."""
    wave, pmo = make_wave(app, cast), english(sign_in(cast.pmo))
    page, edit, here = f"/training/waves/{wave}", f"/training/waves/{wave}/edit", f"/training/waves/{wave}/dual-run"
    assert "No days are set" in Page(pmo.get(here), here).text("main")
    told = {"dual_run_from": "2026-06-01", "dual_run_to": "2026-06-21"}
    assert post(pmo, edit, page, **told).status_code == 303
    assert "usually" not in Page(pmo.get(here), here).text("main") + Page(pmo.get(page), page).text("main")
    assert post(pmo, edit, page, dual_run_to="2026-07-05").status_code == 303
    assert "35 days: a dual run usually lasts 14 to 28" in Page(pmo.get(here), here).text("main")
    assert "say why this one does not" in Page(pmo.get(page), page).text("main")
    assert post(pmo, edit, page, dual_run_reason="The books close twice").status_code == 303
    assert "Reason: The books close twice" in Page(pmo.get(here), here).text("main")
    assert "say why" not in Page(pmo.get(page), page).text("main")
    assert post(pmo, edit, page, dual_run_from="", dual_run_to="").status_code == 303
    with app.app_context():
        wave_row = db.session.get_one(RolloutWave, wave)
        assert (wave_row.dual_run_from, wave_row.dual_run_reason) == (None, "")


@pytest.mark.parametrize(
    ("first", "last", "field", "said"),
    [
        ("2026-06-01", "", "dual_run_to", "Choose the last day, too."),
        ("", "2026-06-21", "dual_run_from", "Choose the first day, too."),
        ("2026-06-21", "2026-06-01", "dual_run_to", "The last day is before the first."),
    ],
)
def test_days_that_make_no_sense_are_answered_at_their_field(
    app: Flask, cast: Cast, sign_in: SignIn, first: str, last: str, field: str, said: str
) -> None:
    wave, pmo = make_wave(app, cast), english(sign_in(cast.pmo))
    page, edit = f"/training/waves/{wave}", f"/training/waves/{wave}/edit"
    answer = post(pmo, edit, page, dual_run_from=first, dual_run_to=last)
    assert answer.status_code == 422
    assert Page(answer, page).text(f"#{field}-error") == said
    assert Page(answer, page).fields(page)["dual_run_from"] == first, "nothing typed is lost"


def test_the_database_refuses_half_a_dual_run(app: Flask, cast: Cast) -> None:
    wave = make_wave(app, cast)
    for days in ({"dual_run_from": GO_LIVE}, {"dual_run_from": GO_LIVE, "dual_run_to": date(2026, 5, 1)}):
        change = sa.update(RolloutWave).where(RolloutWave.id == wave).values(days)
        with app.app_context(), pytest.raises(sa.exc.IntegrityError), transaction():
            db.session.execute(change)


def test_a_difference_is_written_down_and_settled(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    wave, pmo = make_wave(app, cast), english(sign_in(cast.pmo))
    here = f"/training/waves/{wave}/dual-run"
    checks = f"{here}/checks"
    assert "Nothing is compared yet" in Page(pmo.get(here), here).text("#check-list")
    empty = post(pmo, here, checks, subject=" ", old_result="1", new_result="", outcome="")
    assert empty.status_code == 422
    said = Page(empty, here)
    assert all(said.has(f"#{field}-error") for field in ("subject", "new_result", "outcome"))
    assert not said.has("#old_result-error")
    told = {"subject": "Open tasks", "old_result": "37", "new_result": "35", "outcome": "differs"}
    assert post(pmo, here, checks, **told).status_code == 303
    assert post(pmo, here, checks, **{**told, "subject": "Late orders", "outcome": "agrees"}).status_code == 303
    twice = post(pmo, here, checks, **told)
    assert twice.status_code == 422
    assert "already" in Page(twice, here).text("#subject-error")
    tomorrow = (date.today() + timedelta(days=2)).isoformat()  # noqa: DTZ011 (two days on are ahead in every zone)
    assert post(pmo, here, checks, **{**told, "checked_on": tomorrow}).status_code == 422
    assert Page(pmo.get(f"{here}?outcome=differs"), here).list("#check-list tbody th") == ["Open tasks"]
    assert Page(pmo.get(f"{here}?q=late"), here).list("#check-list tbody th") == ["Late orders"]
    assert "like that" in Page(pmo.get(f"{here}?q=zzz"), here).text("#check-list")
    overview = f"/training/waves/{wave}"
    assert "2 results compared, 1 still differs" in Page(pmo.get(overview), overview).text("main")
    first, second = (f"{checks}/{n}" for n in (1, 2))
    assert post(pmo, first, first, settlement="").status_code == 422
    assert post(pmo, first, first, settlement="Two were void in the old list.").status_code == 303
    shown = Page(pmo.get(first), first)
    assert "Two were void" in shown.text("main")
    assert not shown.has("form[action$='/checks/1']"), "it is settled"
    assert Page(pmo.get(f"{here}?outcome=settled"), here).list("#check-list tbody th") == ["Open tasks"]
    assert not Page(pmo.get(second), second).has("textarea"), "they agree"
    assert post(pmo, second, f"{second}/delete").status_code == 303
    assert pmo.get(second).status_code == 404
    assert pmo.get("/training/waves/999/dual-run/checks/1").status_code == 404
    with app.app_context():
        acts = db.session.scalars(sa.select(AuditEntry.act).where(AuditEntry.act.startswith("dual_run:")))
        assert list(acts) == ["dual_run:checked"] * 2 + ["dual_run:settled", "dual_run:removed"]


def test_who_settles_second_is_told_and_keeps_the_words(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    wave, pmo, he = make_wave(app, cast), english(sign_in(cast.pmo)), english(sign_in(cast.he))
    here = f"/training/waves/{wave}/dual-run"
    told = {"subject": "Open tasks", "old_result": "37", "new_result": "35", "outcome": "differs"}
    post(pmo, here, f"{here}/checks", **told)
    check = f"{here}/checks/1"
    form = Page(he.get(check), check).fields(check)
    post(pmo, check, check, settlement="first")
    late = he.post(check, data={**form, "settlement": "my own words"})
    assert late.status_code == 409
    assert "somebody was faster" in late.get_data(as_text=True)
    assert "my own words" in late.get_data(as_text=True)
    with app.app_context():
        assert db.session.get_one(DualRunCheck, 1).settlement == "first"


def test_the_same_comparison_from_two_tabs_stands_once(app: Flask, cast: Cast) -> None:
    wave = make_wave(app, cast)

    def write(_n: int) -> bool:
        with app.app_context():
            compared = Compared(clock.today(), "Open tasks", "1", "1", agrees=True)
            try:
                with transaction():
                    record_check(wave_id=wave, compared=compared, by_id=cast.pmo)
            except AlreadyChecked:
                return False
            return True

    with ThreadPoolExecutor(6) as tabs:
        assert sorted(tabs.map(write, range(6))) == [False] * 5 + [True]


def test_the_programme_tells_both_clocks(app: Flask, cast: Cast, visit: Visit) -> None:
    """Dual run and thirty days begin on the same day and are told side by side."""
    wave = make_wave(app, cast, dual_run=(GO_LIVE, date(2026, 6, 21)))
    for day, told in (("2026-06-12", "day 12 of 21"), ("2026-06-22", "over after 21 days")):
        page = visit(f"/metrics/programme?as_of={day}", as_=cast.pmo, language="en")
        assert told in page.text(f"[aria-labelledby=wave-{wave}]")
        assert "of 30" in page.text(f"[aria-labelledby=wave-{wave}]")
