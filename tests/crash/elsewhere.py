"""Another system that workflows ask: it does what it is asked for, keeps count, and is not at its best."""

from __future__ import annotations

import random
import time
from collections import Counter
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

ONCE, AGAIN = "/once", "/again"
"""What must not be done twice; what may be."""
HANGS_UP, BUSY, SLOW = 0.02, 0.03, 0.04
"""How often it does it and does not say so, asks to come back (`/again` only), or takes two seconds."""


class Elsewhere:
    """Listens on a port of its own, until `stop`."""

    def __init__(self, seed: int) -> None:
        self._chance, self._lock = random.Random(seed), Lock()
        self._asked: Counter[tuple[str, str]] = Counter()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def asked(self) -> Counter[tuple[str, str]]:
        """How often it was asked: by path and Idempotency-Key."""
        with self._lock:
            return Counter(self._asked)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _lot(self, path: str, key: str) -> float:
        with self._lock:
            self._asked[path, key] += 1
            return self._chance.random()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        system = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"] or 0))
                lot = system._lot(self.path, self.headers["Idempotency-Key"])
                if lot < HANGS_UP:
                    self.close_connection = True
                    return
                busy = lot < HANGS_UP + BUSY and self.path == AGAIN
                if lot > 1 - SLOW:
                    time.sleep(2)
                with suppress(BrokenPipeError, ConnectionResetError):  # who asked may be killed by now
                    self._say(503 if busy else 200)

            def _say(self, status: int) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_: object) -> None:
                """Nothing: pytest has no use for it."""

        return Handler
