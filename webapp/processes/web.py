"""Gunicorn's settings: some threads in one process or two, the application loaded before the fork.

One process is what SQLite's single writer wants; waiting is done by threads. PostgreSQL takes several
writers, and there a second process answers while the first has Python's one lock.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import Any

from webapp.processes.parent import tie_children

wsgi_app = "wsgi:app"
bind = os.environ.get("OUTBOUND_BIND", "127.0.0.1:8000")
"""`up` gives the socket that it holds (fd://N); with systemd or by hand it is host:port."""

worker_class = "gthread"
ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgresql")
workers = int(os.environ.get("OUTBOUND_WEB_PROCESSES") or (2 if ON_POSTGRESQL else 1))
threads = int(os.environ.get("OUTBOUND_WEB_THREADS", "16"))
preload_app = True
timeout = 60
graceful_timeout = 2
keepalive = 15
control_socket_disable = True
loglevel = "warning"
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  (a slow disk must not look like a hang)

tie_children()


def pre_fork(_server: Any, _worker: Any) -> None:
    """What was loaded is never collected, so that the child goes on sharing its memory."""
    gc.collect()
    gc.freeze()
