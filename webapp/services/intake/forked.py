"""Work done in a process of its own, one message ahead of its reader."""

from __future__ import annotations

import gc
import marshal
import os
import signal
import time
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, NoReturn, TypeVar

from webapp.services.intake.bounds import Bounds

T = TypeVar("T")
_END = b""
_OUT_OF_MEMORY = 3
_KILLED = frozenset({signal.SIGKILL, signal.SIGXCPU, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS})
"""How a process ends that takes too much, or that crashes on what it reads."""


class Died(Exception):
    """The process ended before its work did; what it said is in the log."""


class Exhausted(Died):
    """It took too much memory or time, or crashed: it would do so again."""


def apart(
    work: Callable[[], Iterable[T]],
    patience: float,
    nothing_yet: T,
    bounds: Bounds | None = None,
    kept: Iterable[int] = (),
) -> Generator[T]:
    """What `work()` yields (plain data), and `nothing_yet` whenever nothing came for `patience` seconds.

    Of the open files it inherits only stdin, stdout, stderr and the descriptors `kept`: no connection to a
    database. Raises Died, and Exhausted beyond the bounds. Closing the iterator ends the process; it also
    ends by itself when its parent is gone.
    """
    receiving, sending = Pipe(duplex=False)
    pid = os.fork()
    if not pid:
        _work(work, sending, bounds, {0, 1, 2, sending.fileno(), *kept})
    sending.close()
    status = None
    try:
        try:
            yield from _received(receiving, patience, nothing_yet, bounds)
        except EOFError as error:
            _, status = os.waitpid(pid, 0)
            raise _end(status) from error
    finally:
        if status is None:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        receiving.close()


def _received(
    receiving: Connection, patience: float, nothing_yet: Any, bounds: Bounds | None
) -> Iterator[Any]:
    heard = time.monotonic()
    while True:
        if not receiving.poll(patience):
            if bounds and time.monotonic() - heard > bounds.silence:
                raise Exhausted(f"the process that works the list out said nothing for {bounds.silence:g} s")
            yield nothing_yet
            continue
        message = receiving.recv_bytes()
        if message == _END:
            return
        yield marshal.loads(message)  # noqa: S302  (from our own process)
        heard = time.monotonic()


def _end(status: int) -> Died:
    """Why a process ended that was not done."""
    code = os.waitstatus_to_exitcode(status)
    why = f"the process that worked the list out has died ({code})"
    return Exhausted(why) if code == _OUT_OF_MEMORY or -code in _KILLED else Died(why)


def _work(
    work: Callable[[], Iterable[Any]], sending: Connection, bounds: Bounds | None, kept: set[int]
) -> NoReturn:
    """The process's whole life."""
    code = 1
    try:
        _close_all_but(kept)
        gc.freeze()  # what was there before is never collected: its memory stays shared
        _tell(work, sending, bounds)
        code = 0
    except MemoryError:
        code = _OUT_OF_MEMORY
    finally:
        try:
            if code == 1:
                os.write(2, traceback.format_exc().encode(errors="replace"))
        finally:
            os._exit(code)


def _tell(work: Callable[[], Iterable[Any]], sending: Connection, bounds: Bounds | None) -> None:
    if bounds:
        bounds.impose()
    for message in work():
        sending.send_bytes(marshal.dumps(message))
        if bounds:
            bounds.renew()
    sending.send_bytes(_END)


def _close_all_but(kept: set[int]) -> None:
    first = 0
    for descriptor in [*sorted(kept), os.sysconf("SC_OPEN_MAX")]:
        if first < descriptor:  # closerange(0, 0) would close them all
            os.closerange(first, descriptor)
        first = descriptor + 1
