"""The living page of the design system, in demo mode."""

from flask import Blueprint

blueprint = Blueprint("ui_page", __name__)
