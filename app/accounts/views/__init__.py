"""Pages of accounts; one file for each noun, all on one blueprint."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)

from app.accounts.views import account, filters, passwords, sign_in  # noqa: E402, F401 (its routes register on the blueprint above)
