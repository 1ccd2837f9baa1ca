"""What is told about ideas and what is said about them."""

from flask_babel import lazy_gettext as _l

from app.feedback.events import CommentPosted, IdeaMoved, PersonMentioned
from app.notifications.kinds.row import Category, Kind
from app.notifications.texts import ideas as words

AUTHOR, ON_BEHALF, VOTED, FOLLOWS, COMMENTED = "author", "on_behalf", "voted", "follows", "commented"
"""Ties to an idea, as receipts keep them. Only authors and who spoke on the page are ever named to others: votes are secret."""
TIES = {
    AUTHOR: _l("You get this because you wrote this idea."),
    ON_BEHALF: _l("You get this because this idea was written for you."),
    VOTED: _l("You get this because you voted for this idea, or for one that was merged into it."),
    FOLLOWS: _l("You get this because you follow this idea."),
    COMMENTED: _l("You get this because you take part in this conversation."),
}
_INVOLVED = _l("You get this because you wrote, voted for or follow this idea.")

KINDS = (
    Kind(
        name="idea_moved",
        category=Category.ideas,
        label=_l("An idea has a new status or was merged"),
        words=words.idea_moved,
        hears=_l("Its author, everyone who voted for it or for an idea merged into it, and its followers."),
        why=_INVOLVED,
        because=TIES,
        events=(IdeaMoved,),
        outcome=True,
        named=True,
    ),
    Kind(
        name="comment_posted",
        category=Category.comments,
        label=_l("Somebody commented on an idea"),
        words=words.comment_posted,
        hears=_l("The author of the idea, and who follows it or has commented; not who wrote the comment."),
        why=_l("You get this because you wrote or follow this idea."),
        because=TIES,
        events=(CommentPosted,),
        named=True,
    ),
    Kind(
        name="mentioned",
        category=Category.comments,
        label=_l("Somebody mentions you in a conversation"),
        words=words.mentioned,
        hears=_l("Who is called with an @, once for each comment."),
        why=_l("You get this because a comment mentions you."),
        events=(PersonMentioned,),
        named=True,
    ),
)
