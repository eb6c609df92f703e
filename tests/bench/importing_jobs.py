"""The worker's part of an import: a process that has loaded the application, and forks for each job."""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from flask import Flask

from jobs import intake
from webapp.app import create_app

BETWEEN_LOOKS = 0.05
"""Seconds from one look at the memory to the next."""


def serve() -> None:
    """For each batch id on a line of stdin: read its list and check it; answers with figures, as JSON."""
    app = create_app()
    gc.collect()
    gc.freeze()  # as jobs.worker does
    for line in sys.stdin:
        done: dict[str, Any] = {}
        if line.strip():
            done = {
                "reading": _forked(app, intake.read_upload, int(line)),
                "checking": _forked(app, intake.check_batch, int(line)),
            }
        sys.stdout.write(json.dumps(done) + "\n")
        sys.stdout.flush()


def _forked(app: Flask, job: Callable[[int], None], batch_id: int) -> dict[str, float]:
    """Seconds, seconds on a processor, and peak memory (MB) of a job in a process of its own."""
    started = perf_counter()
    pid = os.fork()
    if not pid:
        with app.app_context():
            job(batch_id)
        os._exit(0)
    over = threading.Event()
    seen: list[float] = []
    watching = threading.Thread(target=_watch, args=(pid, over, seen))
    watching.start()
    _, status, used = os.wait4(pid, 0)
    seconds = perf_counter() - started
    over.set()
    watching.join()
    if status:
        sys.exit("the job failed")
    peak = max([used.ru_maxrss / 1024, *seen])
    return {"seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "peak_mb": peak}


def _watch(pid: int, over: threading.Event, seen: list[float]) -> None:
    while not over.wait(BETWEEN_LOOKS):
        seen.append(memory(pid))


def memory(pid: int) -> float:
    """RSS of a process, and what those it started have for themselves alone, in MB; 0 when it is gone."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return (_sum(f"/proc/{pid}/status", "VmRSS:") + sum(map(_own, children))) / 1024
    except OSError:
        return 0.0


def _own(pid: str) -> float:
    try:
        return _sum(f"/proc/{pid}/smaps_rollup", "Private_")
    except OSError:
        return 0.0


def _sum(path: str, name: str) -> float:
    return sum(
        float(line.split()[1]) for line in Path(path).read_text().splitlines() if line.startswith(name)
    )
