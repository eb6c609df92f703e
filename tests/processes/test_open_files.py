"""How many connections the system's limit on open files leaves room for."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from webapp.processes.environment import ROOT

ASK = """
import json, resource, sys
from webapp.processes import open_files
soft, hard, wanted = map(int, sys.argv[1:])
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
print(json.dumps([open_files.connections(wanted), resource.getrlimit(resource.RLIMIT_NOFILE)[0]]))
"""


@pytest.mark.parametrize(
    ("soft", "hard", "wanted", "connections", "files"),
    [
        (1024, 20_000, 2500, 2500, 7756),
        (10_000, 20_000, 2500, 2500, 10_000),
        (1024, 4096, 2500, 1280, 4096),
        (1024, 1024, 2500, 256, 1024),
        (200, 200, 2500, 1, 200),
    ],
)
def test_the_limit_is_raised_as_far_as_it_may_be(
    soft: int, hard: int, wanted: int, connections: int, files: int
) -> None:
    """In a process of its own: a limit that was lowered stays so."""
    words = [sys.executable, "-c", ASK, str(soft), str(hard), str(wanted)]
    told = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert json.loads(told) == [connections, files]
