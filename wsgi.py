"""What servers and the `flask` command load."""

import sys

from app import create_app
from app.foundation.settings import SettingsError

try:
    app = create_app()
except SettingsError as error:
    sys.exit(f"Uptake cannot start: {error}")
