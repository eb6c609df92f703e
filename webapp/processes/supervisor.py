"""Starts programs, prints their output, restarts those that die, and stops all of them in time."""

from __future__ import annotations

import contextlib
import selectors
import signal
import socket
import time
from collections.abc import Callable, Sequence

from webapp.processes.child import Child, Program

GRACE = 3.0
LAST_GRACE = 1.2
"""Seconds from SIGTERM to SIGKILL, for most programs and then for those that are stopped last."""

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Asked to stop (Ctrl-C, SIGTERM) while still starting."""


class Supervisor:
    """A context manager: when it ends, so have all its programs, whatever happened.

    `say` gets a program's name and a line of what it said. One thread, asleep until something happens.
    """

    def __init__(self, say: Callable[[str, str], None]) -> None:
        self.say = say
        self.asked_to_stop = 0
        self.children: dict[str, Child] = {}

    def __enter__(self) -> Supervisor:
        self.selector = selectors.DefaultSelector()
        self.wakeup_reader, self.wakeup_writer = socket.socketpair()
        for end in (self.wakeup_reader, self.wakeup_writer):
            end.setblocking(False)
        self.selector.register(self.wakeup_reader, selectors.EVENT_READ)
        signal.set_wakeup_fd(self.wakeup_writer.fileno(), warn_on_full_buffer=False)
        heard = [number for number in STOPPING if signal.getsignal(number) != signal.SIG_IGN]  # nohup, `&`
        self.former = {number: signal.signal(number, self._stop_asked) for number in heard}
        self.former[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, _nothing)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        signal.set_wakeup_fd(-1)
        for number, handler in self.former.items():
            signal.signal(number, handler)
        for end in (self.wakeup_reader, self.wakeup_writer, self.selector):
            end.close()

    def start(self, program: Program) -> None:
        """Start `program` and keep it running until `stop`."""
        child = Child(program, lambda line: self.say(program.name, line))
        self.children[program.name] = child
        self._listen_to(child)

    def run(self, program: Program) -> tuple[int, list[str]]:
        """Run `program` once; answers its exit code and what it said. Raises Stopped."""
        lines: list[str] = []
        child = Child(program, lines.append)
        self._listen_to(child)
        try:
            while child.running:
                self._turn(None)
                self._raise_when_stopped()
        finally:
            self._reap(child)
        return child.process.returncode or 0, lines

    def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Look after everything until `condition` holds; False if it does not in time. Raises Stopped."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                return False
            self._turn(0.03)
            self._raise_when_stopped()
        return True

    def deaths(self, name: str) -> int:
        """How many times in a row the program of that name has ended soon after its start."""
        return self.children[name].backoff.deaths

    def serve(self) -> None:
        """Look after everything until asked to stop."""
        while not self.asked_to_stop:
            self._turn(None)

    def stop(self) -> None:
        """End everything, in order; at once when asked twice."""
        self.asked_to_stop = max(self.asked_to_stop, 1)
        self._end([child for child in self.children.values() if not child.program.last], GRACE)
        self._end([child for child in self.children.values() if child.program.last], LAST_GRACE)
        self.children.clear()

    def _end(self, children: Sequence[Child], grace: float) -> None:
        deadline = time.monotonic() + grace
        present = [child for child in children if not child.reaped]
        for child in present:
            child.process.terminate()
        while any(child.running for child in present):
            if time.monotonic() > deadline or self.asked_to_stop > 1:
                break
            self._turn(0.03)
        for child in present:
            self._reap(child)

    def _stop_asked(self, _number: int, _frame: object) -> None:
        self.asked_to_stop += 1

    def _raise_when_stopped(self) -> None:
        if self.asked_to_stop:
            raise Stopped

    def _turn(self, patience: float | None) -> None:
        """Wait (at most `patience` seconds) for output, a signal or a start that is due, and see to it."""
        for key, _ in self.selector.select(self._shortened(patience)):
            if key.data is None:
                with contextlib.suppress(BlockingIOError):
                    self.wakeup_reader.recv(4096)
            elif key.data.read() == 0:
                self.selector.unregister(key.fileobj)
        if not self.asked_to_stop:
            for child in list(self.children.values()):
                self._see_to(child)

    def _shortened(self, patience: float | None) -> float | None:
        dues = [child.due for child in self.children.values() if child.due is not None]
        if self.asked_to_stop or not dues:
            return patience
        wait = max(0.0, min(dues) - time.monotonic())
        return wait if patience is None else min(wait, patience)

    def _see_to(self, child: Child) -> None:
        if child.due is None and not child.running:
            self._reap(child)
            self._start_later(child, child.exit_reason())
        elif child.due is not None and child.due <= time.monotonic():
            try:
                child.start_again()
                self._listen_to(child)
            except OSError as error:
                self._start_later(child, f"not started ({error.strerror})")

    def _start_later(self, child: Child, why: str) -> None:
        delay = child.backoff.delay(time.monotonic())
        child.due = time.monotonic() + delay
        self.say("outbound", f"{child.program.name}: {why}; starting again in {delay:g} s")

    def _listen_to(self, child: Child) -> None:
        self.selector.register(child.output, selectors.EVENT_READ, child)

    def _reap(self, child: Child) -> None:
        with contextlib.suppress(KeyError):
            self.selector.unregister(child.output)
        child.reap()


def _nothing(_number: int, _frame: object) -> None:
    """A child's death needs a handler only so that it wakes the selector."""
