"""`check`, `test` and `bench`: for developers of Outbound."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from webapp.processes.environment import ROOT

HOUSE_TESTS = "tests/house"
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
POSTGRESQL = "/usr/lib/postgresql"
"""Where Debian keeps PostgreSQL's server, which is not on the PATH there."""


def check(_words: Sequence[str] = ()) -> int:
    """ruff, mypy and the tests of the architecture. 0 when none found a fault."""
    steps = (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("pytest", "-p", "no:xdist", HOUSE_TESTS),
    )
    codes = [_run(*step) for step in steps]
    return max(codes)


def test(words: Sequence[str] = ()) -> int:
    """The suite, on all cores. The tests of a file stay together: they share what is slow to start.

    One more process than cores, because some wait for a browser or a clock. In their own order, not the files
    with most tests first: the long files have few.
    """
    processes = str((os.cpu_count() or 1) + 1)
    code = _run("pytest", "-n", processes, "--dist", "loadfile", "--no-loadscope-reorder", *words)
    for line in left_out():
        sys.stdout.write(f"\n*** {line}\n")
    sys.stdout.flush()
    return code


def bench(words: Sequence[str] = ()) -> int:
    """Run the bench NAME with the words that follow; list the names without one."""
    programs = benches()
    if words and words[0] in programs:
        return _run(f"tests.bench.{programs[words[0]]}", *words[1:])
    if words:
        sys.stderr.write(f"outbound: there is no bench '{words[0]}'.\n")
    sys.stdout.write(f"Benches: {', '.join(programs)}. Run one with: ./outbound bench NAME\n")
    return 1 if words else 0


def benches() -> dict[str, str]:
    """What can be measured, by name: the programs in tests/bench.

    A module cannot be called `import` or `import-xlsx`: import_.py and import_xlsx.py are.
    """
    files = sorted((ROOT / "tests" / "bench").glob("[a-z]*.py"))
    programs = [file.stem for file in files if "__main__" in file.read_text("utf-8")]
    return {stem.rstrip("_").replace("_", "-"): stem for stem in programs}


def left_out() -> list[str]:
    """What the suite cannot run on this machine, and how to change that."""
    lines = []
    if not any(map(shutil.which, CHROMIUM)):
        lines.append("NOT RUN: everything in a browser. Chromium is missing: apt-get install chromium")
    if not shutil.which("initdb") and not list(Path(POSTGRESQL).glob("*/bin/initdb")):
        lines.append("NOT RUN: everything on PostgreSQL. It is missing: apt-get install postgresql")
    if not shutil.which("caddy"):
        lines.append("NOT RUN: deploy/Caddyfile. Caddy is missing: apt-get install caddy")
    if os.geteuid() != 0 or not shutil.which("ip"):
        lines.append("Several hosts were processes, not networks: these need root, apt-get install iproute2")
    return lines


def _run(module: str, *words: str) -> int:
    """Hundreds of processes start in a run of the tests: each would compile all modules again."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603  (our own tools)
