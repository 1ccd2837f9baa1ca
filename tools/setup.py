"""Make the virtual environment right: `python3 tools/setup.py [--tests]`.

Run by the machine's own Python, so standard library only. Four steps, each of which costs nothing when nothing changed:
the environment, the pinned packages (checked by hash), the front-end files, the compiled translations.
Whatever is missing on the machine is said in one sentence, with the command that mends it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
ATTEMPTS = 3


def main() -> None:
    """Do all steps; end with a sentence and exit code 1 when the machine lacks something."""
    check_machine()
    make_environment()
    install(["run.txt", "dev.txt"] if "--tests" in sys.argv[1:] else ["run.txt"])
    run_tool("build_assets.py")
    run_tool("compile_messages.py")


def check_machine() -> None:
    """Refuse a Python that is too old, and a folder in which nothing can be made."""
    if sys.version_info < OLDEST:
        sys.exit(
            f"Uptake needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {platform.python_version()}. "
            "Install a newer one and name it: `make run PYTHON=python3.12`."
        )
    if not os.access(ROOT, os.W_OK):
        sys.exit(f"The folder {ROOT} is not writable for you. Clone Uptake into a folder of your own.")


def make_environment() -> None:
    """Create `.venv`, or make it anew when its Python is gone or the folder was moved."""
    if environment_works():
        return
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        sys.exit(
            f"Python {version} cannot make virtual environments here. On Debian and Ubuntu run: "
            f"sudo apt-get install python{version}-venv"
        )
    say("Making the virtual environment .venv")
    run([sys.executable, "-m", "venv", "--clear", str(VENV)], "The virtual environment could not be made.")
    (VENV / ".made-in").write_text(str(VENV), encoding="utf-8")


def environment_works() -> bool:
    """Say whether `.venv` has a Python that runs, new enough, in the place where it was made."""
    if not PYTHON.exists():
        return False
    made_in = VENV / ".made-in"
    if made_in.exists() and made_in.read_text(encoding="utf-8") != str(VENV):
        return False
    question = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    return subprocess.run([str(PYTHON), "-c", question], capture_output=True, check=False).returncode == 0


def install(names: list[str]) -> None:
    """Install the pinned packages of these requirement files unless exactly they are there already."""
    files = [ROOT / "requirements" / name for name in names]
    wanted = "\n".join(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)
    stamp = VENV / f".installed-{files[-1].stem}"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    say(f"Installing packages ({' and '.join(names)})")
    install_uv()
    listed = [part for file in files for part in ("-r", str(file))]
    uv = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--require-hashes", "--python", str(PYTHON), *listed]
    run(uv, "The packages could not be installed.", attempts=ATTEMPTS, mirror=pip_mirror())
    stamp.write_text(wanted, encoding="utf-8")


def install_uv() -> None:
    """Let pip, which comes with the environment, install the pinned uv: it installs the rest four times as fast."""
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    run([*pip, "-r", "requirements/uv.txt"], "The installer uv could not be fetched.", attempts=ATTEMPTS)


def pip_mirror() -> str:
    """Return the package index that pip is set to use, which uv does not read; empty when none is set."""
    asked = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True, check=False
    )
    return os.environ.get("PIP_INDEX_URL", "") or asked.stdout.strip()


def run_tool(name: str) -> None:
    """Run one of our own tools in the environment; it says itself what is wrong."""
    done = subprocess.run([str(PYTHON), str(ROOT / "tools" / name)], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def run(command: list[str], complaint: str, *, attempts: int = 1, mirror: str = "") -> None:
    """Run a program quietly; after the last attempt show the end of what it said, and stop."""
    environment = {**os.environ, "VIRTUAL_ENV": str(VENV)}
    if mirror and "UV_DEFAULT_INDEX" not in environment:
        environment["UV_DEFAULT_INDEX"] = mirror
    said = ""
    for _ in range(attempts):
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
        said = done.stderr or done.stdout
    free = shutil.disk_usage(ROOT).free // 2**20
    advice = "Is the package index reachable (a mirror: PIP_INDEX_URL, a proxy: HTTPS_PROXY)?" if attempts > 1 else ""
    sys.exit(f"{complaint} {advice} Free space here: {free} MB. The program said:\n{said.strip()[-1500:]}")


def say(sentence: str) -> None:
    """Tell the person who waits what is being done."""
    print(f"· {sentence}", flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run the same command again; it goes on where it was.")
    except OSError as problem:
        sys.exit(f"Set-up could not write its files: {problem}")
