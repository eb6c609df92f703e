"""The workers' processes, started for a test as `up` starts them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis

from tests.processes.house import wait_for
from webapp.processes import environment, secrets
from webapp.processes.environment import ROOT


@contextmanager
def running(
    module: str, folder: Path, connection: Redis, count: int = 2, **env: str
) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m MODULE` with `count` workers, ready, in a session of its own, as `up` starts it."""
    made = secrets.prepare(folder, simulator=True)
    command = [sys.executable, "-m", module, "--count", str(count), "--look", "0.5"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment.compose({**os.environ, **env}, folder, made) | env,
        start_new_session=True,
    ) as process:
        try:
            wait_for(lambda: connection.scard("rq:workers") == count, 30)
            yield process
        finally:
            process.kill()
