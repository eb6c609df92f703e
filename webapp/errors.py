"""Faults in words that a user can read."""

from __future__ import annotations


class Fault(Exception):
    """Something a person asked for cannot be done; `sentence` says why and what to do.

    `field` is the name of the form field at fault, when there is one.
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotFound(Fault):
    """The thing asked for does not exist (any more)."""


class Forbidden(Fault):
    """The person may not do this."""


class Conflict(Fault):
    """Somebody or something else changed it first; look again."""
