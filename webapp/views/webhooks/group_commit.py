"""Requests of the same moment share one transaction: what is waited for is waited for once.

That is the disk, on SQLite the one writer, and on PostgreSQL ten round trips. One request leads: it works off
whatever has gathered, tells the others, and hands the lead to the first that has come meanwhile. None of them
waits for a lock that the next leader may get before it, except for the database's: each process has a
leader of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from enum import Enum, auto
from threading import Condition, Event, Lock
from typing import Generic, TypeVar

Item = TypeVar("Item")

MOST = 64
"""Items in one transaction, so that no one else waits long for the database."""
SPACING = 0.02
"""Seconds from the start of one transaction to the next, unless CROWD items wait already. The first after
a quiet moment goes at once; under load, a short wait puts more items into one transaction."""
CROWD = 8
"""Items that are not made to wait for the end of SPACING."""


class _Turn(Enum):
    """What a request is to do now."""

    LEAD = auto()
    ALONE = auto()
    """Its transaction failed, and it is perhaps why: do it again, without the others."""
    LEAVE = auto()


class _Ticket(Generic[Item]):
    """An item that waits for its turn."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self._turn = _Turn.ALONE
        self._told = Event()

    def tell(self, turn: _Turn) -> None:
        self._turn = turn
        self._told.set()

    def turn(self) -> _Turn:
        """Waits until there is one."""
        self._told.wait()
        self._told.clear()
        return self._turn


class GroupCommit(Generic[Item]):
    """`work` does items and commits, all of them or none; `undo` puts right what a failed attempt left."""

    def __init__(self, work: Callable[[Sequence[Item]], None], undo: Callable[[], None]) -> None:
        self._work = work
        self._undo = undo
        self._gathering = Condition(Lock())
        self._one_by_one = Lock()
        self._waiting: list[_Ticket[Item]] = []
        self._led = False
        self._started = 0.0

    def submit(self, item: Item) -> None:
        """Returns when the item is done; raises what stood in its own way, never in another's."""
        ticket = _Ticket(item)
        self._join(ticket)
        turn = ticket.turn()
        if turn is _Turn.LEAD:
            self._lead()
            turn = ticket.turn()
        if turn is _Turn.ALONE:
            self._alone(item)

    def _join(self, ticket: _Ticket[Item]) -> None:
        with self._gathering:
            self._waiting.append(ticket)
            if not self._led:
                self._led = True
                ticket.tell(_Turn.LEAD)
            elif len(self._waiting) == CROWD:
                self._gathering.notify()

    def _lead(self) -> None:
        """Do all that waits, the leader's own item first; when that fails, each will be done alone."""
        group = self._next()
        turn = _Turn.ALONE
        try:
            if self._try([one.item for one in group]):
                turn = _Turn.LEAVE
        finally:
            self._hand_on()
            for one in group:
                one.tell(turn)

    def _next(self) -> list[_Ticket[Item]]:
        with self._gathering:
            due = self._started + SPACING
            self._gathering.wait_for(lambda: len(self._waiting) >= CROWD, due - time.monotonic())
            self._started = time.monotonic()
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        return group

    def _hand_on(self) -> None:
        with self._gathering:
            self._led = bool(self._waiting)
            if self._led:
                self._waiting[0].tell(_Turn.LEAD)

    def _alone(self, item: Item) -> None:
        with self._one_by_one:
            self._try([item], last=True)

    def _try(self, items: Sequence[Item], last: bool = False) -> bool:
        """Whether they are done; raises why not at the last attempt."""
        try:
            self._work(items)
        except Exception:
            self._undo()
            if last:
                raise
            return False
        return True
