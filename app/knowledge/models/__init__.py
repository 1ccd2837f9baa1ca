"""What knowledge keeps: articles as published, searches without people, questions with their answers, drafts."""

from app.knowledge.models.articles import ArticleAnswer, ArticleEdition, ArticleReview
from app.knowledge.models.drafts import ArticleDraft, DraftState
from app.knowledge.models.questions import Question, QuestionState, QuestionTurn
from app.knowledge.models.searches import HelpSession, Search

__all__ = [
    "ArticleAnswer",
    "ArticleDraft",
    "ArticleEdition",
    "ArticleReview",
    "DraftState",
    "HelpSession",
    "Question",
    "QuestionState",
    "QuestionTurn",
    "Search",
]
