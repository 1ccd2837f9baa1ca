"""What the company of the house tests has of change control."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.accounts.models import PersonRole, Role
from app.changes import actions
from app.changes.actions.ballots import cast_ballot
from app.changes.actions.board import name_deputy, set_rule
from app.changes.actions.rounds import close_round, open_round
from app.changes.formulas.deciding import Choice, Rule
from app.changes.models import ChangeKind, ChangeState
from app.changes.queries.rounds import roll_of
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.changes.rows import change, make_assessment, make_change
from tests.factories import make_person
from tests.feedback.rows import make_idea, person


def propose(company: Any) -> None:
    """A request with an assessment and a window, an emergency, one that is done, one released; a freeze, a template."""
    zhou, pmo = company.cast.zhou, company.cast.pmo
    with company.app.app_context(), transaction():
        agreed, urgent = make_change(zhou, "批量导出"), make_change(zhou, "修复登录", kind=ChangeKind.emergency)
        make_assessment(agreed, zhou)
        idea = make_idea(company.cast.lin, "导出一次完成")
        actions.link_idea(change_id=agreed, idea_id=idea, actor=person(pmo))
        change(agreed).state = ChangeState.approved
        schedule(agreed, pmo)
        done, released = (_done(zhou, title) for title in ("看板提速", "日报复制"))
        release = actions.publish_release(actor=person(pmo), changes=[released], title="日报", note="可以复制了。")
        now = clock.now()
        freeze = actions.add_freeze(
            actor=person(pmo), start=now + timedelta(days=9), end=now + timedelta(days=10), reason="月末结账"
        )
        company.values |= {"change": agreed, "urgent": urgent, "done": done, "release": release.id}
        company.values |= {"freeze": freeze.id, "change_template": make_template(pmo), "change_idea": idea}
        _convene(company)
        db.session.flush()


def _convene(company: Any) -> None:
    """A board with its rule and a deputy, a change on the agenda, an open round and one that has decided."""
    zhou, pmo, sun = company.cast.zhou, company.cast.pmo, company.cast.sun
    for _version in range(2):
        set_rule(rule=Rule(1, 2, 1, 2), chair_id=sun, working_days=3, reason="章程", by_id=pmo)
    company.values["agenda"] = _on_agenda(zhou, "提醒更早")
    company.values["round"] = _vote_on(company, "按部门导出", decided=False)
    _vote_on(company, "颜色更清楚", decided=True)
    day = clock.today() + timedelta(days=1)
    company.values["stand_in"] = make_person("570999", "代理", company.cast.department).id
    named = name_deputy(member_id=sun, deputy_id=company.values["stand_in"], first_on=day, last_on=day)
    company.values["deputising"] = named.id


def _on_agenda(owner_id: int, title: str) -> int:
    number = make_change(owner_id, title)
    make_assessment(number, owner_id)
    change(number).state = ChangeState.on_agenda
    db.session.flush()
    return number


def _vote_on(company: Any, title: str, *, decided: bool) -> int:
    """A round on a change of Zhou's; a member says yes, and where it is decided all do."""
    helper = make_person(f"57{len(title)}{make_idea(company.cast.lin, title):04}", "委员", company.cast.department)
    helper.role_rows.append(PersonRole(role=Role.board_member))
    db.session.flush()
    number = _on_agenda(company.cast.zhou, title)
    idea = make_idea(company.cast.lin, f"{title}，请")
    actions.link_idea(change_id=number, idea_id=idea, actor=person(company.cast.pmo))
    opened = open_round(change_id=number, actor=person(company.cast.pmo))
    for line in roll_of([opened.id])[opened.id]:
        if decided or line.seat.member_id == helper.id:
            cast_ballot(
                round_id=opened.id,
                member_id=line.seat.member_id,
                caster_id=line.seat.member_id,
                choice=Choice.approve,
                comment="值得",
                seen_hash=opened.content_hash,
            )
    if decided:
        close_round(round_id=opened.id, actor=person(company.cast.sun))
    return opened.id


def schedule(number: int, by_id: int) -> None:
    """Give a change the window of tomorrow, whatever stands against it."""
    start = clock.now() + timedelta(days=1)
    actions.schedule_change(
        change_id=number,
        version=change(number).version,
        actor=person(by_id),
        start=start,
        end=start + timedelta(hours=2),
        override_reason="月末前必须完成",
    )


def _done(owner_id: int, title: str) -> int:
    return make_change(owner_id, title, state=ChangeState.implemented, implemented_at=clock.now())


def make_template(by_id: int, title: str = "新增字段") -> int:
    today = clock.today()
    return actions.write_template(
        actor=person(by_id),
        title=title,
        description="按步骤做。",
        area="data",
        back_out_plan="删除字段。",
        approved_on=today,
        expires_on=today + timedelta(days=180),
    ).id


def grow_changes(company: Any, idea_id: int, title: str) -> None:
    """One more of everything that pages of change control list."""
    zhou, pmo = company.cast.zhou, company.cast.pmo
    number = make_change(zhou, title)
    actions.link_idea(change_id=number, idea_id=idea_id, actor=person(pmo))
    change(number).state = ChangeState.approved
    schedule(number, pmo)
    schedule(int(company.values["change"]), pmo)
    kept = make_idea(zhou, title)
    actions.link_idea(change_id=int(company.values["change"]), idea_id=kept, actor=person(pmo))
    actions.publish_release(actor=person(pmo), changes=[_done(zhou, title)], title=title, note="好了。")
    _done(zhou, f"{title} 待发布")
    make_template(pmo, title)
    for decided in (True, False):
        _vote_on(company, title, decided=decided)
    set_rule(rule=Rule(1, 2, 1, 2), chair_id=company.cast.sun, working_days=3, reason=title, by_id=pmo)
    after = clock.today() + timedelta(days=number * 2)
    name_deputy(member_id=company.cast.sun, deputy_id=company.values["stand_in"], first_on=after, last_on=after)
    day = clock.now() + timedelta(days=20)
    actions.add_freeze(actor=person(pmo), start=day, end=day + timedelta(days=1), reason=title)


def change_examples(values: Mapping[str, object]) -> dict[str, dict[str, object]]:
    """Which change, freeze, template or release the address of an endpoint names."""
    wanted = {
        "done": ("show_review", "create_review"),
        "urgent": ("create_approval",),
        "freeze": ("show_freeze", "update_freeze", "create_freeze_end"),
        "change_template": ("show_template", "update_template", "create_retirement"),
        "agenda": ("create_round",),
        "round": ("show_round", "create_ballot", "create_recusal", "create_round_closing", "create_round_stop"),
        "deputising": ("delete_deputy",),
        "release": ("show_release", "show_edit_release", "update_release"),
        "change_idea": ("show_quick_win", "create_quick_win"),
    }
    named = {f"changes.{end}": {"number": values[name]} for name, ends in wanted.items() for end in ends}
    return {"changes": {"number": values["change"], "idea_id": values["change_idea"]}, **named}
