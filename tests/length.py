"""How long the longest tests are: `./outbound test --long` runs them at full length, else in a short form.

Both ask the same questions: the short form takes fewer kills, lives, examples, or smaller lists.
"""

from __future__ import annotations

_full = False


def decide(full: bool) -> None:
    """Called once, before any test is loaded."""
    global _full
    _full = full


def length(short: int, full: int) -> int:
    """The length of a test in this run."""
    return full if _full else short
