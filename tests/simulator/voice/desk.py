"""A small real web app that takes calls: it answers webhooks with NCCOs, and checks each signature."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt

from tests.simulator.server import SIGNATURE_SECRET

Ncco = list[dict[str, Any]]
Answer = Ncco | int | Callable[[dict[str, Any]], Any] | None


class Desk:
    """What comes to a path is kept; `answers[path]` are given in turn: an NCCO, a status, or a function.

    `unsigned`: webhooks whose signature does not hold, by path; they are answered 503, as the product does.
    """

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, deque[Answer]] = defaultdict(deque)
        self.unsigned: list[str] = []
        desk = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.do_POST()

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"] or 0))
                status, answer = desk.take(self.path, self.headers["Authorization"], body)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def take(self, target: str, authorization: str | None, body: bytes) -> tuple[int, bytes]:
        """One webhook: the status and body that it is answered with."""
        split = urlsplit(target)
        if not genuine(authorization, body):
            self.unsigned.append(split.path)
            return 503, b""
        said = json.loads(body) if body else dict(parse_qsl(split.query))
        self.got.append((split.path, said))
        queue = self.answers[split.path]
        answer = queue.popleft() if queue else None
        if callable(answer):
            answer = answer(said)
        if isinstance(answer, int):
            return answer, b""
        return (200, json.dumps(answer).encode()) if answer is not None else (204, b"")

    def of(self, path: str) -> list[dict[str, Any]]:
        """What came to a path, in its order."""
        return [said for where, said in self.got if where == path]

    def statuses(self, path: str = "/event") -> list[str]:
        """The statuses of the events that came."""
        return [said["status"] for said in self.of(path) if "status" in said]

    def forget(self) -> None:
        """As new."""
        self.got.clear()
        self.answers.clear()
        self.unsigned.clear()

    def close(self) -> None:
        """Stop the server."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def genuine(authorization: str | None, body: bytes) -> bool:
    """Whether a webhook is signed by the account, for this very body."""
    try:
        token = (authorization or "").removeprefix("Bearer ")
        claims = jwt.decode(token, SIGNATURE_SECRET, algorithms=["HS256"], issuer="Vonage")
    except jwt.PyJWTError:
        return False
    matches: bool = claims["payload_hash"] == hashlib.sha256(body).hexdigest()
    return matches and abs(claims["iat"] - time.time()) < 60
