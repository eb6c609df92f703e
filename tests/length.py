"""How long the longest tests are: `./outbound test --long` runs them at full length, else in a short form.

Both ask the same questions: the short form takes fewer kills, lives, examples, or smaller lists.
"""

from __future__ import annotations

from zlib import crc32

_full = False


def decide(full: bool) -> None:
    """Called once, before any test is loaded."""
    global _full
    _full = full


def length(short: int, full: int) -> int:
    """The length of a test in this run."""
    return full if _full else short


ON_ONE = (
    "tests/jobs/test_thinker.py",
    "tests/jobs/test_worker.py",
    "tests/services/agents/test_llm_answers.py",
    "tests/services/demo/",
    "tests/views/agents/",
    "tests/views/batches/",
    "tests/views/inbox/",
    "tests/views/test_",
)
"""Pages, and what takes long: in the short form each test runs on one of the two databases, by its name, so
that each file meets both. What they call has tests of its own, which always run on both."""
DATABASES = ("sqlite", "postgresql")


def is_left_to_full(nodeid: str) -> bool:
    """Is this the half of a test in ON_ONE that only `--long` runs?"""
    if _full or not nodeid.startswith(ON_ONE):
        return False
    name, _, parameters = nodeid.partition("[")
    given = [each for each in parameters.rstrip("]").split("-") if each in DATABASES]
    return bool(given) and given[0] != DATABASES[crc32(name.encode()) % len(DATABASES)]
