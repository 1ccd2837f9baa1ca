"""Build the front-end files under app/static/build: `python tools/build_assets.py [--force]`.

1. `npm ci` fetches exactly what package-lock.json names, and the few files we need go to app/static/vendor with their licences.
2. Tabler's stylesheet is pruned to what the templates use, our own is put behind it; the icons that are named become one sprite.
3. Every file gets its hash into its name and a .br and .gz beside it; manifest.json maps plain names to built ones.

Both halves keep a stamp and do nothing when nothing changed (a few hundredths of a second).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import brotli

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools.prune_css import class_names, follow_system_theme, prune

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "app/static/src"
VENDOR = ROOT / "app/static/vendor"
BUILD = ROOT / "app/static/build"
NODE = ROOT / "requirements/node.txt"

KEPT_SECONDS = 3600

#: In this order; between them and print.css come those of the features, by name.
STYLESHEETS = ("tokens", "base", "shell", "elements", "charts", "learn")
#: In this order; what keeps answers comes first, for it may stop a form from being sent.
SCRIPTS = ("offline.js", "tablet.js", "mentions.js", "app.js")
VENDOR_FILES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "icons.json": "@tabler/icons/tabler-nodes-outline.json",
    "htmx.LICENSE.txt": "htmx.org/LICENSE",
    "tabler-icons.LICENSE.txt": "@tabler/icons/LICENSE",
}
#: Classes that Markdown, WTForms or the script write and no template names.
ALWAYS = {"table", "is-invalid", "active", "disabled", "show"}
#: Where Python lists icons in a table: every quoted word there that is an icon's name counts.
ICON_TABLES = ("app/home.py", "app/navigation.py", "app/foundation/elements.py")
#: Icons chosen in a way the build cannot see.
ICONS: set[str] = set()
#: Names that are ours though Tabler has them too; we want nothing of Tabler's there.
OURS = {"prose", "markdown", "toolbar", "legend", "required", "lead"}
_ICON = re.compile(r"""\bicon["']?\s*[(=:]\s*["']([a-z][a-z0-9-]*)["']""")
_QUOTED = re.compile(r"""["']([a-z][a-z0-9-]*)["']""")
_WORD = re.compile(r"[\w-]+")


class Unbuildable(Exception):
    """Something outside our code is missing; the message says what to do."""


def build(*, force: bool = False) -> bool:
    """Bring app/static/build up to date; say whether anything had to be built."""
    fetch_vendor()
    tabler = (VENDOR / "tabler.min.css").read_text(encoding="utf-8")
    words = _words(tabler)
    icons = _icons()
    stamp = _hash_of([*_own_inputs(), *(w.encode() for w in sorted(words)), *(i.encode() for i in sorted(icons))])
    if not force and _read(BUILD / ".stamp") == stamp:
        return False
    _fill_folder(BUILD, _built_files(tabler, words, icons), stamp)
    return True


def fetch_vendor() -> None:
    """Run `npm ci` for the locked versions unless they are there already. Raises `Unbuildable`."""
    stamp = _hash_of([(ROOT / "package-lock.json").read_bytes(), repr(VENDOR_FILES).encode()])
    if _read(VENDOR / ".stamp") == stamp:
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / name, folder)
        _run([*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder)
        modules = Path(folder) / "node_modules"
        files = {name: (modules / origin).read_bytes() for name, origin in VENDOR_FILES.items()}
    files["tabler.LICENSE.txt"] = (
        _leading_comment(files["tabler.min.css"]) + b"\n\n" + files["tabler-icons.LICENSE.txt"]
    )
    _fill_folder(VENDOR, files, stamp)


def _built_files(tabler: str, words: set[str], icons: set[str]) -> dict[str, bytes]:
    own = _minified("".join(path.read_text(encoding="utf-8") for path in _stylesheets()))
    plain = {
        "app.css": (follow_system_theme(prune(tabler, words, also=own)) + own).encode(),
        "app.js": b"\n".join((SOURCES / name).read_bytes() for name in SCRIPTS),
        "htmx.min.js": (VENDOR / "htmx.min.js").read_bytes(),
        "icons.svg": _sprite(icons).encode(),
        "logo.svg": (SOURCES / "logo.svg").read_bytes(),
    }
    manifest = {name: _fingerprinted(name, content) for name, content in plain.items()}
    files = {manifest[name]: content for name, content in plain.items()}
    for name, content in list(files.items()):
        files[f"{name}.br"] = brotli.compress(content)
        files[f"{name}.gz"] = gzip.compress(content, mtime=0)
    for licence in VENDOR.glob("*.LICENSE.txt"):
        files[licence.name] = licence.read_bytes()
    files["manifest.json"] = json.dumps(manifest, indent=1, sort_keys=True).encode()
    return files


def _stylesheets() -> list[Path]:
    named = [SOURCES / f"{name}.css" for name in STYLESHEETS]
    last = SOURCES / "print.css"
    return [*named, *sorted(set(SOURCES.glob("*.css")) - {*named, last}), last]


def _words(tabler: str) -> set[str]:
    """Return the class names of Tabler that occur as words in our templates, Python files and script."""
    found = {word for text in _texts() for word in _WORD.findall(text)}
    return (found | ALWAYS) & class_names(tabler) - OURS


def _icons() -> set[str]:
    """Return the icon names that templates and Python files ask for, as in `icon("home")` or `icon="home"`."""
    known = set(_shapes())
    listed = {name for path in ICON_TABLES for name in _QUOTED.findall((ROOT / path).read_text(encoding="utf-8"))}
    return ICONS | (listed & known) | {name for text in _texts() for name in _ICON.findall(text)}


def _shapes() -> dict[str, list[tuple[str, dict[str, str]]]]:
    shapes: dict[str, list[tuple[str, dict[str, str]]]] = json.loads(_read(VENDOR / "icons.json"))
    return shapes


def _texts() -> Iterator[str]:
    for pattern in ("**/*.html", "**/*.py"):
        for path in sorted((ROOT / "app").glob(pattern)):
            yield path.read_text(encoding="utf-8")
    for name in SCRIPTS:
        yield (SOURCES / name).read_text(encoding="utf-8")


def _own_inputs() -> Iterator[bytes]:
    for path in sorted([*SOURCES.iterdir(), *(ROOT / "tools").glob("*.py"), ROOT / "package-lock.json"]):
        if path.is_file():
            yield path.read_bytes()


def _sprite(icons: Iterable[str]) -> str:
    shapes = _shapes()
    unknown = sorted(set(icons) - set(shapes))
    if unknown:
        raise Unbuildable(f"No such icon: {', '.join(unknown)}. The names are those of tabler.io/icons, outline.")
    symbols = "".join(_symbol(name, shapes[name]) for name in sorted(icons))
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>'


def _symbol(name: str, shape: list[tuple[str, dict[str, str]]]) -> str:
    inner = "".join(f"<{tag} {_attributes(marks)}/>" for tag, marks in shape)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>'


def _attributes(marks: dict[str, str]) -> str:
    return " ".join(f'{key}="{value}"' for key, value in marks.items())


def _minified(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", css)).strip()


def _fingerprinted(name: str, content: bytes) -> str:
    stem, _, ending = name.partition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"


def _leading_comment(css: bytes) -> bytes:
    return css[css.index(b"/*!") : css.index(b"*/") + 2]


def _npm() -> list[str]:
    beside = Path(sys.executable).parent / "npm"
    for npm in (shutil.which("npm"), str(beside) if beside.exists() else None):
        if npm:
            return [npm]
    print("This machine has no npm: taking Node from PyPI into the virtual environment (once).", flush=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    _run([*pip, "-r", str(NODE)], str(ROOT))
    if not beside.exists():
        raise Unbuildable(
            "npm is missing and could not be installed. Install Node 20 or newer (`apt-get install npm`) and try again."
        )
    return [str(beside)]


def _run(command: list[str], folder: str) -> None:
    search = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "PATH": search}
    )
    if done.returncode:
        tail = (done.stderr or done.stdout).strip()[-800:]
        raise Unbuildable(f"`{' '.join(command[:2])}` failed; is the package registry reachable?\n{tail}")


def _fill_folder(folder: Path, files: dict[str, bytes], stamp: str) -> None:
    """Write `files` and last the stamp, each in one step: two builds at once, or a server at work, never see half a file.

    Older files stay for an hour, for pages that are open and servers that have not restarted yet.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in [*files.items(), (".stamp", stamp.encode())]:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".fresh-", delete=False) as fresh:
            fresh.write(content)
        Path(fresh.name).chmod(0o644)
        Path(fresh.name).replace(folder / name)
    for path in folder.iterdir():
        if path.name not in files and path.name != ".stamp" and path.stat().st_mtime < time.time() - KEPT_SECONDS:
            path.unlink(missing_ok=True)


def _hash_of(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    try:
        if build(force="--force" in sys.argv[1:]):
            print("Front-end files built.")
    except Unbuildable as problem:
        sys.exit(str(problem))
