"""SIGKILL in the middle of an agent's turn: processes are frozen, and killed if that is where they are."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Exists, exists, select
from sqlalchemy.exc import OperationalError

from tests.processes.house import children
from tests.processes.installation import Installation
from webapp.db import now, only_reading
from webapp.models.agent import Agent, EngineName
from webapp.models.answering import Answering
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.models.thread import Thread
from webapp.services.agents.turns.thinking import LEASE

PATIENCE = 10.0
"""Seconds in which the moment has to come; then they are killed whatever they do."""
BETWEEN = 0.02
LIBRARY = "jiter"
"""Mapped by the thinker alone: a part of what asks language models."""


def strike(place: Installation, kind: str) -> bool:
    """Kill in the middle of it; whether they were there. Inside an application's context."""
    is_there, victims, doomed = MOMENTS[kind]
    since, deadline = now(), time.monotonic() + PATIENCE
    while True:
        with _frozen(lambda: victims(place)) as frozen:
            there = bool(frozen) and is_there(since)
            if there or time.monotonic() > deadline:
                _signal(doomed(frozen), signal.SIGKILL)
                return there
        time.sleep(BETWEEN)


@contextmanager
def _frozen(find: Callable[[], list[int]]) -> Iterator[list[int]]:
    """None of them forks another meanwhile."""
    frozen: list[int] = []
    try:
        while more := [pid for pid in find() if pid not in frozen]:
            _signal(more, signal.SIGSTOP)
            frozen += more
        yield frozen
    finally:
        _signal(frozen, signal.SIGCONT)


def _signal(pids: Iterable[int], number: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _workers(place: Installation) -> list[int]:
    """All but their parent, and the thinker."""
    parents = children(place.house.pid)
    found = [pid for pid in place.house.find("jobs.worker") if pid not in parents]
    return [pid for pid in found if not _thinks(pid)]


def _at_work(workers: list[int]) -> list[int]:
    """What they forked for their jobs: were all workers killed each time, no list would ever be read."""
    return [pid for worker in workers for pid in children(worker) if pid in workers]


def thinkers(place: Installation) -> list[int]:
    """The one, or none while it is being started."""
    return [pid for pid in place.house.find("jobs.worker") if _thinks(pid)]


def _thinks(pid: int) -> bool:
    try:
        return LIBRARY in Path(f"/proc/{pid}/maps").read_text()
    except OSError:
        return False


def _is_thinking(engine: EngineName, since: datetime) -> bool:
    """A turn was begun after `since`, and has not been concluded."""
    turn = exists().where(Answering.leased_until > since + LEASE)
    of_engine = turn.where(Answering.thread_id == Thread.id, Thread.agent_id == Agent.id)
    return _found(of_engine.where(Agent.engine == engine))


def _waits(since: datetime) -> bool:
    """An answer was concluded, and has not been sent."""
    waiting = (Message.origin == Origin.AGENT, Message.state == MessageState.QUEUED)
    return _found(exists().where(*waiting, Message.created_at > since))


def _found(what: Exists) -> bool:
    """Asked without a lock: who holds one may be frozen. One who was frozen while the index of the log was
    written keeps all others from reading (SQLITE_PROTOCOL, after ten seconds): that is not the moment."""
    try:
        with only_reading() as connection:
            return bool(connection.scalar(select(what)))
    except OperationalError as error:
        if getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_PROTOCOL:
            raise
        return False


Choose = Callable[[list[int]], list[int]]
MOMENTS: dict[str, tuple[Callable[[datetime], bool], Callable[[Installation], list[int]], Choose]] = {
    "thinking": (lambda since: _is_thinking(EngineName.PLAYBOOK, since), _workers, _at_work),
    "asking": (lambda since: _is_thinking(EngineName.LLM, since), thinkers, list),
    "answered": (_waits, _workers, _at_work),
}
"""Between the claim and the conclusion, of a playbook and of a model; and between that and the sending. Who
is frozen then, and who of them is killed."""
