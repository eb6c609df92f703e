"""How long the longest tests are: `./outbound test --long` runs them at full length, else in a short form.

Both ask the same questions: the short form takes fewer kills, lives, examples, or smaller lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from zlib import crc32

import pytest

_full = False


def decide(full: bool) -> None:
    """Called once, before any test is loaded."""
    global _full
    _full = full


def length(short: int, full: int) -> int:
    """The length of a test in this run."""
    return full if _full else short


ON_ONE = (
    "tests/jobs/media/",
    "tests/jobs/test_ask.py",
    "tests/jobs/test_task_story.py",
    "tests/jobs/test_think.py",
    "tests/jobs/test_thinker.py",
    "tests/jobs/test_worker.py",
    "tests/crash/test_answers.py",
    "tests/crash/test_colleagues.py",
    "tests/services/actions/",
    "tests/services/agents/",
    "tests/services/batches/",
    "tests/services/calls/",
    "tests/services/contacts/",
    "tests/services/demo/",
    "tests/services/inbox/",
    "tests/services/intake/",
    "tests/services/media/",
    "tests/services/numbers/",
    "tests/services/opt_outs/test_imports.py",
    "tests/services/outbox/test_account.py",
    "tests/services/outbox/test_containment.py",
    "tests/services/outbox/test_containment_of_sends.py",
    "tests/services/outbox/test_legs.py",
    "tests/services/outbox/test_no_way_around.py",
    "tests/services/outbox/test_waiting.py",
    "tests/services/privacy/",
    "tests/services/team/",
    "tests/services/test_reactions.py",
    "tests/services/threads/",
    "tests/services/workflows/",
    "tests/views/",
)
"""Tests whose statements have tests of their own, which always run on both databases. In the short form each
runs on one of them, by its name and its parameters, so that each file, and nearly every test, meets both."""
ON_BOTH = (
    "tests/services/actions/test_carrying_out.py",
    "tests/services/batches/test_checking.py",
    "tests/services/batches/test_reply_kinds.py",
    "tests/services/contacts/imports/test_contacts.py",
    "tests/services/contacts/segments/",
    "tests/services/contacts/test_contact_search.py",
    "tests/services/contacts/test_many_labels.py",
    "tests/services/inbox/test_plans.py",
    "tests/services/inbox/test_receive.py",
    "tests/services/inbox/test_search.py",
    "tests/services/privacy/test_erasure.py",
    "tests/services/privacy/test_rows.py",
    "tests/services/workflows/clock/",
    "tests/services/workflows/running/",
    "tests/services/workflows/test_stop_on_reply.py",
    "tests/views/test_failures.py",
    "tests/views/webhooks/test_failure.py",
)
"""Among them, those about what each database does in its own way."""
DATABASES = ("sqlite", "postgresql")


def is_left(item: pytest.Item) -> bool:
    """Whether only `--long` runs this test, as its mark says."""
    return not _full and item.get_closest_marker("long") is not None


def left_to_full(nodeids: Iterable[str]) -> set[str]:
    """Those of a run that only `--long` runs: of each pair in ON_ONE that differs in the database, one."""
    given = set(nodeids)
    return set() if _full else {nodeid for nodeid in given if _is_left(nodeid, given)}


def _is_left(nodeid: str, given: set[str]) -> bool:
    name, bracket, parameters = nodeid.partition("[")
    words = re.split(r"([-\]])", parameters)
    place = next((place for place, word in enumerate(words) if word in DATABASES), None)
    if place is None or not nodeid.startswith(ON_ONE) or nodeid.startswith(ON_BOTH):
        return False
    pair = [name + bracket + "".join([*words[:place], each, *words[place + 1 :]]) for each in DATABASES]
    return given.issuperset(pair) and nodeid != pair[crc32(pair[0].encode()) % len(pair)]
