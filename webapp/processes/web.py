"""Gunicorn's settings: some threads in each of two processes, the application loaded before the fork.

Waiting for clients is done by no thread (webapp/server), waiting for the disk by threads. The second process
reads what comes in while the first stores, or computes: in one process only one thread does at a time, and on
a slow machine 300 delivery reports a second take all of that.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import Any

from webapp.config import Settings, count, in_a_line
from webapp.processes import open_files
from webapp.processes.parent import tie_children

wsgi_app = "wsgi:app"
bind = os.environ.get("OUTBOUND_BIND", "127.0.0.1:8000")
"""`up` gives the socket that it holds (fd://N); with systemd or by hand it is host:port."""

worker_class = "webapp.server.worker.GatheringWorker"
worker_connections = open_files.connections(2500)
with in_a_line():
    workers = count(os.environ, "OUTBOUND_WEB_PROCESSES", Settings.web_processes)
    threads = count(os.environ, "OUTBOUND_WEB_THREADS", Settings.web_threads)
preload_app = True
timeout = 30
graceful_timeout = 2
control_socket_disable = True
loglevel = "warning"
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  (a slow disk must not look like a hang)

tie_children()


def pre_fork(_server: Any, _worker: Any) -> None:
    """What was loaded is never collected, so that the child goes on sharing its memory."""
    gc.collect()
    gc.freeze()
