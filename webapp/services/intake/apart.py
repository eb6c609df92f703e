"""Work done in a process of its own, one message ahead of whoever takes what it tells."""

from __future__ import annotations

import gc
import marshal
import os
import signal
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")
_END = b""


class Died(Exception):
    """The process ended before its work did; what it said is in the log."""


def apart(work: Callable[[], Iterable[T]], patience: float, nothing_yet: T) -> Generator[T]:
    """What `work()` yields (plain data), and `nothing_yet` whenever nothing came for `patience` seconds.

    Raises Died. Closing the iterator ends the process; it also ends by itself when its parent is gone.
    The caller must not have a database connection that the process would inherit.
    """
    receiving, sending = Pipe(duplex=False)
    pid = os.fork()
    if not pid:
        receiving.close()
        _work(work, sending)
    sending.close()
    try:
        yield from _received(receiving, patience, nothing_yet)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        receiving.close()


def _received(receiving: Connection, patience: float, nothing_yet: Any) -> Iterator[Any]:
    while True:
        if not receiving.poll(patience):
            yield nothing_yet
            continue
        try:
            message = receiving.recv_bytes()
        except EOFError as error:
            raise Died("the process that worked the list out has died") from error
        if message == _END:
            return
        yield marshal.loads(message)  # noqa: S302  (from our own process)


def _work(work: Callable[[], Iterable[Any]], sending: Connection) -> None:
    """The process's whole life."""
    gc.freeze()  # what was there before is never collected: its memory stays shared
    try:
        for message in work():
            sending.send_bytes(marshal.dumps(message))
        sending.send_bytes(_END)
        os._exit(0)
    finally:
        traceback.print_exc()
        os._exit(1)
