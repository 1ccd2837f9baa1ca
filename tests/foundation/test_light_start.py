"""What a process carries from its start: nothing that only a migration, a calendar, a photo or the queue needs."""

import os
import subprocess
import sys
from pathlib import Path

from app.foundation.settings import ROOT

SELDOM = (
    "PIL",
    "alembic",
    "app.demo.company.load",
    "app.demo.huaxin.build",
    "app.demo.synthetic.load",
    "flask_migrate",
    "fpdf",
    "huey",
    "icalendar",
    "psycopg",
    "pygments",
    "python_calamine",
    "rustpy_xlsxwriter",
    "segno",
)
STARTED = f"""
import sys
from app import create_app
create_app()
print(*(name for name in {SELDOM} if name in sys.modules))
"""


def test_a_fresh_process_on_sqlite_has_loaded_nothing_that_is_seldom_needed(tmp_path: Path) -> None:
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = {**given, "UPTAKE_DEMO": "1", "UPTAKE_INSTANCE": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", STARTED], env=environment, cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == []
