"""Where the library is there, a process is listed under the name that it gave itself."""

from __future__ import annotations

import subprocess
import sys

from webapp.processes.environment import ROOT

CODE = """
from webapp.processes import title
title.show("jobs.worker: Listening")
print(open("/proc/self/cmdline").read().rstrip(chr(0)))
"""
WITHOUT = "import sys\nsys.modules['setproctitle'] = None\n"


def said(code: str) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=30).stdout


def test_it_is_listed_under_its_title() -> None:
    assert said(CODE) == "jobs.worker: Listening\n"


def test_without_the_library_nothing_happens() -> None:
    assert said(WITHOUT + CODE).startswith(sys.executable)
