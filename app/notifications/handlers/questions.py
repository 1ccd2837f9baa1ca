"""Who hears of questions to the superusers, and of their answers."""

from app.knowledge.events import QuestionAnswered, QuestionAsked
from app.notifications.actions import announce
from app.notifications.queries import questions


def tell_of_question(event: QuestionAsked) -> None:
    """Those who serve the asker hear the question."""
    data, people = questions.question_asked(event.turn_id)
    announce(key=f"question:{event.turn_id}", kind="question_asked", data=data, people=people)


def tell_of_question_answer(event: QuestionAnswered) -> None:
    """Who asked hears the answer."""
    data = questions.question_answered(event.turn_id)
    announce(key=f"question-answer:{event.turn_id}", kind="question_answered", data=data, people=[event.person_id])
