"""What the company of the house tests has of change control."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.changes import actions
from app.changes.models import ChangeKind, ChangeState
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.changes.rows import change, make_assessment, make_change
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
        company.values |= {"freeze": freeze.id, "change_template": _template(pmo), "change_idea": idea}
        db.session.flush()


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


def _template(by_id: int, title: str = "新增字段") -> int:
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
    _template(pmo, title)
    day = clock.now() + timedelta(days=20)
    actions.add_freeze(actor=person(pmo), start=day, end=day + timedelta(days=1), reason=title)


def change_examples(values: Mapping[str, object]) -> dict[str, dict[str, object]]:
    """Which change, freeze, template or release the address of an endpoint names."""
    wanted = {
        "done": ("show_review", "create_review"),
        "urgent": ("create_approval",),
        "freeze": ("show_freeze", "update_freeze", "create_freeze_end"),
        "change_template": ("show_template", "update_template", "create_retirement"),
        "release": ("show_release", "show_edit_release", "update_release"),
        "change_idea": ("show_quick_win", "create_quick_win"),
    }
    named = {f"changes.{end}": {"number": values[name]} for name, ends in wanted.items() for end in ends}
    return {"changes": {"number": values["change"], "idea_id": values["change_idea"]}, **named}
