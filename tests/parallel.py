"""Which tests stay together in a parallel run, and which begin first.

The files of a group in TOGETHER share what takes seconds to start, so one process runs them all.
"""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

TOGETHER = (
    ("tests/browser/",),
    ("tests/processes/test_up.py", "tests/processes/test_bodies.py", "tests/processes/test_due.py"),
    (
        "tests/processes/test_demo.py",
        "tests/processes/test_agent.py",
        "tests/processes/test_erase.py",
        "tests/processes/test_refusals.py",
    ),
)
LONGEST = (
    "tests/browser/test_pages.py",  # first in its installation: it looks at pages while they are empty
    "tests/browser/",
    "tests/crash/test_hosts.py",
    "tests/processes/test_up.py",  # before anyone joins
    "tests/processes/test_bodies.py",  # with the first admin
    "tests/processes/test_due.py",
    "tests/crash/",
    "tests/processes/",
    "tests/fuzz/",
    "tests/services/intake/test_bombs.py",
    "tests/stateful/",
    "tests/jobs/test_worker.py",
    "tests/server/test_slow.py",
    "tests/services/outbox/",
    "tests/views/",
)
"""Files and folders that take longest, longest first: a file that begins last should be a short one."""


def rank(nodeid: str) -> int:
    """The place of a test's file in LONGEST; all other files come after."""
    return next((n for n, start in enumerate(LONGEST) if nodeid.startswith(start)), len(LONGEST))


class Scheduling(LoadFileScheduling):
    """xdist's own, but some files stay together as well."""

    def _split_scope(self, nodeid: str) -> str:
        groups = [group[0] for group in TOGETHER if nodeid.startswith(group)]
        return groups[0] if groups else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling | None:
    """Only where `--dist loadfile` is asked for, as `./outbound test` does."""
    return Scheduling(config, log) if config.getoption("dist") == "loadfile" else None
