"""One program that is kept running: its process, its output by lines, its end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from webapp.processes.backoff import BackOff
from webapp.processes.fork import Entry, Fork
from webapp.processes.parent import tied

LONGEST_LINE = 16_384
BROKEN = 2
"""A program that ended by itself, with an error, so many times in a row does not come up as things are."""


@dataclass(frozen=True)
class Program:
    """A command. `fds` are inherited. `last`: stopped after the others, which need it.

    `mute`: a line that holds one of these is not worth a person's attention. `function` ("module:name"): one
    of ours, which runs in a fork of this process; then `command` is its sys.argv. `mend`: takes away what
    keeps it from coming up; called once, when it is BROKEN.
    """

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    fds: tuple[int, ...] = ()
    last: bool = False
    mute: tuple[str, ...] = ()
    function: str | None = None
    mend: Callable[[], None] | None = None


class Child:
    """A program's present process; once it died, `due` says when the next one starts (monotonic seconds)."""

    def __init__(self, program: Program, say: Callable[[str], None]) -> None:
        self.program = program
        self.say = say
        self.backoff = BackOff()
        self.failures = 0
        self.start()

    def start(self) -> None:
        """Start a process, in a session of its own: Ctrl-C in the terminal reaches the supervisor alone.

        Raises OSError when the machine cannot.
        """
        self.process: Fork | subprocess.Popen[bytes] = (
            _forked(self.program) if self.program.function else _executed(self.program)
        )
        assert self.process.stdout is not None  # noqa: S101  (for mypy: a pipe was asked for)
        self.output = self.process.stdout
        os.set_blocking(self.output.fileno(), False)
        self.due: float | None = None
        self.rest = b""
        self.backoff.start(time.monotonic())

    def start_again(self) -> None:
        """After it died. Raises OSError when the machine cannot."""
        if self.failures == BROKEN and self.program.mend:
            self.program.mend()
        self.start()

    @property
    def running(self) -> bool:
        """True while the process lives; also takes note of its death."""
        return self.process.poll() is None

    @property
    def reaped(self) -> bool:
        """True when nothing is left of the process and all of its output was passed on."""
        return self.output.closed

    def exit_reason(self) -> str:
        """How the process ended, in words."""
        code = self.process.returncode or 0
        return f"ended with code {code}" if code >= 0 else f"killed by signal {-code}"

    def read(self) -> int | None:
        """Pass on the lines that are there. Answers the bytes read: 0 at the end, None when none came yet."""
        try:
            data = os.read(self.output.fileno(), 65_536)
        except BlockingIOError:
            return None
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            self._pass_on(line)
        if len(self.rest) > LONGEST_LINE or not data:
            self._pass_on(self.rest)
            self.rest = b""
        return len(data)

    def reap(self) -> None:
        """End what is left of the process and its group, at once, and pass on its last output."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()  # a fork that has only begun leads no group yet
        self.process.wait()
        self.failures = self.failures + 1 if (self.process.returncode or 0) > 0 else 0
        while self.read():
            pass
        self.output.close()

    def _pass_on(self, line: bytes) -> None:
        text = line.decode("utf-8", "replace").rstrip()
        if text and not any(word in text for word in self.program.mute):
            self.say(text)


def _executed(program: Program) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  (our own programs)
        program.command,
        env=dict(program.env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=program.fds,
        start_new_session=True,
        preexec_fn=tied(),
    )


def _forked(program: Program) -> Fork:
    assert program.function  # noqa: S101  (for mypy)
    return Fork(Entry(program.function, program.command, program.env, program.fds))
