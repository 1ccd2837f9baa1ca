"""A second, deliberately naive way to count, straight from the company file: loops, no database, none of our formulas."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

Company = dict[str, Any]
Pair = tuple[int, int]


def local(company: Company, text: str) -> date:
    return datetime.fromisoformat(text).astimezone(ZoneInfo(company["zone"])).date()


def away(person: dict[str, Any], day: date) -> bool:
    gone = person["last_day"] is not None and date.fromisoformat(person["last_day"]) <= day
    leave = person["leave_from"] is not None and date.fromisoformat(person["leave_from"]) <= day
    return gone or leave


def person_of(company: Company, assignment: dict[str, Any]) -> dict[str, Any]:
    return next(p for p in company["people"] if p["employee_no"] == assignment["employee_no"])


def asked(company: Company, day: date, departments: set[str], path: str | None) -> list[dict[str, Any]]:
    found = []
    for assignment in company["assignments"]:
        if not assignment["mandatory"] or assignment["waived"] or local(company, assignment["assigned_at"]) > day:
            continue
        if path not in (None, assignment["path"]):
            continue
        if person_of(company, assignment)["department"] in departments:
            found.append(assignment)
    return found


def done(company: Company, assignment: dict[str, Any], day: date) -> bool:
    return assignment["completed_at"] is not None and local(company, assignment["completed_at"]) <= day


def late(company: Company, assignment: dict[str, Any], day: date) -> bool:
    if done(company, assignment, day) or assignment["due_on"] is None:
        return False
    return date.fromisoformat(assignment["due_on"]) < day


def t1(company: Company, day: date, departments: set[str], path: str | None) -> Pair:
    rows = [a for a in asked(company, day, departments, path) if not away(person_of(company, a), day)]
    return len([a for a in rows if done(company, a, day)]), len(rows)


def t2(company: Company, day: date, departments: set[str], path: str | None) -> Pair:
    part = whole = 0
    for assignment in asked(company, day, departments, path):
        if assignment["due_on"] is None:
            continue
        due = date.fromisoformat(assignment["due_on"])
        if not (day.replace(day=1) <= due <= day) or away(person_of(company, assignment), due):
            continue
        whole += 1
        if done(company, assignment, day) and local(company, assignment["completed_at"]) <= due:
            part += 1
    return part, whole


def t3(company: Company, day: date, departments: set[str], path: str | None) -> Pair:
    rows = [a for a in asked(company, day, departments, path) if not away(person_of(company, a), day)]
    return len([a for a in rows if late(company, a, day)]), len(rows)


def t5(company: Company, day: date, departments: set[str], path: str | None) -> Pair:
    rows = [a for a in asked(company, day, departments, path) if not away(person_of(company, a), day)]
    people = {a["employee_no"] for a in rows}
    failing = {a["employee_no"] for a in rows if late(company, a, day)}
    return len(people - failing), len(people)


def s1(company: Company, day: date, departments: set[str]) -> Pair:
    part = whole = 0
    for department in departments:
        heads = [p for p in company["people"] if p["department"] == department and not away(p, day)]
        if not heads:
            continue
        whole += 1
        serving = set()
        for entry in company["superusers"]:
            person = next(p for p in company["people"] if p["employee_no"] == entry["employee_no"])
            certified = entry["certified_on"] is not None and date.fromisoformat(entry["certified_on"]) <= day
            if entry["department"] == department and entry["state"] == "active" and certified and not away(person, day):
                serving.add(entry["employee_no"])
        needed = len(heads) // 40 + (1 if len(heads) % 40 else 0)
        if len(serving) >= max(1, needed):
            part += 1
    return part, whole


def below(company: Company, top: str) -> set[str]:
    found = {top}
    for _ in company["departments"]:
        found |= {d["code"] for d in company["departments"] if d.get("parent") in found}
    return found
