"""How long the longest tests are: `./outbound test --long` runs them at full length, else in a short form.

Both ask the same questions: the short form takes fewer kills, lives, examples, or smaller lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from zlib import crc32

_full = False


def decide(full: bool) -> None:
    """Called once, before any test is loaded."""
    global _full
    _full = full


def length(short: int, full: int) -> int:
    """The length of a test in this run."""
    return full if _full else short


ON_BOTH = (
    "tests/cases/",
    "tests/channels/",
    "tests/crash/",
    "tests/models/",
    "tests/services/",
    "tests/stateful/",
)
ON_ONE = (
    "tests/services/actions/",
    "tests/services/agents/",
    "tests/services/batches/",
    "tests/services/calls/",
    "tests/services/demo/",
)
"""Folders of ON_BOTH whose statements others make on both as well."""
DATABASES = ("sqlite", "postgresql")


def left_to_full(nodeids: Iterable[str]) -> set[str]:
    """Those of a run that only `--long` runs: one of each pair that differs in the database alone."""
    given = set(nodeids)
    return set() if _full else {nodeid for nodeid in given if _is_left(nodeid, given)}


def _is_left(nodeid: str, given: set[str]) -> bool:
    if nodeid.startswith(ON_BOTH) and not nodeid.startswith(ON_ONE):
        return False
    name, bracket, parameters = nodeid.partition("[")
    own = next((each for each in re.split(r"[-\]]", parameters) if each in DATABASES), None)
    if own is None or own == DATABASES[crc32(name.encode()) % len(DATABASES)]:
        return False
    (other,) = set(DATABASES) - {own}
    return f"{name}{bracket}{parameters.replace(own, other, 1)}" in given
