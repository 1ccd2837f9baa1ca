"""Who may call a route, and the headers and limits that every answer and request obeys."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, Response, abort, current_app, g, request
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from app.foundation.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")
View = Callable[P, R]
Rule = Callable[[Any], bool]

csrf = CSRFProtect()

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
LARGEST_BODY = 8 * 1024 * 1024
LARGEST_ID = 2**31 - 1


def id_in(text: str) -> int:
    """An id out of the question of an address; larger ones than the database holds name nothing. Raises ValueError."""
    number = int(text)
    if abs(number) > LARGEST_ID:
        raise ValueError(text)
    return number


def load_person_again() -> None:
    """After a rollback in mid-request: what was loaded of the signed-in person is stale; the next use asks again."""
    g.pop("_login_user", None)


def person_here() -> Any:
    """The signed-in person itself; `current_user` looks the person up again for every word that is asked of it."""
    return current_user._get_current_object()  # noqa: SLF001 (the proxy's own way to what it stands for)


def signed_in(person: Any) -> bool:
    """Anyone who has signed in."""
    return bool(person.is_authenticated)


def requires(rule: Rule) -> Callable[[View[P, R]], View[P, R]]:
    """Mark a view: only people for whom `rule` holds. Strangers are asked to sign in, others get 403."""

    def mark(view: View[P, R]) -> View[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            person = person_here()
            if not person.is_authenticated:
                abort(401)
            if not rule(person):
                abort(403)
            return view(*args, **kwargs)

        guarded.policy = rule.__name__  # type: ignore[attr-defined]
        return guarded

    return mark


def public(reason: str) -> Callable[[View[P, R]], View[P, R]]:
    """Mark a view that anyone on the network may call, and say why."""

    def mark(view: View[P, R]) -> View[P, R]:
        view.policy = f"public: {reason}"  # type: ignore[attr-defined]
        return view

    return mark


def init_security(app: Flask, settings: Settings) -> None:
    """Change the defaults that would hurt: hosts, body size, cookies, CSRF, headers, unmarked routes."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TRUSTED_HOSTS=settings.hosts,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=not settings.demo,
        SESSION_COOKIE_NAME="uptake" if settings.demo else "__Host-uptake",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=not settings.demo,
    )
    app.url_map.converters["int"] = _SmallInteger
    csrf.init_app(app)
    app.before_request(_refuse_unmarked)
    app.before_request(_refuse_nul)
    app.after_request(_private)
    app.wsgi_app = _Headers(app.wsgi_app, strict=not settings.demo)  # type: ignore[method-assign]
    if settings.proxies:
        n = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=0)  # type: ignore[method-assign]


class _SmallInteger(IntegerConverter):
    """Identifiers fit the database's integers; larger ones name nothing (404), not an error."""

    def __init__(self, map: Any, max: int = LARGEST_ID, **options: Any) -> None:  # noqa: A002 (werkzeug's names)
        super().__init__(map, max=max, **options)


def _refuse_unmarked() -> None:
    view = request.endpoint and app_view(request.endpoint)
    if view and not hasattr(view, "policy"):
        abort(403, f"{request.endpoint} states no policy")


def app_view(endpoint: str) -> Callable[..., Any] | None:
    """The function behind an endpoint."""
    return current_app.view_functions.get(endpoint)


def _refuse_nul() -> None:
    values: Iterable[str] = (*request.args.values(), *request.form.values(), *(request.view_args or {}).values())
    if any("\0" in str(value) for value in values):
        abort(400)


def _private(response: Response) -> Response:
    if not response.headers.get("Cache-Control"):
        response.headers["Cache-Control"] = "no-store"
    return response


class _Headers:
    """Security headers on every answer of the process: pages, errors, files, fragments."""

    def __init__(self, wrapped: Callable[..., Any], *, strict: bool) -> None:
        self._wrapped = wrapped
        self._headers = [
            ("Content-Security-Policy", CONTENT_POLICY),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()"),
        ]
        if strict:
            self._headers.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))

    def __call__(self, environ: Any, start_response: Callable[..., Any]) -> Any:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            present = {name.lower() for name, _ in headers}
            headers = headers + [pair for pair in self._headers if pair[0].lower() not in present]
            return start_response(status, headers, *rest)

        return self._wrapped(environ, start)
