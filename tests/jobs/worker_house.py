"""Jobs that the tests of the workers run: paths of functions, as RQ wants them."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def wait_for_the_end(folder: str) -> None:
    """A job that handles SIGTERM, as the dispatcher does: it leaves a word and ends."""
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: asked.append(number))
    Path(folder, "started").write_text(str(os.getpid()))
    deadline = time.monotonic() + 30
    while not asked and time.monotonic() < deadline:
        time.sleep(0.02)
    Path(folder, "ended").touch()


def take_a_second(folder: str) -> None:
    """A job that knows nothing of signals."""
    Path(folder, "started").touch()
    time.sleep(1)
    Path(folder, "ended").touch()
