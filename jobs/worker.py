"""The workers: one process that loads the application once and forks as many RQ workers as wanted.

They share its memory; each forks again for every job. One that dies is replaced. What is needed only while
the database says so (the thinker, the simulated model) is started and ended beside them: see on_demand.
SIGTERM lets each finish its job.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import logging
import os
import signal
import sys
import time
from collections.abc import Set
from contextlib import suppress
from functools import partial
from typing import Any

import structlog
from flask import Flask
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.job import Job
from sqlalchemy.exc import DBAPIError

from jobs import on_demand, shutdown, slots
from jobs.shutdown import END_SOON
from jobs.slots import Slot
from webapp import config, queue
from webapp.app import create_app
from webapp.carriers.registry import CARRIERS
from webapp.db import db
from webapp.processes import title
from webapp.processes.parent import tie_children
from webapp.services import containment, sweep
from webapp.services.agents import model_uses
from webapp.services.inbox.receiving import text_meaning

log = structlog.get_logger(__name__)

FIRST = ("calls", "dispatch", "default", "low")
OTHERS = ("calls", "default", "low", "dispatch")
"""Sending never waits behind an import; with two workers or more, an import never waits behind sending.
Someone on the line waits behind neither."""

TTL = 60
MAINTENANCE = 30
MONITORING = 5
LONGEST_WAIT_FOR_REDIS = 5.0
"""Seconds. RQ's own 420, 600, 30 and 60 would leave work of a killed worker, or after an outage of Redis,
undone for minutes; here it is noticed within a minute (a job's heartbeat outlives it by 60 s)."""
SAY_AGAIN = 60
"""Seconds between two lines about the same trouble."""
LOOK_FOR_REDIS = 1.0
AWAY = "could not connect to Redis"
"""What RQ says with each try."""
ABANDONED = "%s cleanup: %s %s"
"""What RQ says of a job whose worker was killed, a minute later, with its id."""
KNOWN = frozenset(job.path for job in queue.JOBS)
"""What else may wait in a queue was put there by another version: before an update, or a step back."""


def serve(app: Flask, redis_url: str, queues: tuple[str, ...]) -> None:
    """One RQ worker, until it is told to stop."""
    with Redis.from_url(redis_url) as connection:
        wait_for_redis(connection, aloud=queues == FIRST)
    try:
        _work(app, redis_url, queues)
    except RedisError as error:
        sys.exit(f"the worker cannot use Redis: {error}")


def wait_for_redis(connection: Redis, *, aloud: bool) -> None:
    """Until it is there and takes what is written: an RQ worker that begins before ends at once, with noise.

    `aloud`: why we wait is said, by one worker for all.
    """
    say_at = 0.0
    while True:
        try:
            connection.set(queue.PROBE, 1, ex=queue.WAITING_SECONDS)
            return
        except RedisError as error:
            if aloud and time.monotonic() >= say_at:
                log.error("the workers wait for Redis: nothing is sent", why=containment.in_a_line(error))
                say_at = time.monotonic() + SAY_AGAIN
        time.sleep(LOOK_FOR_REDIS)


class QuietWorker(Worker):
    """RQ's, which says in lists of processes what it does, under the name that it has there.

    While the database is away every job of every few seconds fails: that is said in a line, once a minute.
    """

    def procline(self, message: str) -> None:
        title.show(f"jobs.worker: {message}")

    def handle_exception(self, job: Job, *exc_info: Any) -> None:
        """RQ's own tells where it was raised, at length."""
        error = exc_info[1]
        if job.func_name not in KNOWN:
            log.warning("a job of another version of Outbound is left out", job=job.func_name)
        elif not containment.is_of_surroundings(error):
            super().handle_exception(job, *exc_info)
        elif _not_said_lately(self.connection, type(error).__name__):
            why = containment.in_a_line(error)
            log.error("jobs fail, the sweep finds their work again", job=job.func_name, why=why)

    def _pubsub_exception_handler(self, exc: Exception, *others: Any) -> None:
        """RQ's lets its thread die of a Redis that refuses, with a traceback. The other one says why."""
        if not containment.is_of_surroundings(exc):
            super()._pubsub_exception_handler(exc, *others)
        time.sleep(LOOK_FOR_REDIS)


class _Short(logging.Filter):
    """RQ's lines about what is around us: without where in RQ it was noticed, and not every few seconds."""

    say_at = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        if AWAY in record.msg:
            if time.monotonic() < self.say_at:
                return False
            self.say_at = time.monotonic() + SAY_AGAIN
        error = record.exc_info[1] if record.exc_info else None
        if containment.is_of_surroundings(error):
            record.msg, record.args = f"{record.getMessage()} {containment.in_a_line(error)}", ()
            record.exc_info = None
        if record.msg == ABANDONED:
            record.msg, record.args = "a worker was killed at its job; the sweep finds its work again", ()
        return True


def _not_said_lately(connection: Redis, name: str) -> bool:
    """By any worker: each job is a process of its own, which knows of no other."""
    try:
        return bool(connection.set(f"outbound:said:{name}", 1, nx=True, ex=SAY_AGAIN))
    except RedisError:
        return True


def _work(app: Flask, redis_url: str, queues: tuple[str, ...]) -> None:
    """Its connection is its own, not one from before the fork."""
    connection = Redis.from_url(redis_url, health_check_interval=30)
    worker = QuietWorker(
        [Queue(name, connection=connection) for name in queues],
        connection=connection,
        worker_ttl=TTL,
        maintenance_interval=MAINTENANCE,
        job_monitoring_interval=MONITORING,
        log_job_description=False,
    )
    worker.max_connection_wait_time = LONGEST_WAIT_FOR_REDIS
    signal.signal(END_SOON, lambda _number, _frame: _end_soon(worker))
    with app.app_context():
        worker.work(logging_level="WARNING")


def _end_soon(worker: Worker) -> None:
    """RQ lets a running job finish. It is told, so that one that asks ends where it likes.

    The job alone: RQ would signal its process group, which until the new process has left it is that of all
    workers. The new process knows this handler until RQ gives it its own, and only remembers.
    """
    first = not shutdown.requested()
    shutdown.request()
    if os.getpid() != worker.pid:
        return
    if worker.horse_pid:
        with suppress(ProcessLookupError):
            os.kill(worker.horse_pid, END_SOON)
    if first:
        signal.raise_signal(signal.SIGTERM)


def load_jobs(paths: Set[str]) -> None:
    """Import every job's module once, here, so that no fork needs to. A name that is wrong fails now."""
    for path in sorted(paths):
        module, _, name = path.rpartition(".")
        getattr(importlib.import_module(module), name)


def warm_up() -> None:
    """Let the forks inherit the statements of the sweep, which each would build again every few seconds, and
    the expressions that read what people write.

    They must not inherit a connection. A database that is away now may be there when they need it.
    """
    text_meaning.prepare()
    try:
        sweep.rehearse()
        model_uses.needed()
    except DBAPIError as error:
        log.warning("the database is not ready, the workers start all the same", why=str(error.orig).strip())
    finally:
        db.session.remove()
        db.engine.dispose()


def main() -> None:
    """`python -m jobs.worker --count N`."""
    parser = argparse.ArgumentParser(description="Run RQ workers.")
    parser.add_argument("--count", type=int, default=3, help="how many (default 3)")
    parser.add_argument(
        "--look",
        type=float,
        default=on_demand.EVERY,
        help=f"seconds between two looks at what is needed beside them (default {on_demand.EVERY:g})",
    )
    given = parser.parse_args()
    with config.in_a_line():
        app = create_app()
    for source in ("rq.worker", "rq.registry"):
        logging.getLogger(source).addFilter(_Short())
    load_jobs(KNOWN)
    for carrier in CARRIERS.values():
        carrier.load()
    tie_children()
    with app.app_context():
        warm_up()
        queue.enqueue(queue.SWEEP)  # whatever was due while no one worked goes on now, not at the next turn
        queue.redis().close()
    gc.collect()
    gc.freeze()  # what was loaded is never collected, so that the forks go on sharing its memory
    redis_url = app.config["SETTINGS"].redis_url
    places = [_slot(app, redis_url, FIRST if number == 0 else OTHERS) for number in range(given.count)]
    demand = on_demand.demand(app, given.look)
    slots.keep([*places, *demand.slots], demand)


def _slot(app: Flask, redis_url: str, queues: tuple[str, ...]) -> Slot:
    """Named for the queue that is its own: the first one is everyone's."""
    return Slot(queues[1], partial(serve, app, redis_url, queues))


if __name__ == "__main__":
    main()
