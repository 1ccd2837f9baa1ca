"""What knowledge keeps of somebody, for “My data”. What was searched for is kept without the person, so it is not here."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.accounts.queries.my_data import Rows, Section
from app.knowledge.models import ArticleAnswer, ArticleDraft, ArticleReview, HelpSession, Question, QuestionTurn


def _questions(ids: Sequence[int]) -> Rows:
    given = (
        QuestionTurn.asked_at,
        Question.id.label("question"),
        Question.title,
        QuestionTurn.text,
        QuestionTurn.answer,
        QuestionTurn.answered_at,
        Question.solved_at,
    )
    rows = sa.select(*given).join(Question, Question.id == QuestionTurn.question_id)
    return rows.where(Question.person_id.in_(ids)).order_by(QuestionTurn.id.desc())


def _answers(ids: Sequence[int]) -> Rows:
    given = (QuestionTurn.answered_at, QuestionTurn.question_id.label("question"), QuestionTurn.answer)
    return sa.select(*given).where(QuestionTurn.answered_by_id.in_(ids)).order_by(QuestionTurn.answered_at.desc())


def _sessions(ids: Sequence[int]) -> Rows:
    given = (HelpSession.began_at, HelpSession.viewed, HelpSession.solved, HelpSession.asked)
    return sa.select(*given).where(HelpSession.person_id.in_(ids)).order_by(HelpSession.id.desc())


def _helped(ids: Sequence[int]) -> Rows:
    given = (ArticleAnswer.answered_at, ArticleAnswer.article, ArticleAnswer.version, ArticleAnswer.solved)
    rows = sa.select(*given).where(ArticleAnswer.person_id.in_(ids))
    return rows.order_by(ArticleAnswer.answered_at.desc(), ArticleAnswer.article)


def _reviews(ids: Sequence[int]) -> Rows:
    given = (ArticleReview.reviewed_at, ArticleReview.article, ArticleReview.version)
    return sa.select(*given).where(ArticleReview.person_id.in_(ids)).order_by(ArticleReview.id.desc())


def _drafts(ids: Sequence[int]) -> Rows:
    given = (ArticleDraft.created_at, ArticleDraft.article, ArticleDraft.title_zh, ArticleDraft.title_en)
    mine = sa.or_(*(column.in_(ids) for column in _HANDS))
    return sa.select(*given).where(mine).order_by(ArticleDraft.id.desc())


_HANDS = (ArticleDraft.created_by_id, ArticleDraft.edited_by_id, ArticleDraft.dropped_by_id)

SECTIONS = (
    Section(
        "questions",
        lazy_pgettext("knowledge", "Questions"),
        _l("What you asked the superusers, and the answers."),
        _questions,
        page="knowledge.show_own_questions",
    ),
    Section("given_answers", _l("Answers to questions"), _l("What you answered as a superuser."), _answers),
    Section(
        "help_sessions",
        _l("Looking for help"),
        _l("When you looked for help, whether an article helped and whether you asked; not what you searched for."),
        _sessions,
    ),
    Section("article_answers", _l("Did it solve it"), _l("What you said about articles."), _helped),
    Section("article_reviews", _l("Articles read and found true"), _l("What you vouched for."), _reviews),
    Section("article_drafts", _l("Drafts of articles"), _l("Drafts you began, edited or dropped."), _drafts),
)
