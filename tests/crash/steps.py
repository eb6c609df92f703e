"""What goes on in threads of its own while things break, one step after the other."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from threading import Event, Thread


class Steps:
    """Each step is repeated in a thread of its own, from `start` until `end`, with `rest` seconds between.

    At most `most` times until they `go_on`: on a machine that is slow, blows take longer, and what goes on
    between two of them must not become more than the house can do.
    """

    def __init__(self, *steps: Callable[[], None], rest: float, most: float = inf) -> None:
        self._rest, self._most = rest, most
        self._round = 0
        self._over = Event()
        self._threads = [Thread(target=self._guard, args=[step], daemon=True) for step in steps]
        self.fault: Exception | None = None

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def go_on(self) -> None:
        """They may do as much again."""
        self._round += 1

    def end(self) -> None:
        """No more of it. Raises what went wrong in a thread."""
        self._over.set()
        for thread in self._threads:
            if thread.ident:
                thread.join()
        if self.fault:
            raise self.fault

    def _guard(self, step: Callable[[], None]) -> None:
        done, seen = 0, 0
        try:
            while not self._over.wait(self._rest):
                if seen != self._round:
                    done, seen = 0, self._round
                if done < self._most:
                    step()
                    done += 1
        except Exception as fault:
            self.fault = fault
            raise
