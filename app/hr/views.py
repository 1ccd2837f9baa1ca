"""Pages of hr."""

from flask import Blueprint

blueprint = Blueprint("hr", __name__)
