"""A learner who knows the answers, working through pages as a browser does; and a small path to learn."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as Folder

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.foundation.db import db, transaction
from app.training.actions import assigning, practising, reviewing
from app.training.actions.publishing import publish_folder
from app.training.content.kinds.signoff import SignoffDrill
from app.training.content.steps import SteppedDrill
from app.training.content.variants import model
from app.training.models import AssignmentSource, Stage
from app.training.queries import places, practice
from app.training.queries.published import Published, current
from tests.page import Page

PATH = """code: {code}
tier: end_user
version: "{version}"
title: {{zh: 小路径, en: Small path}}
summary: {{zh: 很短。, en: Very short.}}
order: strict
pass_mark: 80
valid_months: 24
modules: [{modules}]
"""

MODULE = {
    "en": """---
id: {id}
title: "Module {id}"
tiers: [end_user]
version: {version}
on_change: keep
minutes: 5
goals: ["Do {id}"]
---

Read this about {id}.{typo}

## Fill in {{#fill .form pass=80}}

> You worked on the drawing for {hours} hours, and the printer was broken.

| Field | Control | Correct | Hint |
|---|---|---|---|
| Task* | choice: Meeting / Drawing / Test | Drawing | Book it on the task you worked on |
| Hours* | number 0..24 step 0.5 | {hours} | Real hours please, CANARY-HINT |
| Risk* | choice: No / Yes | Yes | Broken printers are risks |
| Which | text 3..200 | when Risk=Yes: has printer | Name the printer |

## Quiz {{#quiz .quiz ask=2 pass=50 attempts=3}}

### One plus one? {{#one .number}}

[[2]]

> Why: CANARY-WHY two.

### Which is a fruit? {{#two .single}}
- [x] Apple
- [ ] Hammer
  > CANARY-FEEDBACK not a fruit.

> Why: it grows.

### Pick the colours {{#three .multiple}}
- [x] Red
- [ ] Loud
- [x] Blue

> Why: colours.

### Order them {{#four .order}}
1. First
2. Second
3. Third

> Why: so.
""",
    "zh": """---
id: {id}
title: "模块 {id}"
tiers: [end_user]
version: {version}
on_change: keep
minutes: 5
goals: ["会做 {id}"]
---

读一读 {id}。{typo}

## 填写 {{#fill .form pass=80}}

> 你画了 {hours} 小时图纸，打印机坏了。

| 字段 | 控件 | 正确 | 提示 |
|---|---|---|---|
| 任务* | 选项：会议 / 图纸 / 测试 | 图纸 | 记在你做的任务上 |
| 工时* | 数字 0..24 步长 0.5 | {hours} | 填实际工时 CANARY-HINT |
| 风险* | 选项：无 / 有 | 有 | 打印机坏了也是风险 |
| 哪个 | 文本 3..200 | 当 风险=有：含 打印机 | 写出打印机 |

## 测验 {{#quiz .quiz ask=2 pass=50 attempts=3}}

### 一加一？ {{#one .number}}

[[2]]

> 因为：CANARY-WHY 二。

### 哪个是水果？ {{#two .single}}
- [x] 苹果
- [ ] 锤子
  > CANARY-FEEDBACK 不是水果。

> 因为：长在树上。

### 选颜色 {{#three .multiple}}
- [x] 红
- [ ] 吵
- [x] 蓝

> 因为：颜色。

### 排序 {{#four .order}}
1. 第一
2. 第二
3. 第三

> 因为：如此。
""",
}


def write_path(
    folder: Folder,
    *,
    code: str = "SP",
    version: str = "1",
    modules: Mapping[str, tuple[int, str]] | None = None,
    typo: str = "",
    fronts: Mapping[str, str] | None = None,
) -> Folder:
    """Write a path of small modules: id to (version, hours that are right); `fronts` say what stands for `on_change`."""
    modules = modules or {"m1": (1, "6.5"), "m2": (1, "6.5")}
    home = folder / code.lower()
    home.mkdir(parents=True, exist_ok=True)
    for old in home.iterdir():
        old.unlink()
    (home / "path.yaml").write_text(PATH.format(code=code, version=version, modules=", ".join(modules)), "utf-8")
    for name, (number, hours) in modules.items():
        for language, text in MODULE.items():
            told = text.format(id=name, version=number, hours=hours, typo=typo)
            told = told.replace("on_change: keep", (fronts or {}).get(name, "on_change: keep"))
            (home / f"{name}.{language}.md").write_text(told, "utf-8")
    return folder


def publish(app: Flask, folder: Folder) -> None:
    """Publish a folder that has no faults."""
    with app.app_context(), transaction():
        faults = [str(fault) for effect in publish_folder(folder) for fault in effect.faults]
    assert not faults, faults


def assign(app: Flask, person_id: int, code: str = "SP", **more: object) -> int:
    """Assign a path by hand; the assignment's id."""
    with app.app_context(), transaction():
        published = current(code)
        assert published is not None
        facts = {"source": AssignmentSource.manual, "due_on": None, **more}
        made = assigning.assign(person_id=person_id, path_id=published.path_id, **facts)  # type: ignore[arg-type]
        assert made is not None
        return made.id


