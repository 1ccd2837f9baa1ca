"""Writes of feedback: submitting, voting, commenting, following, moving and merging ideas."""

from app.feedback.actions.comments import edit_comment, hide_comment, post_comment, remove_comment, restore_comment
from app.feedback.actions.followers import follow_idea, mute_idea, unfollow_idea
from app.feedback.actions.hiding import hide_idea, restore_idea
from app.feedback.actions.ideas import Colleague, edit_idea, new_token, submit_idea
from app.feedback.actions.merges import merge_idea, unmerge_idea
from app.feedback.actions.moves import advance_idea, move_idea, withdraw_idea
from app.feedback.actions.petitions import answer_objections, answer_reopening, ask_to_reopen, object_to_delivery
from app.feedback.actions.settling import settle_due_ideas
from app.feedback.actions.suggestions import accept_suggestion, dismiss_suggestion, suggest_merge
from app.feedback.actions.votes import cast_vote, withdraw_vote
from app.feedback.actions.words import Words

__all__ = [
    "Colleague",
    "Words",
    "accept_suggestion",
    "advance_idea",
    "answer_objections",
    "answer_reopening",
    "ask_to_reopen",
    "cast_vote",
    "dismiss_suggestion",
    "edit_comment",
    "edit_idea",
    "follow_idea",
    "hide_comment",
    "hide_idea",
    "merge_idea",
    "move_idea",
    "mute_idea",
    "new_token",
    "object_to_delivery",
    "post_comment",
    "remove_comment",
    "restore_comment",
    "restore_idea",
    "settle_due_ideas",
    "submit_idea",
    "suggest_merge",
    "unfollow_idea",
    "unmerge_idea",
    "withdraw_idea",
    "withdraw_vote",
]
