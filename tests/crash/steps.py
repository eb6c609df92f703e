"""What goes on in threads of its own while things break, one step after the other."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread


class Steps:
    """Each step is repeated in a thread of its own, from `start` until `end`, with `rest` seconds between."""

    def __init__(self, *steps: Callable[[], None], rest: float) -> None:
        self._rest = rest
        self._over = Event()
        self._threads = [Thread(target=self._guard, args=[step], daemon=True) for step in steps]
        self.fault: Exception | None = None

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """No more of it. Raises what went wrong in a thread."""
        self._over.set()
        for thread in self._threads:
            if thread.ident:
                thread.join()
        if self.fault:
            raise self.fault

    def _guard(self, step: Callable[[], None]) -> None:
        try:
            while not self._over.wait(self._rest):
                step()
        except Exception as fault:
            self.fault = fault
            raise
