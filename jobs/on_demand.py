"""What the workers' parent runs only while the database says that it is needed.

The parent looks by a fork of its own, so that it neither holds a connection over the next fork, nor waits for
a database that does not answer while it is asked to stop.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

import structlog
from flask import Flask
from sqlalchemy.exc import DBAPIError

from jobs import slots, thinker
from jobs.slots import Slot
from webapp.processes.environment import KEPT_FROM_SIMULATOR, PYTHON
from webapp.services.agents import model_uses

log = structlog.get_logger(__name__)

EVERY = 15.0
LONGEST_LOOK = 30.0
"""Seconds between two looks, and after which one that has not ended is given up."""
UNKNOWN = 255
"""The exit code of a look that saw nothing; others have a bit for each slot."""


@dataclass
class Look:
    """Says which of `slots` are wanted, as `see` finds it in the database.

    `pid`: of the look under way. `blind`: the last one saw nothing.
    """

    slots: Sequence[Slot]
    see: Callable[[], Sequence[bool]]
    every: float = EVERY
    pid: int | None = None
    due: float = 0.0
    blind: bool = False

    def turn(self, now: float) -> float:
        """Take note of what was seen, and look again when it is time."""
        if self.pid is not None:
            self._read(now)
        if self.pid is None and self.due <= now:
            self.pid, self.due = slots.fork(self._report), now + self.every
        return self.due if self.pid is None else now + LONGEST_LOOK

    def stop(self) -> None:
        """End a look that is under way."""
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = None

    def _read(self, now: float) -> None:
        assert self.pid is not None  # noqa: S101  (for mypy)
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid == 0:
            if now > self.due - self.every + LONGEST_LOOK:
                self.stop()
            return
        self.pid, code = None, os.waitstatus_to_exitcode(status)
        self.blind = code == UNKNOWN
        if 0 <= code < 2 ** len(self.slots):
            for number, slot in enumerate(self.slots):
                slot.wanted = bool(code >> number & 1)

    def _report(self) -> None:
        try:
            seen = self.see()
        except DBAPIError as error:
            if not self.blind:
                why = str(error.orig).strip()
                log.warning("cannot see what is needed beside the workers; what runs goes on", why=why)
            sys.exit(UNKNOWN)
        sys.exit(sum(1 << number for number, wanted in enumerate(seen) if wanted))


def demand(app: Flask, every: float = EVERY) -> Look:
    """The thinker, and the simulated model where this installation may run one."""
    url = app.config["SETTINGS"].simulated_model_url
    found = [Slot("think", partial(thinker.serve, app), wanted=False)]
    if url:
        run = partial(_simulated_model, os.environ, url)
        found.append(Slot("simulated model", run, signal.SIGTERM, wanted=False))
    return Look(found, partial(_see, app, len(found)), every)


def _see(app: Flask, slots: int) -> Sequence[bool]:
    """Whether an agent or a trial asks a model, and whether there is a simulated one. Raises DBAPIError."""
    with app.app_context():
        return model_uses.needed()[:slots]


def _simulated_model(env: Mapping[str, str], url: str) -> None:
    """Become the simulated model. It gets nothing that it need not know."""
    own = {name: value for name, value in env.items() if not name.startswith(KEPT_FROM_SIMULATOR)}
    address = urlsplit(url)
    told = {"SIMULATED_MODEL_HOST": address.hostname or "", "SIMULATED_MODEL_PORT": str(address.port)}
    if held := env.get("SIMULATED_MODEL_FD"):
        os.set_inheritable(int(held), True)  # where `up` listens for it
    command = (sys.executable, "-P", "-m", "webapp.simulator.model")
    os.execve(command[0], command, own | PYTHON | told)  # noqa: S606  (our own program)
