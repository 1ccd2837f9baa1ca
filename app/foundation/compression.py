"""Pages travel compressed: a list of twenty ideas is a tenth of its size on a workshop's Wi-Fi."""

from flask import Flask
from flask_compress import Compress


def init_compression(app: Flask) -> None:
    """Compress pages and fragments; files that are streamed go out as they are made.

    An attacker would learn secrets from the size of answers (BREACH) only by making the victim's browser ask thousands
    of times from another site; cookies are SameSite=Lax, so those requests are strangers' and hold no secret.
    """
    app.config.update(
        COMPRESS_ALGORITHM=["zstd", "gzip"],
        COMPRESS_LEVEL=4,
        COMPRESS_MIMETYPES=["text/html"],
        COMPRESS_STREAMS=False,
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=False,
    )
    Compress(app)
