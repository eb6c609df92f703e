"""The scheduler: enqueues jobs at their time, and keeps Redis's periodic jobs equal to the table below.

Redis may be wiped at any moment; the table is put back within REPAIR seconds, without a restart.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import NoSuchJobError
from rq.job import Job
from rq_scheduler import Scheduler

from webapp import config, job_names

INTERVAL = 1
REPAIR = 10
"""Seconds between two looks at what is due, and at the table.

rq-scheduler's lock outlives a killed scheduler by INTERVAL + 10 s; that is how long nothing is woken then.
"""

PREFIX = "every-"


@dataclass(frozen=True)
class Periodic:
    """A job that runs every so many seconds, without arguments."""

    job: job_names.Job
    every: int

    @property
    def id(self) -> str:
        """The id of its job in Redis: the same for all schedulers, so that there is only one."""
        return PREFIX + self.job.path.replace(".", "-")


DAY = 24 * 60 * 60
TABLE = (
    Periodic(job_names.SWEEP, every=10),
    Periodic(job_names.RETENTION, every=3600),
    Periodic(job_names.FORGET, every=DAY),
)
"""The sweep is what goes on with the work of a worker that was killed."""


def repair(scheduler: Scheduler, table: Iterable[Periodic] = TABLE) -> None:
    """Add what is missing, replace what differs, remove what is unknown, leave alone what is right."""
    wanted = {periodic.id: periodic for periodic in table}
    for identity in _present(scheduler) - wanted.keys():
        scheduler.cancel(identity)
    for periodic in wanted.values():
        if not _is_right(scheduler, periodic):
            _put(scheduler, periodic)
        _thin_out(scheduler, periodic)


def _present(scheduler: Scheduler) -> set[str]:
    ids = (key.decode() for key in scheduler.connection.zrange(scheduler.scheduled_jobs_key, 0, -1))
    return {identity for identity in ids if identity.startswith(PREFIX)}


def _is_right(scheduler: Scheduler, periodic: Periodic) -> bool:
    due = scheduler.connection.zscore(scheduler.scheduled_jobs_key, periodic.id)
    if due is None or due > time.time() + periodic.every + INTERVAL:  # the machine's clock was set back since
        return False
    try:
        job = Job.fetch(periodic.id, connection=scheduler.connection)
    except NoSuchJobError:
        return False
    there = (job.func_name, job.origin, job.timeout, job.meta.get("interval"))
    return there == (periodic.job.path, periodic.job.queue, periodic.job.timeout, periodic.every)


def _put(scheduler: Scheduler, periodic: Periodic) -> None:
    scheduler.schedule(
        datetime.now(UTC),
        periodic.job.path,
        interval=periodic.every,
        id=periodic.id,
        queue_name=periodic.job.queue,
        timeout=periodic.job.timeout,
    )


def _thin_out(scheduler: Scheduler, periodic: Periodic) -> None:
    """While no worker comes, one turn waits in the queue, not one for each time that it was due."""
    waiting = Queue(periodic.job.queue, connection=scheduler.connection)
    for _ in range(waiting.job_ids.count(periodic.id) - 1):
        waiting.remove(periodic.id)


def turn(scheduler: Scheduler, look_at_table: bool) -> None:
    """Once round: wake what is due, unless another scheduler is at it."""
    if not scheduler.acquire_lock():
        return
    try:
        if look_at_table:
            repair(scheduler)
        scheduler.enqueue_jobs()
    finally:
        scheduler.remove_lock()


def run(scheduler: Scheduler) -> None:
    """Loop until SIGTERM or SIGINT. When Redis is away, log that once and wait for it."""
    stopping = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, stopping)
    repaired = -float(REPAIR)
    away = False
    while signal.sigtimedwait(stopping, INTERVAL) is None:
        look = time.monotonic() - repaired >= REPAIR
        try:
            turn(scheduler, look)
            repaired = time.monotonic() if look else repaired
            away = False
        except RedisError as error:
            if not away:
                sys.stderr.write(f"the scheduler cannot reach Redis and tries again every second: {error}\n")
            away = True


def main() -> None:
    """`python -m jobs.schedule`."""
    with config.in_a_line():
        settings = config.load()
    connection = Redis.from_url(settings.redis_url, socket_connect_timeout=2, socket_timeout=2)
    run(Scheduler(connection=connection, interval=INTERVAL))


if __name__ == "__main__":
    main()
