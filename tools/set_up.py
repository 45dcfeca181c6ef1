#!/usr/bin/env python3
"""Prepare this folder for `make run`, `make test`, or `make check`: from a bare clone to ready.

Runs on the machine's own Python, before anything is installed, so it uses the standard library
alone and no syntax newer than Python 3.7: an old Python must get as far as the sentence that says
so. Every step leaves a stamp of what it was made from, written only once the step has succeeded;
a step whose stamp still fits is skipped.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Iterable, NoReturn  # noqa: UP035 (Python 3.7, see above)

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
LOG = ROOT / "var" / "set-up.log"
NEEDED_PYTHON = (3, 11)
NEEDED_NODE = 20
CI = os.environ.get("CI", "") not in ("", "0", "false")


class Missing(Exception):
    """A part is not there; the message says which, and how to get it."""


def say(sentence: str) -> None:
    print(sentence, flush=True)


def digest_of(paths: Iterable[Path], *more: str) -> str:
    """Hash the contents of files, with the words that also decide whether a step is still good."""
    digest = hashlib.sha256("\0".join(more).encode())
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_stamped(stamp: Path, digest: str) -> bool:
    return stamp.is_file() and stamp.read_text() == digest


def write_stamp(stamp: Path, digest: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    draft = stamp.with_name(stamp.name + ".new")
    draft.write_text(digest)
    draft.replace(stamp)


def run(command: list[str], advice: str, env: dict[str, str] | None = None) -> None:
    """Run a step quietly; when it fails, show the end of what it said, and the advice."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    try:
        with LOG.open("wb") as log:
            status = subprocess.call(
                command, cwd=str(ROOT), env=env, stdout=log, stderr=subprocess.STDOUT
            )
    except OSError as error:
        raise Missing(f"{command[0]} cannot be started ({error}). {advice}") from error
    if status:
        tail = [line[:160] for line in LOG.read_text(errors="replace").splitlines()[-12:]]
        said = "\n".join("    " + line for line in tail)
        where = LOG.relative_to(ROOT)
        raise Missing(f"{command[0]} failed.\n{said}\n{advice}\n(The whole output is in {where}.)")


def answer_of(command: list[str], env: dict[str, str] | None = None) -> str:
    """Return what a program prints, or "" when it is not there or fails."""
    try:
        return subprocess.check_output(
            command, cwd=str(ROOT), env=env, stderr=subprocess.DEVNULL
        ).decode(errors="replace")
    except (OSError, subprocess.CalledProcessError):
        return ""


def require_python() -> None:
    if sys.version_info[:2] < NEEDED_PYTHON:
        raise Missing(
            "Python {}.{} or newer is needed; {} is {}.{}. On Debian 12, Ubuntu 24.04, or newer: "
            "sudo apt-get install python3 python3-venv; another Python is chosen with "
            "make PYTHON=/path/to/python3.12 run.".format(
                *NEEDED_PYTHON, sys.executable, *sys.version_info[:2]
            )
        )


# ------------------------------------------------------------------------------------- Python


def make_venv(uv: str | None) -> None:
    """Make .venv, unless it stands already, made by this Python and able to install packages."""
    python = str(BIN / "python")
    asked = "import sys; print(*sys.version_info[:2], sys.prefix)"
    ours = "{} {} {}".format(*sys.version_info[:2], VENV)
    stands = answer_of([python, "-c", asked]).strip() == ours
    if stands and (uv or answer_of([python, "-m", "pip", "--version"])):
        return
    if not uv and not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        raise Missing(
            "Python's module venv is missing. On Debian or Ubuntu: "
            "sudo apt-get install python3-venv"
        )
    if stands:
        run([python, "-m", "ensurepip"], "pip could not be put into .venv; remove that folder.")
        return
    say("Making the virtual environment .venv …")
    if uv:
        command = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)]
    else:
        command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    run(command, "The virtual environment could not be made.")


def install_lock(lock: str) -> None:
    """Install exactly what a lock file names, checked by hash."""
    uv = shutil.which("uv")
    python = str(BIN / "python")
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", python]
    else:
        command = [python, "-m", "pip", "install", "--quiet", "--no-compile", "--no-input"]
    run(
        [*command, "--require-hashes", "-r", lock],
        "The Python packages could not be installed. Is this machine connected to its package "
        "index? The step goes on where it stopped when you repeat the command.",
    )


def install_python_packages(lock: str) -> None:
    digest = digest_of([ROOT / lock], sys.version, str(VENV))
    stamp = VENV / ".stamps" / lock
    if is_stamped(stamp, digest) and (BIN / "python").exists():
        return
    make_venv(shutil.which("uv"))
    count = len(re.findall(r"^\S+==", (ROOT / lock).read_text(), re.MULTILINE))
    say(f"Installing {count} Python packages (up to a minute) …")
    install_lock(lock)
    write_stamp(stamp, digest)
    if lock == "requirements-dev.txt":  # it holds the other one, pin by pin
        runtime = "requirements.txt"
        write_stamp(VENV / ".stamps" / runtime, digest_of([ROOT / runtime], sys.version, str(VENV)))


