"""A small real web server in the app's place: it takes webhooks, and answers as it is told."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Received:
    """One webhook as it arrived."""

    path: str
    authorization: str | None
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body, parsed."""
        parsed: dict[str, Any] = json.loads(self.body)
        return parsed


class Sink:
    """Keeps what it receives; the next answers may be chosen: an HTTP status, or 0 to hang up.

    delay: seconds that it takes to each answer.
    """

    def __init__(self, address: tuple[str, int] = ("127.0.0.1", 0), delay: float = 0.0) -> None:
        self.received: list[Received] = []
        self.answers: deque[int] = deque()
        sink = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.do_POST()

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"] or 0))
                sink.received.append(Received(self.path, self.headers["Authorization"], body))
                time.sleep(delay)
                status = sink.answers.popleft() if sink.answers else 200
                if status == 0:
                    self.close_connection = True
                    return
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(address, Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def of(self, path: str) -> list[dict[str, Any]]:
        """The bodies that came to one path, in their order."""
        return [each.json for each in self.received if each.path == path]

    def forget(self) -> None:
        """As new."""
        self.received.clear()
        self.answers.clear()

    def close(self) -> None:
        """Stop the server."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
