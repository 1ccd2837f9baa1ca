"""Pages of feedback."""

from flask import Blueprint

blueprint = Blueprint("feedback", __name__)
