"""Searching, and the shelf of articles."""

from flask import Response, request, url_for
from flask_login import current_user

from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in
from app.knowledge.actions.helping import note_search
from app.knowledge.policies import may_see_gaps
from app.knowledge.queries.articles import newest_articles, topics
from app.knowledge.queries.finding import find_articles
from app.knowledge.views import blueprint

LONGEST = 100


@blueprint.get("/knowledge/")
@requires(signed_in)
def show_articles() -> Response:
    """What a search finds, else topics and the newest articles."""
    q, topic = request.args.get("q", "").strip()[:LONGEST], request.args.get("topic", "")[:60]
    number = request.args.get("page", 1, type=int) or 1
    here = language()
    found = find_articles(q, here, number=number) if q else newest_articles(here, topic, number=number)
    return page(
        "knowledge/articles.html",
        fragments={"article-list"},
        q=q,
        topic="" if q else topic,
        token=request.args.get("search", "")[:40] if q else "",
        found=found,
        topics=[] if q else topics(here),
        may_see_gaps=may_see_gaps(current_user),
    )


@blueprint.post("/knowledge/searches")
@requires(signed_in)
def create_search() -> Response:
    """Search, and remember for what, not who did. A POST, so that only what was meant is counted, and once."""
    q = request.form.get("q", "").strip()[:LONGEST]
    if not q:
        return see_other(url_for(".show_articles"))
    found = find_articles(q, language())
    token = note_search(person_id=current_user.id, words=q, results=found.total)
    return see_other(url_for(".show_articles", q=q, search=token))
