"""How much of the suite a run takes: every day a part, `--all` every test, `--long` each at full length.

All ask the same questions: the short form takes fewer kills, lives, examples, or smaller lists.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from zlib import crc32

import pytest

_all = False
_full = False


def decide(every: bool, full: bool) -> None:
    """Called once, before any test is loaded."""
    global _all, _full
    _all, _full = every or full, full


def length(short: int, full: int, everyday: int | None = None) -> int:
    """The length of a test in this run; `everyday`: where that is shorter than in a run of `--all`."""
    if _full:
        return full
    return short if _all or everyday is None else everyday


ON_BOTH = (
    "tests/test_bulk.py",
    "tests/dialects/",
    "tests/services/contacts/segments/",
    "tests/services/contacts/test_contact_search.py",
    "tests/services/inbox/test_plans.py",
    "tests/services/inbox/receiving/test_receive.py",
    "tests/services/inbox/test_search.py",
    "tests/services/inbox/listing/test_word_search.py",
    "tests/services/outbox/test_plans.py",
    "tests/services/privacy/test_rows.py",
    "tests/services/workflows/running/test_together.py",
    "tests/views/test_erased_files.py",
    "tests/views/test_failures.py",
    "tests/views/webhooks/test_failure.py",
)
"""Tests about what each database does in its own way. The everyday run takes each of the others on one of
them, by its name and its parameters, so that each file, and nearly every test, meets both."""
WHOLE = (
    *ON_BOTH,
    "tests/cases/",
    "tests/services/calls/test_gate.py",
    "tests/services/outbox/test_no_way_around.py",
    "tests/services/workflows/test_gate.py",
    "tests/views/signing_in/test_security.py",
)
"""Tables of which no row is left out: who must not be reached, and what failed once."""
ROWS = 2
"""So many of a longer table are run every day, where each row needs a database. Most tables are of rules, and
need none: they are always run whole."""
DATABASES = ("sqlite", "postgresql")
HOUSE = "tests/house/"
"""`./outbound check` has run these."""


def is_left(item: pytest.Item) -> bool:
    """Whether this test waits for `--all`, as its mark says."""
    return not _all and item.get_closest_marker("long") is not None


def left_out(nodeids: Iterable[str], both: bool = True) -> set[str]:
    """Those of a run that wait for `--all`: of each pair that differs in the database, one; rows beyond ROWS.

    And those that `./outbound check` runs.
    `both`: whether this machine has a PostgreSQL, else it is never the one that is run.
    """
    given = set(nodeids)
    if _all:
        return set()
    left = {nodeid for nodeid in given if nodeid.startswith(HOUSE) or _is_twin(nodeid, given, both)}
    return left | _beyond(given - left)


def _is_twin(nodeid: str, given: set[str], both: bool) -> bool:
    """Whether it is the one that is left of two that differ in the database alone."""
    name, bracket, parameters = nodeid.partition("[")
    words = re.split(r"([-\]])", parameters)
    place = next((place for place, word in enumerate(words) if word in DATABASES), None)
    if place is None or nodeid.startswith(ON_BOTH):
        return False
    pair = [name + bracket + "".join([*words[:place], each, *words[place + 1 :]]) for each in DATABASES]
    chosen = crc32(pair[0].encode()) % len(pair) if both else 0
    return given.issuperset(pair) and nodeid != pair[chosen]


def _beyond(given: set[str]) -> set[str]:
    tables: dict[str, list[str]] = defaultdict(list)
    for nodeid in given:
        name, _, parameters = nodeid.partition("[")
        if not name.startswith(WHOLE) and any(word in DATABASES for word in re.split(r"[-\]]", parameters)):
            tables[name].append(nodeid)
    by_chance = (sorted(rows, key=lambda row: (crc32(row.encode()), row)) for rows in tables.values())
    return {row for rows in by_chance for row in rows[ROWS:]}