def published(app: Flask, code: str = "SP") -> Published:
    """What is served of a path."""
    with app.app_context():
        found = current(code)
        assert found is not None
        return found


def address(code: str, module_id: str, item_id: str) -> str:
    """Where a drill or quiz is."""
    last = "quiz" if item_id == "quiz" else f"drills/{item_id}"
    return f"/training/paths/{code}/modules/{module_id}/{last}"


class Learner:
    """Somebody at a browser who knows every right answer."""

    def __init__(self, app: Flask, client: FlaskClient, person_id: int) -> None:
        self.app, self.client, self.person_id = app, client, person_id

    def sheet(self, code: str, module_id: str, item_id: str) -> tuple[str, dict[str, list[str]]]:
        """The token of the page as shown, and the right answers to it."""
        with self.app.app_context():
            place = places.place_at(self.person_id, code, module_id, item_id)
            assert place is not None
            sheet = places.working(place, Stage.test)
            answers = place.item.content.solution("en", sheet.seed).answers
        return sheet.token, {name: list(values) for name, values in answers.items()}

    def open(self, where: str, status: int = 200) -> Page:
        """Open a page."""
        response = self.client.get(where)
        assert response.status_code == status, response.get_data(as_text=True)[:500]
        return Page(response, where)

    def token_of(self, where: str) -> dict[str, str]:
        """The CSRF token and the sheet's token that the page carries."""
        page = self.open(where)
        fields = {
            field.get("name"): field.get("value") for field in page.root.cssselect("main form input[type=hidden]")
        }
        return {"csrf_token": fields["csrf_token"], "token": fields["token"], "stage": "test"}

    def send(self, code: str, module_id: str, item_id: str, answers: Mapping[str, object], **more: str) -> TestResponse:
        """Submit answers to a test or quiz from its page."""
        where = address(code, module_id, item_id)
        tokens = self.token_of(f"{where}?stage=test" if item_id != "quiz" else where)
        return self.client.post(f"{where}/attempts", data={**tokens, "confirmed": "1", **answers, **more})

    def pass_item(self, code: str, module_id: str, item_id: str) -> None:
        """Answer everything right; walk a story to its best end, do in a mini-world what is to be done and hand it in."""
        if self._at_work(code, module_id, item_id):
            return
        _token, answers = self.sheet(code, module_id, item_id)
        with self.app.app_context():
            place = places.place_at(self.person_id, code, module_id, item_id)
            assert place is not None
            drill = model(place.item.content)
        if not isinstance(drill, SteppedDrill):
            response = self.send(code, module_id, item_id, answers)
            assert response.status_code == 303, response.get_data(as_text=True)[:800]
            return
        where = address(code, module_id, item_id)
        for step, made in enumerate(next(iter(answers.values()))):
            tokens = self.token_of(f"{where}?stage=test")
            told = made if isinstance(made, Mapping) else {"choice": made}
            sent = self.client.post(f"{where}/steps", data={**tokens, **told, "step": str(step)})
            assert sent.status_code == 303, sent.get_data(as_text=True)[:800]
        if drill.handed_in:
            sent = self.client.post(f"{where}/attempts", data=self.token_of(f"{where}?stage=test"))
            assert sent.status_code == 303, sent.get_data(as_text=True)[:800]

    def _at_work(self, code: str, module_id: str, item_id: str) -> bool:
        with self.app.app_context(), transaction():
            place = places.place_at(self.person_id, code, module_id, item_id)
            task = place.item.content if place else None
            if place is None or not isinstance(task, SignoffDrill):
                return False
            token = practice.sheet_at(place).token
            submission = practising.hand_in(place=place, token=token, note="Done", link="")
            reviewing.review(
                submission=submission,
                task=task,
                reviewer_id=db.session.scalars(sa.select(Person.id).where(Person.id != self.person_id).limit(1)).one(),
                met=[True] * len(task.criteria),
                accepted=True,
                comment="",
            )
        return True

    def pass_module(self, code: str, module_id: str) -> None:
        """Every drill, then the quiz."""
        found = published(self.app, code)
        for item in found.items[module_id]:
            self.pass_item(code, module_id, item.id)

    def pass_path(self, code: str = "SP") -> None:
        """Every module in order."""
        for module in published(self.app, code).path.modules:
            self.pass_module(code, module.id)
