"""Jobs that the tests of the workers run: paths of functions, as RQ wants them."""

from __future__ import annotations

import os
import time
from pathlib import Path

from jobs import shutdown


def wait_for_the_end(folder: str) -> None:
    """A job that wants to know, as the dispatcher does: it leaves a word and ends."""
    Path(folder, "started").write_text(str(os.getpid()))
    deadline = time.monotonic() + 30
    while not shutdown.requested() and time.monotonic() < deadline:
        time.sleep(0.02)
    if shutdown.requested():
        Path(folder, "ended").touch()


def take_a_second(folder: str) -> None:
    """A job that knows nothing of signals."""
    Path(folder, "started").touch()
    time.sleep(1)
    Path(folder, "ended").touch()
