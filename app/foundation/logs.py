"""Logs: one JSON object a line, each with the id of its request."""

import json
import logging
import secrets
import sys
import time
from datetime import UTC, datetime

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_login import current_user


class JsonLines(logging.Formatter):
    """One JSON object a line; what is logged cannot forge a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """Encode a record."""
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context():
            entry["request"] = g.get("request_id", "")
        entry.update(getattr(record, "fields", {}))
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def init_logs(app: Flask, level: str) -> None:
    """Log to standard error; each request once, with its time in milliseconds."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    app.logger.handlers[:] = [handler]
    app.logger.propagate = False
    app.logger.setLevel(level)
    app.before_request(_start)
    app.after_request(_finish)


def _start() -> None:
    g.request_id = secrets.token_hex(8)
    g.started = time.perf_counter()


def _finish(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.get("request_id", "")
    fields = {
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "milliseconds": round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        "person": getattr(current_user, "id", None),
    }
    current_app.logger.info("request", extra={"fields": fields})
    return response
