"""The front-end files: their addresses in templates, and their serving.

`tools/build_assets.py` writes them with a hash in the name and compressed copies beside them, so that a browser may keep them
for ever. WhiteNoise answers for them before Flask wakes up.
"""

from __future__ import annotations

import json
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask, current_app
from whitenoise import WhiteNoise

BUILD = Path(__file__).resolve().parent.parent / "static" / "build"
PREFIX = "/static/build/"


class AssetMissing(LookupError):
    """A template asked for a front-end file that was not built."""


def init_assets(app: Flask) -> None:
    """Serve app/static/build and give templates `asset(name)`."""
    app.extensions["assets"] = _manifest()
    app.jinja_env.globals["asset"] = asset
    if BUILD.is_dir():
        served = WhiteNoise(
            app.wsgi_app,
            root=str(BUILD),
            prefix=PREFIX,
            autorefresh=False,
            immutable_file_test=_never_changes,
            add_headers_function=_add_headers,
        )
        app.wsgi_app = served  # type: ignore[method-assign]


def asset(name: str) -> str:
    """Return the address of a built file, for example `asset("app.css")`. Raises `AssetMissing`."""
    manifest: dict[str, str] = current_app.extensions["assets"]
    if name not in manifest:
        raise AssetMissing(
            f"{name} is not built: run `python tools/build_assets.py` (`make run` does) and start again."
        )
    return PREFIX + manifest[name]


def _manifest() -> dict[str, str]:
    path = BUILD / "manifest.json"
    names: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return names


def _never_changes(path: str, _url: str) -> bool:
    return Path(path).name in _manifest().values()


def _add_headers(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
