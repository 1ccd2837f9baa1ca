"""The measure of throughput: a Flask view with nothing around it, 30 rows of the same database through SQLAlchemy and Jinja."""

import os

import sqlalchemy as sa
from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy.orm import Session, joinedload

from app.feedback.models import Idea

PAGE = """<!doctype html><html><head><title>Ideas</title></head><body><h1>Ideas</h1><table>
{% for idea in ideas %}<tr><td>{{ idea.id }}</td><td><a href="/ideas/{{ idea.id }}">{{ idea.title }}</a></td><td>{{ idea.text }}</td>
<td>{{ idea.status.value }}</td><td>{{ idea.author.name }}</td><td>{{ idea.submitted_at }}</td></tr>
{% endfor %}</table></body></html>"""

app = Flask("bare")
app.jinja_loader = DictLoader({"ideas.html": PAGE})  # compiled once, as a file would be
engine = sa.create_engine(os.environ["DATABASE_URL"])


@app.get("/healthz")
def alive() -> str:
    """Whether the process is up."""
    return "ok"


@app.get("/")
def show() -> str:
    """Thirty ideas with their authors."""
    newest = (
        sa.select(Idea).options(joinedload(Idea.author)).order_by(Idea.submitted_at.desc(), Idea.id.desc()).limit(30)
    )
    with Session(engine) as session:
        return render_template("ideas.html", ideas=session.scalars(newest).all())
