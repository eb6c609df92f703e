"""`later`: run a job after the transaction that makes it true is committed.

Redis only wakes work up (CONTRIBUTING, rule 1): when it cannot be reached, the work is found by the sweep.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

import structlog
from flask import Flask, current_app
from redis import Redis
from redis.exceptions import RedisError, ResponseError
from rq import Queue
from rq.worker_registration import get_keys
from rq_scheduler import Scheduler

from webapp import after_commit
from webapp.job_names import *  # noqa: F403  (for callers: `queue.later(queue.SWEEP)`)
from webapp.job_names import SWEEP, Job

log = structlog.get_logger(__name__)

WAITING_SECONDS = 10
"""A job that was lost on its way (a worker killed, a Redis wiped) is enqueued again after this long."""
ANSWER_SECONDS = 2
SILENCE_SECONDS = 5.0
"""After Redis did not answer, no one waits for it for this long: a webhook or a page must not hang on it."""


PROBE = "outbound:probe"
AT_WORK = "outbound:at-work"
"""Each sweep, every ten seconds, leaves it for AT_WORK_SECONDS: a worker ran, and the scheduler woke it."""
AT_WORK_SECONDS = 120


class Standstill(StrEnum):
    """Why no work is done: Redis does not answer, or answers and refuses (no room, a full disk); or it is
    well, and no worker takes what waits there, or nothing is put there at its time.
    """

    AWAY = "away"
    REFUSES = "cannot write"
    NO_WORKER = "no worker"
    NO_SCHEDULER = "no scheduler"

    @property
    def of_redis(self) -> bool:
        return self in (Standstill.AWAY, Standstill.REFUSES)


@dataclass
class Silence:
    """Redis is not asked before `until` (monotonic seconds); `why` holds until then."""

    until: float = 0.0
    why: Standstill = Standstill.AWAY

    @property
    def now(self) -> bool:
        return time.monotonic() < self.until

    def begin(self, error: RedisError) -> None:
        self.why = Standstill.REFUSES if isinstance(error, ResponseError) else Standstill.AWAY
        self.until = time.monotonic() + SILENCE_SECONDS


def init_app(app: Flask, redis_url: str) -> None:
    """Connect lazily; short time-outs, so that a missing Redis cannot hold up a request for long."""
    app.extensions["redis"] = Redis.from_url(
        redis_url,
        socket_connect_timeout=ANSWER_SECONDS,
        socket_timeout=ANSWER_SECONDS,
        health_check_interval=30,
        driver_info=None,  # each connection would look the library's version up, and tell it to Redis
    )
    app.extensions["redis_silence"] = Silence()
    app.extensions["workers_expected"] = None


def redis() -> Redis:
    """The connection pool of this app."""
    connection: Redis = current_app.extensions["redis"]
    return connection


def later(job: Job, *args: Any, at: datetime | None = None) -> None:
    """Enqueue `job` with ids once the current transaction is committed; `at` (UTC) wakes it then."""
    after_commit.call(partial(enqueue, job, *args, at=at))


def enqueue(job: Job, *args: Any, at: datetime | None = None) -> None:
    """Enqueue now. A Redis that cannot be reached is logged: the sweep finds the work."""
    silence: Silence = current_app.extensions["redis_silence"]
    if silence.now:
        return
    try:
        if at is None:
            _enqueue_now(job, args)
        else:
            _enqueue_at(job, args, at)
    except RedisError as error:
        silence.begin(error)
        log.warning("not enqueued, the sweep will find it", job=job.path, args=args, error=str(error))


def standstill() -> Standstill | None:
    """What keeps all work from being done, for pages that would say that it goes on.

    A value is written: a Redis without room answers all that only reads.
    """
    silence: Silence = current_app.extensions["redis_silence"]
    if not silence.now:
        try:
            with redis().pipeline(transaction=False) as both:
                both.set(PROBE, 1, ex=WAITING_SECONDS)
                both.exists(AT_WORK)
                _, lately = both.execute()
            return None if lately or not _long_enough(silence) else _who_is_missing()
        except RedisError as error:
            silence.begin(error)
    return silence.why if silence.now else None


def expect_workers(app: Flask) -> None:
    """From now on there should be workers and a scheduler beside this process, which serves pages."""
    app.extensions["workers_expected"] = time.monotonic()


def at_work() -> None:
    """Told by each sweep."""
    try:
        redis().set(AT_WORK, 1, ex=AT_WORK_SECONDS)
    except RedisError as error:
        log.warning("could not tell that a worker is at work", error=str(error))


def _long_enough(silence: Silence) -> bool:
    """All may have started a moment ago, or Redis may be back a moment, with nothing in it."""
    since: float | None = current_app.extensions["workers_expected"]
    return since is not None and time.monotonic() >= max(since, silence.until) + AT_WORK_SECONDS


def _who_is_missing() -> Standstill | None:
    """When no sweep has run lately. Workers that are all busy with long jobs come back: these have an end.

    What RQ knows of a worker is forgotten two minutes after its last sign of life. Raises RedisError.
    """
    sweeps = Queue(SWEEP.queue, connection=redis())
    states = [redis().hget(key, "state") for key in get_keys(sweeps)]
    if b"busy" in states:
        return None
    idle = any(state is not None for state in states)
    return Standstill.NO_SCHEDULER if idle and sweeps.is_empty() else Standstill.NO_WORKER


def _enqueue_now(job: Job, args: tuple[Any, ...]) -> None:
    if not redis().set(waiting_key(job, *args), 1, nx=True, ex=WAITING_SECONDS):
        return  # the same job waits in its queue already and will see what we committed
    Queue(job.queue, connection=redis()).enqueue(
        job.path, args=args, job_timeout=job.timeout, result_ttl=0, failure_ttl=86400
    )


def _enqueue_at(job: Job, args: tuple[Any, ...], at: datetime) -> None:
    scheduler = Scheduler(queue_name=job.queue, connection=redis())
    # rq-scheduler drops the fraction of a second, and would wake the job before its time.
    on_the_second = at.replace(microsecond=0) + timedelta(seconds=bool(at.microsecond))
    scheduler.enqueue_at(
        on_the_second,
        job.path,
        *args,
        job_id=_id_at(job, args, on_the_second),
        timeout=job.timeout,
        job_result_ttl=0,
    )


def _id_at(job: Job, args: tuple[Any, ...], at: datetime) -> str:
    """One job for a second, however many ask for it. RQ takes letters, digits, dashes and underscores."""
    return re.sub("[^0-9A-Za-z]+", "-", f"{job.path} {args} {at:%Y%m%dT%H%M%S}").strip("-")


def waiting_key(job: Job, *args: Any) -> str:
    """The Redis key that says that this very job waits in its queue."""
    return f"outbound:waiting:{job.path}:{':'.join(map(str, args))}"


def waits(job: Job, *args: Any) -> bool:
    """Does this very job wait in its queue, as far as Redis can say?"""
    try:
        return bool(redis().exists(waiting_key(job, *args)))
    except RedisError as error:
        log.warning("could not ask whether job waits", job=job.path, error=str(error))
        return False


def taken(job: Job, *args: Any) -> None:
    """Called first thing by a job: from here on, new work needs a new job."""
    _forget(job, waiting_key(job, *args))


def all_taken(job: Job, ids: Iterable[int]) -> None:
    """The same for several jobs, each with one of these ids."""
    _forget(job, *(waiting_key(job, one) for one in ids))


def _forget(job: Job, *keys: str) -> None:
    try:
        redis().delete(*keys)
    except RedisError as error:
        log.warning("could not mark job as taken", job=job.path, error=str(error))
