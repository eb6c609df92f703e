"""Requests of the same moment share one transaction: what is waited for is waited for once.

That is the disk, and on SQLite the one writer. The first to come works off whatever has gathered while the
one before it was at work; the others wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

Item = TypeVar("Item")

MOST = 64
"""Items in one transaction, so that nobody else waits long for the database."""


class _Ticket(Generic[Item]):
    """An item that waits. `alone`: it was in a transaction that failed, and perhaps is why."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.done = False
        self.alone = False


class Together(Generic[Item]):
    """`work` does items and commits, all of them or none; `undo` puts right what a failed attempt left."""

    def __init__(self, work: Callable[[Sequence[Item]], None], undo: Callable[[], None]) -> None:
        self._work = work
        self._undo = undo
        self._gathering = Lock()
        self._at_work = Lock()
        self._waiting: list[_Ticket[Item]] = []

    def do(self, item: Item) -> None:
        """Returns when the item is done; raises what stood in its own way, never in another's."""
        ticket = _Ticket(item)
        with self._gathering:
            self._waiting.append(ticket)
        with self._at_work:
            while not ticket.done:
                self._lead(ticket)

    def _lead(self, ticket: _Ticket[Item]) -> None:
        """Do all that waits; when that fails, each will be done alone, by its own request."""
        group = [ticket] if ticket.alone else self._next()
        try:
            self._work([one.item for one in group])
        except Exception:
            self._undo()
            if ticket.alone:
                raise
            for one in group:
                one.alone = True
        else:
            for one in group:
                one.done = True

    def _next(self) -> list[_Ticket[Item]]:
        with self._gathering:
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        return group
