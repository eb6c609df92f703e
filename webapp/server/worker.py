"""A process of the web: gunicorn starts, watches and replaces it; its main loop is waitress's."""

from __future__ import annotations

import logging
import os
import time
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.task import ThreadedTaskDispatcher

from webapp.server.gathering import Server
from webapp.server.request import one_megabyte

TURN = 1.0
"""Seconds that the main loop waits at most: then gunicorn is told that it lives, or it is replaced."""
LAST_TURN = 0.05


class GatheringWorker(Worker):  # type: ignore[misc]
    """Gathers whole requests in its main loop, and answers them in threads."""

    servers: tuple[Server, ...] = ()

    def run(self) -> None:
        """Until gunicorn says stop, or is gone."""
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a line for each request that waits
        threads = ThreadedTaskDispatcher()
        threads.set_thread_count(self.cfg.threads)
        limit = getattr(self.wsgi, "extensions", {}).get("body_limit", one_megabyte)
        everything: dict[int, Any] = {}
        self.servers = tuple(
            Server(self.wsgi, listener.sock, self.cfg.worker_connections, limit, threads, everything)
            for listener in self.sockets
        )
        while self.alive and self.ppid == os.getppid():
            self._turn(everything, TURN)
        self._finish(everything)

    def handle_exit(self, sig: int, frame: Any) -> None:
        """SIGTERM: the main loop may be asleep."""
        super().handle_exit(sig, frame)
        for server in self.servers:
            server.pull_trigger()

    def _turn(self, everything: dict[int, Any], patience: float) -> None:
        self.notify()
        wasyncore.loop(patience, use_poll=True, map=everything, count=1)

    def _finish(self, everything: dict[int, Any]) -> None:
        """What is under way may come to its end, in gunicorn's graceful time."""
        deadline = time.monotonic() + self.cfg.graceful_timeout
        while self._under_way() and time.monotonic() < deadline:
            self._turn(everything, LAST_TURN)

    def _under_way(self) -> bool:
        """No server is left out when one has something."""
        return any([not server.close_idle() for server in self.servers])  # noqa: C419
