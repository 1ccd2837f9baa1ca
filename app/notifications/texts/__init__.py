"""The words of each kind of announcement, in the language of whoever reads them."""

from app.notifications.texts.wording import Data, Words, named, said_names

__all__ = ["Data", "Words", "named", "said_names"]
