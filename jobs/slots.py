"""Places of processes that a parent forks, replaces when they die, and sees out at the end."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NoReturn, Protocol

from jobs.shutdown import END_SOON
from webapp.processes.backoff import BackOff

AGAIN = 0.3
"""Seconds until those that are still there are told again: one may have been about to fork for a job."""
SIGNALS = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT}


@dataclass
class Slot:
    """A place: what runs there, its present pid, and when the next one starts (monotonic seconds).

    One that is not `wanted` stays empty; `end`: the signal that ends a process cleanly.
    """

    name: str
    run: Callable[[], None]
    end: signal.Signals = END_SOON
    wanted: bool = True
    pid: int | None = None
    due: float = 0.0
    backoff: BackOff = field(default_factory=BackOff)


class Demand(Protocol):
    """Says which slots are wanted."""

    def turn(self, now: float) -> float:
        """Look after it; answers when to do so next (monotonic seconds)."""

    def stop(self) -> None:
        """The end."""


def keep(slots: Sequence[Slot], demand: Demand | None = None) -> None:
    """Keep a process in every slot that is wanted until SIGTERM, then see them all out."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    stopping, look_again = False, float("inf")
    while not stopping or any(slot.pid for slot in slots):
        if not stopping:
            look_again = demand.turn(time.monotonic()) if demand else look_again
            _tell(slot for slot in slots if not slot.wanted)
            _fill(slots)
        received = signal.sigtimedwait(SIGNALS, AGAIN if stopping else _patience(slots, look_again))
        if received is not None and received.si_signo != signal.SIGCHLD:
            stopping = True
        if stopping:
            _tell(slots)
        _reap(slots, stopping)
    if demand:
        demand.stop()


def _fill(slots: Sequence[Slot]) -> None:
    now = time.monotonic()
    for slot in slots:
        if slot.wanted and slot.pid is None and slot.due <= now:
            slot.pid = fork(slot.run)
            slot.backoff.start(now)


def _patience(slots: Sequence[Slot], look_again: float) -> float:
    dues = [slot.due for slot in slots if slot.wanted and slot.pid is None]
    return min(3600.0, max(0.0, min([*dues, look_again]) - time.monotonic()))


def _reap(slots: Sequence[Slot], stopping: bool) -> None:
    for slot in slots:
        if slot.pid is None or os.waitpid(slot.pid, os.WNOHANG) == (0, 0):
            continue
        delay = slot.backoff.delay(time.monotonic())
        if slot.wanted and not stopping:
            sys.stderr.write(f"worker {slot.pid} ({slot.name}) died; starting another in {delay:g} s\n")
        slot.pid, slot.due = None, time.monotonic() + delay


def _tell(slots: Iterable[Slot]) -> None:
    for slot in slots:
        if slot.pid is not None:
            os.kill(slot.pid, slot.end)


def fork(run: Callable[[], object]) -> int:
    """A process that does this and exits, with code 0 unless it says another; answers its pid."""
    pid = os.fork()
    return pid or _run(run)


def _run(run: Callable[[], object]) -> NoReturn:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    run()
    sys.exit(0)
