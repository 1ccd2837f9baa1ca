"""The blueprint that all pages about being told hang on."""

from flask import Blueprint

blueprint = Blueprint("notifications", __name__)
