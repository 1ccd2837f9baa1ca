"""Compile the translations: every app/**/LC_MESSAGES/*.po whose .mo is missing or older."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def stale_catalogues() -> list[Path]:
    """Return the .po files that have no .mo, or one that was made before their last change."""
    return [po for po in sorted((ROOT / "app").glob("**/LC_MESSAGES/*.po")) if _is_stale(po)]


def compile_catalogue(po: Path) -> None:
    """Write the .mo beside `po`; fuzzy messages are left out, as gettext does. Raises PoFileError on a broken file."""
    # Imported here so that the usual run, with nothing to do, costs no import of Babel.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parent.parent.name, abort_invalid=True)
    fresh = po.with_suffix(".mo.new")
    with fresh.open("wb") as target:
        write_mo(target, catalogue)
    fresh.replace(po.with_suffix(".mo"))


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


if __name__ == "__main__":
    for catalogue in stale_catalogues():
        try:
            compile_catalogue(catalogue)
        except Exception as problem:  # noqa: BLE001 - any fault of a catalogue is said with its name
            sys.exit(f"{catalogue.relative_to(ROOT)}: {problem}")
