"""Where the pages of metrics hang."""

from flask import Blueprint

blueprint = Blueprint("metrics", __name__, url_prefix="/metrics")
