"""The blueprint that all pages of change control hang on."""

from flask import Blueprint

blueprint = Blueprint("changes", __name__)
