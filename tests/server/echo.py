"""A small application behind our web server: says what it was sent, and makes large answers."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from collections.abc import Iterator

from flask import Flask, Response, request

from webapp.server.channel import ANSWER_LATER

app = Flask("echo")


def _limit(_method: str, path: str, _cookies: str) -> int:
    return 100 * 1024 * 1024 if path == "/upload" else 256 * 1024


app.extensions["body_limit"] = _limit


@app.get("/healthz")
def healthz() -> str:
    return "ok"


@app.get("/large/<int:size>")
def large(size: int) -> bytes:
    return b"x" * size


@app.get("/stream/<int:parts>")
def stream(parts: int) -> Response:
    """As our downloads are made: parts of some 50 kB."""

    def made() -> Iterator[bytes]:
        yield from (b"x" * 50_000 for _ in range(parts))

    return Response(made())


@app.post("/upload")
@app.post("/small")
def body() -> dict[str, object]:
    request.max_content_length = _limit("", request.path, "")
    data = request.get_data()
    return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


@app.get("/slow/<float:seconds>")
def slow(seconds: float) -> str:
    time.sleep(seconds)
    return "done"


@app.get("/later/<float:seconds>")
def later(seconds: float) -> str:
    request.environ[ANSWER_LATER](seconds)
    return "at last"


@app.get("/pid")
def pid() -> str:
    return str(os.getpid())


@app.get("/scheme")
def scheme() -> str:
    return f"{request.scheme} {request.remote_addr} {request.headers.get('X-Forwarded-For')}"


@app.post("/stop")
def stop() -> str:
    """This process, in the middle of everything: it neither ends nor goes on."""
    os.kill(os.getpid(), signal.SIGSTOP)
    return "went on"
