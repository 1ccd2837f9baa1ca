"""How long the words of feedback may be, and comments in which people are called."""

import re
from functools import lru_cache

from markupsafe import Markup, escape

from app.foundation.words import rendered

TEXT_LIMIT = 4000
COMMENT_LIMIT = 2000
REASON_LIMIT = 2000
HIDING_LIMIT = 300
TAG_LIMIT = 24


@lru_cache(maxsize=512)
def rendered_comment(text: str, mentioned: tuple[tuple[str, str], ...]) -> Markup:
    """The Markdown of a comment in which people are mentioned as safe HTML: what was typed after an @, each with the name it stands for.

    Names pass the Markdown as two characters of no meaning with a number between them, so that no name becomes markup.
    """
    text = text.replace("\ue000", "").replace("\ue001", "")
    words = sorted(mentioned, key=lambda pair: -len(pair[0]))
    for at, (word, _name) in enumerate(words):
        text = re.sub(r"(?<![A-Za-z0-9_.+-])[@＠]" + re.escape(word), f"\ue000{at}\ue001", text)
    html = str(rendered(text))
    for at, (_word, name) in enumerate(words):
        html = html.replace(f"\ue000{at}\ue001", f'<span class="mention">@{escape(name)}</span>')
    return Markup(html)  # noqa: S704 - nh3 has cleaned the text, and the name is escaped
