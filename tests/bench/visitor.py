"""Someone of the team who is signed in: each answer with its time on the server, and its SQL statements."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event, text

from tests.bench.measure import Failed
from webapp.db import db
from webapp.models.user import User
from webapp.services.team import sessions
from webapp.views.signing_in.browser_session import TOKEN

HTMX = {"HX-Request": "true"}


@dataclass(frozen=True)
class Ask:
    """One way to ask for a page, by each of `paths` in turn.

    `part`: as HTMX asks for it. The answer must have this `status`, and hold `mark` at least `least` times.
    """

    page: str
    way: str
    paths: Sequence[str]
    part: bool = False
    status: int = 200
    mark: str = ""
    least: int = 0


@dataclass(frozen=True)
class Answer:
    """From the request to the last byte: `wall` seconds; `seconds` without those in which the application, or
    PostgreSQL at work for it, stood in line for a core that some other program had."""

    seconds: float
    wall: float
    statements: int
    body: str


class Visitor:
    """Calls the application in this process: a server around it would only blur what it takes itself."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()
        self._statements: list[str] = []
        with app.app_context():
            user = db.session.get_one(User, 1)
            self._lines = [Path("/proc/thread-self/schedstat"), *_backend()]
            event.listen(db.engine, "before_cursor_execute", self._count)
            token = sessions.begin(user.id, "127.0.0.1", "")
            db.session.commit()
            with self._client.session_transaction() as session:
                session.update({TOKEN: token, "_fresh": True})
            db.session.remove()

    def ask(self, ask: Ask, turn: int = 0) -> Answer:
        """Raises Failed when the answer is not what was asked for."""
        path = ask.paths[turn % len(ask.paths)]
        self._statements.clear()
        waited, worked, started = self._in_line(), time.thread_time(), time.perf_counter()
        answer = self._client.get(path, headers=HTMX if ask.part else None)
        body = answer.get_data(as_text=True)
        took, waited = time.perf_counter() - started, self._in_line() - waited
        worked = (
            time.thread_time() - worked
        )  # the least that it took: two may have stood in line at the same time
        if answer.status_code != ask.status or body.count(ask.mark) < ask.least:
            held = body.count(ask.mark)
            raise Failed(
                f"{ask.page}, {ask.way}: {path} answered {answer.status_code} with {held} of {ask.mark}"
            )
        return Answer(max(worked, took - waited), took, len(self._statements), body)

    def _in_line(self) -> float:
        """Seconds so far that we were ready to run and did not (Linux, sched-stats.rst)."""
        return sum(int(line.read_text().split()[1]) for line in self._lines if line.exists()) / 1e9

    def _count(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self._statements.append(statement)


def _backend() -> list[Path]:
    """PostgreSQL's process at the other end of our only connection."""
    if db.engine.dialect.name != "postgresql":
        return []
    return [Path(f"/proc/{db.session.scalar(text('SELECT pg_backend_pid()'))}/schedstat")]
