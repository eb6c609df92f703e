"""A real web server in the place of someone's booking system: it answers each path as it is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Answer:
    """`drip`: seconds between two bytes of the body. `hang`: seconds until it answers. `cut`: no answer.

    `length`: what it announces. `echo`: the body is what the request's headers were.
    """

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0.0
    hang: float = 0.0
    cut: bool = False
    length: int | None = None
    echo: str = ""


@dataclass(frozen=True)
class Asked:
    """A request that came in."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class OtherSystem:
    """`asked`: the requests, in their order. `before`: is called with each one before it is answered."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[Asked] = []
        self.before: Callable[[Asked], object] = lambda asked: None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"

    def put(self, path: str, *answers: Answer) -> str:
        """The address at which these answers are given, the last one again and again."""
        self.answers[path] = list(answers)
        return self.url + path

    def next(self, path: str) -> Answer:
        queue = self.answers.get(path.partition("?")[0], [Answer()])
        return queue.pop(0) if len(queue) > 1 else queue[0]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(system: OtherSystem) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, self.path, dict(self.headers), body)
            system.asked.append(asked)
            system.before(asked)
            answer = system.next(self.path)
            time.sleep(answer.hang)
            if answer.cut:
                self.close_connection = True
                return
            try:
                self._write(answer)
            except OSError:
                return  # no one listens any more

        def _write(self, answer: Answer) -> None:
            body = answer.body if not answer.echo else answer.body % self.headers[answer.echo].encode()
            self.send_response(answer.status, "a phrase of its own")
            length = len(body) if answer.length is None else answer.length
            for name, value in {"Content-Length": str(length), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if not answer.drip:
                self.wfile.write(body)
            for byte in body if answer.drip else b"":
                self.wfile.write(bytes([byte]))
                time.sleep(answer.drip)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler
