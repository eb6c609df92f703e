"""Shutdown: whether this process was asked to stop. A worker gets a signal; its job asks here."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

END_SOON = signal.SIGUSR1
"""To a worker: SIGTERM for itself, and the same signal for its job.

One signal: of two that come together RQ's second thread may take both, and the first one, in which Python
acts on signals, sleeps on (signal(7): a process's signal goes to any of its threads).
"""

_requested = False


def request(*_signal: object) -> None:
    """A handler of signals: a job that lasts ends at the next place that suits it."""
    global _requested
    _requested = True


@contextmanager
def graceful() -> Iterator[None]:
    """A job that lasts: a SIGTERM is only noted, and it ends where `requested` is asked."""
    before = signal.signal(signal.SIGTERM, request)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def requested() -> bool:
    """True from the first `request` on, in this process and in those that it forks afterwards."""
    return _requested
