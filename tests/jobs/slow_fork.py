"""`python -m tests.jobs.slow_fork`: the workers, where one side of a fork does nothing for a second at first.

SLOW says which, `parent` or `child`. A machine can be that slow. What comes in that moment must neither be
lost nor hit anyone else.
"""

from __future__ import annotations

import os
import time

from jobs import worker

fork = os.fork


def _slowly() -> int:
    pid = fork()
    if (pid == 0) == (os.environ["SLOW"] == "child"):
        time.sleep(1)
    return pid


if __name__ == "__main__":
    os.fork = _slowly
    worker.main()
