"""Photos of ideas: drawn anew, so that nothing of the file is kept but what can be seen."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.feedback.models import LARGEST_PHOTO, Idea, IdeaPhoto
from app.foundation import clock
from app.foundation.db import db

if TYPE_CHECKING:  # 2 MiB, which only who draws a photo needs
    from PIL import Image

LONGEST_EDGE = 1600
MOST_PIXELS = 50_000_000
READ = ("JPEG", "PNG", "WEBP")
QUALITIES = (82, 70, 55, 40)
MEDIA_TYPE = "image/jpeg"


class NoPhoto(ValueError):
    """The file is no photo that can be read; `why` is `unreadable` or `too_large`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Drawn:
    """A photo as it is kept: bytes of a JPEG without any metadata, and its size in pixels."""

    content: bytes
    width: int
    height: int


def drawn_anew(file: bytes) -> Drawn:
    """A photo turned upright, at most 1600 pixels long, without place, time or device. Raises NoPhoto."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 (see above)

    try:
        with Image.open(BytesIO(file), formats=READ) as image:
            if image.width * image.height > MOST_PIXELS:
                raise NoPhoto("too_large")
            image.draft("RGB", (2 * LONGEST_EDGE, 2 * LONGEST_EDGE))  # a JPEG is read smaller at once: less memory
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
            return _encoded(_on_white(upright))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if isinstance(error, NoPhoto):
            raise
        raise NoPhoto("unreadable") from error


def _on_white(image: Image.Image) -> Image.Image:
    """Pixels alone, on white where the photo lets see through."""
    from PIL import Image  # noqa: PLC0415 (see above)

    seen = image.convert("RGBA")
    sheet = Image.new("RGB", seen.size, "white")
    sheet.paste(seen, mask=seen.getchannel("A"))
    return sheet


def _encoded(image: Image.Image) -> Drawn:
    for quality in QUALITIES:
        out = BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= LARGEST_PHOTO:
            return Drawn(out.getvalue(), image.width, image.height)
    raise NoPhoto("too_large")


def keep_photo(*, idea: Idea, photo: Drawn) -> None:
    """Keep the photo of an idea; an earlier one goes."""
    remove_photo(idea=idea)
    row = {"content": photo.content, "width": photo.width, "height": photo.height, "media_type": MEDIA_TYPE}
    db.session.add(IdeaPhoto(idea_id=idea.id, added_at=clock.now(), **row))
    db.session.flush()


def remove_photo(*, idea: Idea) -> None:
    """Take the photo away."""
    db.session.execute(sa.delete(IdeaPhoto).where(IdeaPhoto.idea_id == idea.id))
