"""A small real web server in the place of Vonage's media server: it answers each path as it is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Answer:
    """`drip`: seconds between two bytes, for as long as anyone listens. `length`: what it announces."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0.0
    length: int | None = None


class MediaServer:
    """`asked`: the paths, with the Authorization header that came along."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, str]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append((self.path, self.headers.get("Authorization", "")))
                queue = server.answers.get(self.path, [Answer(status=404)])
                answer = queue.pop(0) if len(queue) > 1 else queue[0]
                self.send_response(answer.status)
                length = len(answer.body) if answer.length is None else answer.length
                for name, value in {"Content-Length": str(length), **answer.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self._send(answer)

            def _send(self, answer: Answer) -> None:
                try:
                    if not answer.drip:
                        self.wfile.write(answer.body)
                    for byte in answer.body if answer.drip else b"":
                        self.wfile.write(bytes([byte]))
                        time.sleep(answer.drip)
                except OSError:
                    return  # no one listens any more

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.host = f"127.0.0.1:{self._server.server_port}"

    def put(self, path: str, *answers: Answer) -> str:
        """The address at which these answers are given, the last one again and again."""
        self.answers[path] = list(answers)
        return f"http://{self.host}{path}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
