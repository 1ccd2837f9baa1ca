"""The blueprint that all pages of HR records hang on."""

from flask import Blueprint

blueprint = Blueprint("hr", __name__)
