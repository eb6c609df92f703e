"""`python -m tests.jobs.slow_fork`: the workers, where a job's process does nothing for a second at first.

A machine can be that slow. What comes in that moment must neither be lost nor hit anybody else.
"""

from __future__ import annotations

import os
import time

from jobs import worker

leave_the_group = os.setpgrp


def _later() -> None:
    time.sleep(1)
    leave_the_group()


if __name__ == "__main__":
    os.setpgrp = _later  # what RQ's fork calls first
    worker.main()