# ---------------------------------------------------------------------------- style and scripts


def major_version(node: str) -> int:
    found = re.match(r"v(\d+)\.", answer_of([node, "--version"]))
    return int(found.group(1)) if found else 0


def node_environment() -> dict[str, str]:
    """Return an environment whose PATH leads to Node.js and npm, fetched from PyPI if need be."""
    env = dict(os.environ)
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and major_version(node) >= NEEDED_NODE:
        return env
    env["PATH"] = "{}{}{}".format(BIN, os.pathsep, env.get("PATH", os.defpath))
    if major_version(str(BIN / "node")) < NEEDED_NODE:
        say(f"Node.js {NEEDED_NODE} with npm is not there; fetching it from PyPI …")
        install_lock("requirements-node.txt")
    if major_version(str(BIN / "node")) < NEEDED_NODE or not (BIN / "npm").exists():
        raise Missing(
            f"Node.js {NEEDED_NODE} or newer is needed to build style sheets and scripts, and the "
            "one from PyPI does not run here. Install nodejs and npm."
        )
    return env


def install_node_packages() -> None:
    lock, stamp = ROOT / "package-lock.json", ROOT / "node_modules" / ".stamp"
    digest = digest_of([lock, ROOT / "package.json"])
    if is_stamped(stamp, digest):
        return
    env = node_environment()
    say("Installing the packages of the front end …")
    run(
        ["npm", "ci", "--no-audit", "--no-fund"],
        "npm could not install the packages. Is this machine connected to its npm registry?",
        env,
    )
    write_stamp(stamp, digest)


def build_front_end() -> None:
    dist = ROOT / "static" / "dist"
    sources = [
        path for path in (ROOT / "static").rglob("*") if path.is_file() and dist not in path.parents
    ]
    digest = digest_of([*sources, ROOT / "package-lock.json"])
    if is_stamped(dist / ".stamp", digest):
        return
    say("Bundling style sheets and scripts …")
    run(
        ["node", "static/build.mjs"],
        "The style sheets and scripts could not be bundled.",
        node_environment(),
    )
    write_stamp(dist / ".stamp", digest)


# ---------------------------------------------------------------------------------- test parts


# Debian's shell is Chromium without the browser around it: smaller, and faster in tests.
SHELL = "chromium-headless-shell"
PARTS: list[tuple[str, str, tuple[str, ...]]] = [
    ("Chromium", "the browser tests", (SHELL, "chromium", "chromium-browser", "google-chrome")),
    ("nginx", "the tests of several processes", ("nginx",)),
    ("Redis", "the tests of several processes", ("redis-server",)),
]


def is_there(names: Iterable[str]) -> bool:
    # Debian keeps some servers where only root looks by itself.
    path = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"
    return any(shutil.which(name, path=path) for name in names)


def install_debian_packages(missing: list[str]) -> None:
    """Try to install what is missing, where that is allowed; servers are not started by it."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say(f"Installing {', '.join(missing)} for the tests (a minute or two) …")
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive", RUNLEVEL="1")
    try:
        run(["apt-get", "update", "--quiet"], "apt-get update failed.", env)
        known = subprocess.run(["apt-cache", "show", SHELL], capture_output=True, check=False)
        chromium = ["chromium" if known.returncode else SHELL, "fonts-liberation"]
        packages = {"Chromium": chromium, "nginx": ["nginx-light"], "Redis": ["redis-server"]}
        wanted = [package for name in missing for package in packages[name]]
        command = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends"]
        run([*command, *wanted], f"apt-get install {' '.join(wanted)} failed.", env)
    except Missing as error:
        say(str(error))


def install_test_parts() -> None:
    missing = [name for name, _, programs in PARTS if not is_there(programs)]
    if missing:
        install_debian_packages(missing)
    for name, what, programs in PARTS:
        if is_there(programs):
            continue
        program = next(one for one in programs if one != SHELL)
        sentence = (
            f"{name} is missing, so {what} cannot run. On Debian: sudo apt-get install {program}"
        )
        if CI:
            raise Missing(sentence)
        say(sentence + "\nThey are skipped, by name, in what follows.")


def set_up(purpose: str) -> None:
    require_python()
    install_python_packages("requirements.txt" if purpose == "run" else "requirements-dev.txt")
    if purpose == "check":
        return
    install_node_packages()
    build_front_end()
    if purpose == "test":
        install_test_parts()


def main() -> NoReturn:
    purpose = sys.argv[1] if len(sys.argv) == 2 else ""
    if purpose not in ("run", "test", "check"):
        sys.exit("usage: set_up.py run|test|check")
    start = time.monotonic()
    try:
        set_up(purpose)
    except Missing as error:
        sys.exit(f"\nSet-up stopped: {error}")
    except KeyboardInterrupt:
        sys.exit("\nSet-up stopped. The same command goes on from here.")
    seconds = time.monotonic() - start
    if seconds > 1:
        say(f"Set-up took {seconds:.0f} seconds.")
    sys.exit(0)


if __name__ == "__main__":
    main()
