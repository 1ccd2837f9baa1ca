"""The roll-out by wave: what is told of each in the golden company, worked out by hand, and to whom."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Department, Membership, ProjectGroup, Role
from app.foundation.db import db, transaction
from app.metrics.formulas.waves import GoLive
from app.training.actions.rolling_out import WaveData, add_wave
from app.training.models import WaveKind
from tests.factories import make_person
from tests.golden import COMPANY, EXPECTED
from tests.page import Page

DAY = "2026-06-30"
PAGE = f"/metrics/programme?as_of={DAY}"
Visit = Callable[..., Page]
AWAY: dict[str, Any] = {"leave_from": date(2020, 1, 1), "language": "en"}
WAVES = (
    ("试点", "Pilot of R&D", WaveKind.pilot, date(2026, 6, 1), ("D10",)),
    ("采购", "Procurement", WaveKind.site, date(2026, 6, 20), ("D20",)),
    ("全公司", "Everybody", WaveKind.all, date(2026, 8, 1), ()),
)


@pytest.fixture
def company(app: Flask, loaded: Callable[..., None]) -> dict[str, int]:
    """The golden company in three waves; the PMO and two managers, on leave for ever: nothing is asked of them."""
    loaded(COMPANY)
    with app.app_context(), transaction():
        homes = dict(db.session.execute(sa.select(Department.code, Department.id)).all())
        told = (("pmo", Role.pmo, "D30"), ("lead", Role.manager, "D10"), ("buyer", Role.manager, "D20"))
        found = {
            name: make_person(f"90000{n}", name, homes[home], role, email=f"{name}@huaxin.example", **AWAY).id
            for n, (name, role, home) in enumerate(told)
        }
        for name, name_en, kind, day, codes in WAVES:
            data = WaveData(name, name_en, kind, day, [homes[code] for code in codes])
            found[name_en] = add_wave(data=data, by_id=found["pmo"]).id
        return {**homes, **found}


def figures(page: Page, wave: int) -> dict[str, str]:
    """What each card of a wave says, without its doors."""
    cards = page.root.cssselect(f"[aria-labelledby=wave-{wave}] .figure")
    told = {}
    for card in cards:
        for door in card.cssselect(".figure-doors, .gauge, .visually-hidden"):
            door.drop_tree()
        name = card.get("aria-labelledby").split("-", 2)[2]
        told[name] = " ".join(" ".join(part.text_content() for part in card.iterchildren() if part.tag != "h3").split())
    return told


def test_the_pilot_is_worked_out_by_hand(company: dict[str, int], visit: Visit) -> None:
    """000102, 000103 and 000105 have completed all; 000101 and 000104 one of two."""
    page = visit(PAGE, as_=company["pmo"])
    told = figures(page, company["Pilot of R&D"])
    assert told["ready"] == "60.0 % 3 of 5 in progress: 2, nothing asked: 1"
    assert told["completion"] == "71.4 % 5 of 7"
    assert told["on-time"] == "57.1 % 4 of 7"
    assert told["superusers"] == "100.0 % 1 of 1"
    assert told["ambassadors"] == "100.0 % 2 of 2", "G1 of 000102, G2 of 000103; nobody of the pilot is in G3"
    assert told["usage"].startswith("80.0 % 4 of 5")
    assert float(told["index"].split()[-1]) == float(EXPECTED["adoption_index"]["D10"]["value"])
    head = page.text(f"[aria-labelledby=wave-{company['Pilot of R&D']}]")
    assert "day 30 of 30" in head, "the last day is still inside"
    assert "6 people" in head


def test_few_people_stay_hidden_in_the_second_wave(company: dict[str, int], visit: Visit) -> None:
    """000201 is ready, 000203 (on leave) and 000204 have not begun, 000202 need not do anything."""
    told = figures(visit(PAGE, as_=company["pmo"]), company["Procurement"])
    assert told["ready"] == "33.3 % 1 of 3 not begun: 2, nothing asked: 2"
    assert told["completion"] == told["on-time"] == "50.0 % 1 of 2"
    assert told["superusers"] == "0.0 % 0 of 1"
    assert told["ambassadors"] == "100.0 % 1 of 1"
    assert told["usage"].startswith("— not shown: too few people")
    assert told["index"] == "1 department: not shown: too few people"


def test_a_wave_of_everybody_tells_what_the_company_does(company: dict[str, int], visit: Visit) -> None:
    page = visit(PAGE, as_=company["pmo"])
    told = figures(page, company["Everybody"])
    assert told["ready"] == "60.0 % 6 of 10 in progress: 2, not begun: 2, nothing asked: 4", "000302 has left"
    for name, expected in (
        ("completion", EXPECTED["training"]["all"]["T1"]),
        ("on-time", EXPECTED["training"]["all"]["T2"]),
    ):
        ratio = f"{expected['percent']} % {expected['numerator']} of {expected['denominator']}"
        assert told[name] == ratio, "who left after the due day still counts"
    assert told["superusers"] == "33.3 % 1 of 3"
    assert told["usage"].startswith("80.0 % 4 of 5"), (
        "no more than what D10 tells: of D20 and D30 nothing can be worked out"
    )
    assert "in 32 days" in page.text(f"[aria-labelledby=wave-{company['Everybody']}]")
    assert page.list(".bars caption")[0].startswith("Share of people")
    assert page.list("[aria-labelledby=ready-heading] td.num") == ["60.0 %", "33.3 %", "60.0 %"]


def test_every_number_opens_as_many_rows(company: dict[str, int], visit: Visit) -> None:
    for wave, name, part, count in (
        ("Pilot of R&D", "ready", "denominator", 5),
        ("Pilot of R&D", "ready", "numerator", 3),
        ("Pilot of R&D", "ready", "in_progress", 2),
        ("Procurement", "ready", "not_begun", 2),
        ("Everybody", "completion", "denominator", 11),
        ("Everybody", "on-time", "numerator", 6),
        ("Everybody", "superusers", "rest", 2),
        ("Pilot of R&D", "ambassadors", "denominator", 2),
        ("Pilot of R&D", "usage", "denominator", 1),
        ("Everybody", "index", "denominator", 3),
    ):
        page = visit(f"/metrics/programme/{company[wave]}/{name}?as_of={DAY}&part={part}", as_=company["pmo"])
        assert len(page.list("#row-list tbody tr")) == count, (wave, name, part)
    found = visit(f"/metrics/programme/{company['Everybody']}/ready?as_of={DAY}&q=000104", as_=company["pmo"])
    assert found.list("#row-list tbody th") == ["孙岩 000104"]
    nothing = visit(f"/metrics/programme/{company['Everybody']}/ready?as_of={DAY}&q=zzz", as_=company["pmo"])
    assert "Nothing found" in nothing.text("#row-list")
    few = visit(f"/metrics/programme/{company['Procurement']}/usage?as_of={DAY}", as_=company["pmo"])
    assert not few.has("#row-list tbody")
    for address in ("ready?part=late", "completion?part=in_progress", "speed"):
        visit(f"/metrics/programme/{company['Everybody']}/{address}", as_=company["pmo"], status=404)
    visit("/metrics/programme/999999/ready", as_=company["pmo"], status=404)


def test_a_manager_sees_the_own_people_of_each_wave(company: dict[str, int], visit: Visit) -> None:
    page = visit(PAGE, as_=company["buyer"])
    assert not page.has(f"#wave-{company['Pilot of R&D']}"), "nobody of the branch is in it"
    assert figures(page, company["Everybody"])["ready"] == "33.3 % 1 of 3 not begun: 2, nothing asked: 2"
    visit(f"/metrics/programme/{company['Pilot of R&D']}/ready?as_of={DAY}", as_=company["buyer"], status=404)
    visit("/metrics/programme?department=D10", as_=company["buyer"], status=404)
    own = visit(f"/metrics/programme/{company['Everybody']}/ready?as_of={DAY}", as_=company["buyer"])
    assert {cell.split()[-1] for cell in own.list("#row-list tbody th")} == {"000201", "000203", "000204"}
    chosen = visit(f"{PAGE}&department=D20", as_=company["pmo"])
    assert figures(chosen, company["Everybody"]) == figures(page, company["Everybody"])


def test_an_earlier_day_tells_what_was_known_then(company: dict[str, int], visit: Visit) -> None:
    """On 12 June 000101 and 000201 had completed EU; nobody else had completed anything."""
    page = visit("/metrics/programme?as_of=2026-06-12", as_=company["pmo"])
    pilot = figures(page, company["Pilot of R&D"])
    assert pilot["ready"].startswith("0.0 % 0 of 5")
    assert pilot["completion"] == "14.3 % 1 of 7"
    assert figures(page, company["Procurement"])["ready"].startswith("33.3 % 1 of 3")
    assert "day 12 of 30" in page.text(f"[aria-labelledby=wave-{company['Pilot of R&D']}]")
    later = visit("/metrics/programme?as_of=2026-07-01", as_=company["pmo"])
    assert "day 3" not in later.text(f"#wave-{company['Pilot of R&D']}"), "the window closed at 24:00 of 30 June"


def test_a_wave_of_a_project_group_tells_no_usage_of_a_part(app: Flask, company: dict[str, int], visit: Visit) -> None:
    with app.app_context(), transaction():
        group = db.session.scalars(sa.select(ProjectGroup).where(ProjectGroup.code == "G2")).one()
        assert db.session.scalar(sa.select(sa.func.count()).where(Membership.project_group_id == group.id)) == 2
        wave = add_wave(data=WaveData("G2", "", WaveKind.site, None, (), [group.id]), by_id=company["pmo"]).id
    page = visit(PAGE, as_=company["pmo"])
    told = figures(page, wave)
    assert told["ready"] == "100.0 % 2 of 2", "000103 and 000201"
    assert told["on-time"] == "50.0 % 1 of 2", "000103 was half an hour late"
    assert told["superusers"] == "50.0 % 1 of 2", "of D10 and D20, in which they are"
    assert told["usage"].startswith(told["index"])
    assert told["index"] == "— told of whole departments only"
    assert "not known yet" in page.text(f"[aria-labelledby=wave-{wave}]")


def test_without_waves_the_page_says_where_they_are_made(app: Flask, loaded: Callable[..., None], visit: Visit) -> None:
    loaded(COMPANY)
    with app.app_context(), transaction():
        home = db.session.scalars(sa.select(Department.id).where(Department.code == "D30")).one()
        pmo = make_person("900001", "pmo", home, Role.pmo, language="en").id
    assert "There are no waves" in visit("/metrics/programme", as_=pmo).text("#wave-list")


@pytest.mark.parametrize(
    ("day", "stage", "number"),
    [("05-31", "planned", 0), ("06-01", "window", 1), ("06-30", "window", 30), ("07-01", "settled", 31)],
)
def test_the_window_has_thirty_days_and_the_day_of_go_live_is_the_first(day: str, stage: str, number: int) -> None:
    live = GoLive(date(2026, 6, 1), date.fromisoformat(f"2026-{day}"))
    assert (live.stage, live.day, live.window_closes) == (stage, number, date(2026, 6, 30))
    assert GoLive(None, date(2026, 6, 1)).stage == "undated"
