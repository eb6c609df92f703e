"""A module of ours, run in a fork of the supervisor: what all of them need is loaded once, and shared.

Each starts at once, also after it died, and the memory of what was loaded counts once for all.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import IO

from webapp.processes import title
from webapp.processes.parent import end_with

CONTEXT = multiprocessing.get_context("fork")
ENDING = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)
"""Held back while a fork begins: until it has handlers of its own, the supervisor's would swallow them."""


@dataclass(frozen=True)
class Entry:
    """What a fork does. `function`: "module:name", called without arguments; `words`: its sys.argv, and its
    title in lists of processes. Of the open files it gets `fds`, and of the environment nothing but `env`.
    """

    function: str
    words: Sequence[str]
    env: Mapping[str, str]
    fds: tuple[int, ...]


class Fork:
    """A process that runs an entry, with that part of subprocess.Popen which the supervisor uses."""

    def __init__(self, entry: Entry) -> None:
        """Raises OSError when the machine cannot."""
        reader, writer = os.pipe()
        self.stdout: IO[bytes] = os.fdopen(reader, "rb", buffering=0)
        self._process = CONTEXT.Process(
            target=_become, name=entry.words[0], args=(entry, writer, os.getpid())
        )
        before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        try:
            self._process.start()
        except OSError:
            self.stdout.close()
            raise
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            os.close(writer)

    @property
    def pid(self) -> int:
        """Of the process, which leads a session of its own."""
        assert self._process.pid is not None  # noqa: S101  (for mypy: it was started)
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """The exit code, or minus the number of the signal that killed it; None while it lives."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """The same."""
        return self.returncode

    def wait(self) -> int | None:
        """Until it ends."""
        self._process.join()
        return self.returncode

    def terminate(self) -> None:
        """Ask it to end."""
        self._process.terminate()

    def kill(self) -> None:
        """End it."""
        self._process.kill()


def load(modules: Collection[str], prepare: str) -> None:
    """Import what the forks need, then call the function `prepare` ("module:name"), whose work they inherit.

    Nothing of it is ever collected, so that they go on sharing its memory.
    """
    for module in modules:
        importlib.import_module(module)
    resolve_name(prepare)()
    gc.collect()
    gc.freeze()


def _become(entry: Entry, output: int, parent: int) -> None:
    """In the fork: as if it had been started by itself. Nothing of the supervisor is left but its modules."""
    os.setsid()
    end_with(parent)
    _have_signals_of_its_own()
    _have_files_of_its_own(output, entry.fds)
    os.environ.clear()
    os.environ.update(entry.env)
    sys.argv = list(entry.words)
    title.show(" ".join(entry.words))
    sys.exit(resolve_name(entry.function)())


def _have_signals_of_its_own() -> None:
    """As after an exec: what is ignored stays so, what was handled is not."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGCHLD):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def _have_files_of_its_own(output: int, kept: Collection[int]) -> None:
    with open(os.devnull, "rb") as null:
        os.dup2(null.fileno(), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    for number in {int(name) for name in os.listdir("/dev/fd")} - {0, 1, 2, *kept}:
        with suppress(OSError):  # the listing's own is closed already
            os.close(number)
    sys.stdin = open(0, closefd=False)
    sys.stdout, sys.stderr = (open(number, "w", buffering=1, closefd=False) for number in (1, 2))
