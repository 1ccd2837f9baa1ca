"""Writes of feedback: submitting, voting, commenting, following, moving and merging ideas."""

from app.feedback.actions.comments import edit_comment, hide_comment, post_comment, remove_comment, restore_comment
from app.feedback.actions.followers import follow_idea, mute_idea, unfollow_idea
from app.feedback.actions.ideas import edit_idea, new_token, submit_idea
from app.feedback.actions.merges import merge_idea, unmerge_idea
from app.feedback.actions.moves import advance_idea, move_idea, withdraw_idea
from app.feedback.actions.votes import cast_vote, withdraw_vote

__all__ = [
    "advance_idea",
    "cast_vote",
    "edit_comment",
    "edit_idea",
    "follow_idea",
    "hide_comment",
    "merge_idea",
    "move_idea",
    "mute_idea",
    "new_token",
    "post_comment",
    "remove_comment",
    "restore_comment",
    "submit_idea",
    "unfollow_idea",
    "unmerge_idea",
    "withdraw_idea",
    "withdraw_vote",
]
