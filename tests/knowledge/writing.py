"""A small folder of articles, publishing it, and the superuser of the first department."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from app.foundation.content.houses import Outcome, Surroundings, page_within
from app.foundation.content.terms import Term
from app.foundation.content.texts import Both
from app.foundation.db import transaction
from app.knowledge.actions.publishing import publish_knowledge

TOPICS = """topics:
  roles: {zh: 角色与权限, en: Roles}
  daily: {zh: 日报, en: Daily report}
"""
ARTICLE = """---
id: {id}
title: {title}
topic: {topic}
words: [{words}]
owner: {owner}
review_every: {every}
version: {version}
see: [{see}]
---
{answer}

## {more}

1. {step}
"""
ROLES = {
    "zh": {
        "title": "采购项目的角色",
        "words": "买手, 谁能审批",
        "answer": "采购项目用三个角色：采购员、审批人、财务。",
        "more": "步骤",
        "step": "打开成员页，按角色加人。",
    },
    "en": {
        "title": "Roles for a procurement project",
        "words": "purchasing, who may approve",
        "answer": "A procurement project has three roles: buyer, approver, finance.",
        "more": "Steps",
        "step": "Open the members and add people by role.",
    },
}
REPORT = {
    "zh": {
        "title": "日报被退回怎么办",
        "words": "打回, 退回来了",
        "answer": "看退回的原因，改一处，再交一次。",
        "more": "步骤",
        "step": "打开[任务](term:task)，看红色的一行。",
    },
    "en": {
        "title": "A report was returned",
        "words": "rejected, sent back",
        "answer": "Read the reason, mend that one place, and hand it in again.",
        "more": "Steps",
        "step": "Open the [task](term:task) and look at the red line.",
    },
}
AROUND = Surroundings({"task": Term("task", Both(("任务",), ("task", "tasks")))}, frozenset({"eu-03"}), page_within)


def write_article(folder: Path, article: str, sides: dict[str, dict[str, str]], **more: object) -> None:
    """Both files of an article."""
    folder.mkdir(parents=True, exist_ok=True)
    usual = {"id": article, "topic": "roles", "owner": "administrator", "every": 6, "version": 1, "see": ""}
    for language, side in sides.items():
        (folder / f"{article}.{language}.md").write_text(ARTICLE.format(**{**usual, **side, **more}), "utf-8")


def write_knowledge(content: Path) -> Path:
    """Topics and two articles below a content folder; gives the folder of the articles."""
    folder = content / "knowledge"
    write_article(folder, "procurement-roles", ROLES, see="report-returned, eu-03")
    write_article(folder, "report-returned", REPORT, topic="daily", owner="superuser")
    (folder / "topics.yaml").write_text(TOPICS, "utf-8")
    return folder


def publish_articles(app: Flask, content: Path) -> Outcome:
    """Publish what lies below a content folder."""
    with app.app_context(), transaction():
        return publish_knowledge(content, AROUND)
