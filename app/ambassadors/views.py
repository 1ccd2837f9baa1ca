"""Pages of ambassadors."""

from flask import Blueprint

blueprint = Blueprint("ambassadors", __name__)
