"""Whole drills in the mini-world through the app, without a script."""

import pytest

from tests.training.world.worker import Worker


def late_cabinet(worker: Worker, stage: str) -> None:
    """Everything that the drill “overload” wants."""
    worker.do("overload", "task/WB-12", "status", stage, to="at_risk", reason="The terminal blocks have not arrived")
    worker.do("overload", "task/WB-12", "plan", stage, left="16")
    worker.do(
        "overload", "task/WB-12", "comment", stage, call="role:manager", text="Finished on Friday at the earliest"
    )
    worker.do("overload", "task/SS-05", "plan", stage, start="2026-09-21", finish="2026-09-22")


def test_a_drill_is_tried_checked_and_passed_without_a_script(worker: Worker) -> None:
    late_cabinet(worker, "try")
    checked = worker.open("overload", more="&checked=1")
    assert "All right!" in checked.text(".world-foot")
    late_cabinet(worker, "test")
    answer = worker.hand_in("overload")
    assert answer.status_code == 303
    result = worker.client.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Passed. Well done!" in result
    assert "The terminal blocks have not arrived" in result


@pytest.mark.parametrize(
    "at",
    [
        *("projects", "project/PL", "new", "new/procurement", "new/none", "tasks", "task/WB-12", "task/PL-08"),
        *("people", "roles", "grant", "grant/g2", "grant/g10", "reports", "report", "nowhere/at-all", ""),
    ],
)
@pytest.mark.parametrize("stage", ["try", "test"])
def test_every_spot_can_be_seen_alone_and_in_its_page(worker: Worker, at: str, stage: str) -> None:
    page = worker.open("overload", at, stage)
    assert page.has("#world-desk h2")
    alone = worker.client.get(page.address, headers={"HX-Request": "true", "HX-Target": "world-desk"})
    assert alone.status_code == 200
    assert alone.get_data(as_text=True).lstrip().startswith('<section id="world-desk"')
