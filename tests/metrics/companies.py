"""Random companies that try the edges: due days and completions around midnight, leavers, leave, waivers, empty departments."""

from typing import Any

from hypothesis import strategies as st

DEPARTMENTS = ["D1", "D2", "D3"]
PATHS = ["EU", "AD"]
DAYS = [
    f"2026-{month:02d}-{day:02d}"
    for month, days in ((5, (1, 15, 30, 31)), (6, (1, 2, 14, 15, 16, 29, 30)), (7, (1, 2, 15)))
    for day in days
]
days = st.sampled_from(DAYS)
instants = st.builds(
    lambda day, clock: f"{day}T{clock}Z", days, st.sampled_from(["00:00:00", "15:59:59", "16:00:00", "23:30:00"])
)


@st.composite
def companies(draw: st.DrawFn) -> dict[str, Any]:
    people: list[dict[str, Any]] = [
        {
            "employee_no": f"{number:04d}",
            "name": f"人{number}",
            "department": draw(st.sampled_from(DEPARTMENTS)),
            "last_day": draw(st.none() | days),
            "leave_from": draw(st.none() | st.none() | days),
        }
        for number in range(1, draw(st.integers(2, 6)))
    ]
    numbers = [person["employee_no"] for person in people]
    return {
        "zone": draw(st.sampled_from(["Asia/Shanghai", "UTC", "America/New_York"])),
        "as_of": "2026-06-30",
        "departments": [
            {"code": "D1", "name": "一部"},
            {"code": "D2", "name": "二部", "parent": draw(st.sampled_from([None, "D1"]))},
            {"code": "D3", "name": "三部", "parent": draw(st.sampled_from([None, "D1", "D2"]))},
        ],
        "people": people,
        "paths": [
            {"code": code, "tier": "end_user", "title": code, "version": "1.0", "pass_mark": 80} for code in PATHS
        ],
        "assignments": draw(assignments(numbers)),
        "superusers": draw(superusers(numbers)),
    }


@st.composite
def assignments(draw: st.DrawFn, numbers: list[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number in numbers:
        for path in draw(st.lists(st.sampled_from(PATHS), max_size=2, unique=True)):
            waived = draw(st.none() | st.none() | st.just({"reason": "x"}))
            found.append(
                {
                    "id": f"A-{len(found)}",
                    "employee_no": number,
                    "path": path,
                    "mandatory": draw(st.sampled_from([True, True, False])),
                    "assigned_at": draw(instants),
                    "due_on": draw(days | days | st.none()),
                    "waived": waived,
                    "completed_at": None if waived else draw(st.none() | instants),
                }
            )
    return found


@st.composite
def superusers(draw: st.DrawFn, numbers: list[str]) -> list[dict[str, Any]]:
    pairs = draw(st.lists(st.tuples(st.sampled_from(numbers), st.sampled_from(DEPARTMENTS)), max_size=3, unique=True))
    states = st.sampled_from(["active", "active", "nominated"])
    return [
        {"employee_no": number, "department": code, "state": draw(states), "certified_on": draw(st.none() | days)}
        for number, code in pairs
    ]
