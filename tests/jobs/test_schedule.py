"""The table of periodic jobs repairs itself; what is right is left alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from redis import Redis
from rq import Queue
from rq.job import Job
from rq_scheduler import Scheduler

from jobs.schedule import TABLE, Periodic, repair, turn
from webapp import queue
from webapp.processes.environment import ROOT

SWEEP, RETENTION, FORGET = TABLE
END_UNSENT_ROWS = Periodic(queue.END_UNSENT_ROWS, every=60)


@pytest.fixture
def scheduler(redis_url: str) -> Iterator[Scheduler]:
    with Redis.from_url(redis_url) as connection:
        connection.flushall()
        yield Scheduler(connection=connection, interval=1)


def planned(scheduler: Scheduler) -> dict[str, int]:
    return {job.id: job.meta["interval"] for job in scheduler.get_jobs()}


def test_what_is_missing_is_added_and_due_at_once(scheduler: Scheduler) -> None:
    repair(scheduler, [SWEEP])
    assert planned(scheduler) == {"every-jobs-sweep-sweep": SWEEP.every}
    assert [job.func_name for job in scheduler.get_jobs_to_queue()] == ["jobs.sweep.sweep"]


@pytest.mark.parametrize(
    "changed",
    [
        Periodic(queue.SWEEP, every=30),
        Periodic(queue.Job(queue.SWEEP.path, "low"), every=SWEEP.every),
        Periodic(queue.Job(queue.SWEEP.path, timeout=5), every=SWEEP.every),
    ],
)
def test_what_was_changed_is_replaced(scheduler: Scheduler, changed: Periodic) -> None:
    repair(scheduler, [SWEEP])
    repair(scheduler, [changed])
    (job,) = scheduler.get_jobs()
    assert (job.meta["interval"], job.origin, job.timeout) == (
        changed.every,
        changed.job.queue,
        changed.job.timeout,
    )


def test_what_is_unknown_is_removed_and_jobs_of_other_kinds_stay(scheduler: Scheduler) -> None:
    repair(scheduler, [SWEEP, END_UNSENT_ROWS])
    once = scheduler.enqueue_at(next(scheduler.get_jobs()).created_at, queue.START_BATCH.path, 7)
    repair(scheduler, [END_UNSENT_ROWS])
    assert {job.id for job in scheduler.get_jobs()} == {END_UNSENT_ROWS.id, once.id}


def test_what_is_right_keeps_its_next_time(scheduler: Scheduler) -> None:
    repair(scheduler, [SWEEP])
    turn(scheduler, look_at_table=False)
    before = list(scheduler.get_jobs(with_times=True))
    repair(scheduler, [SWEEP])
    assert list(scheduler.get_jobs(with_times=True)) == before


@pytest.mark.parametrize("lost", ["everything", "the job's data"])
def test_after_redis_lost_it_the_table_is_put_back(scheduler: Scheduler, lost: str) -> None:
    repair(scheduler, TABLE)
    if lost == "everything":
        scheduler.connection.flushall()
    else:
        Job.fetch(SWEEP.id, connection=scheduler.connection).delete()
    turn(scheduler, look_at_table=True)
    assert Queue("default", connection=scheduler.connection).job_ids == [SWEEP.id]
    assert planned(scheduler) == {periodic.id: periodic.every for periodic in TABLE}


def test_after_the_clock_was_set_back_it_does_not_wait_for_the_old_time(scheduler: Scheduler) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=3), tick=False):
        turn(scheduler, look_at_table=True)
    scheduler.connection.delete("rq:queue:default", "rq:queue:low")
    turn(scheduler, look_at_table=True)
    assert (
        Queue(SWEEP.job.queue, connection=scheduler.connection).job_ids.count("every-jobs-sweep-sweep") == 1
    )


def test_while_no_worker_comes_a_job_waits_only_once(scheduler: Scheduler) -> None:
    repair(scheduler, [SWEEP])
    for _ in range(3):
        scheduler.enqueue_job(Job.fetch(SWEEP.id, connection=scheduler.connection))
    waiting = Queue("default", connection=scheduler.connection)
    assert waiting.job_ids == [SWEEP.id] * 3
    repair(scheduler, [SWEEP])
    assert waiting.job_ids == [SWEEP.id]


def test_two_schedulers_do_not_wake_a_job_twice(scheduler: Scheduler) -> None:
    other = Scheduler(connection=scheduler.connection, interval=1)
    assert other.acquire_lock()
    turn(scheduler, look_at_table=True)
    assert planned(scheduler) == {}
    other.remove_lock()
    turn(scheduler, look_at_table=True)
    assert planned(scheduler) != {}


def test_a_killed_schedulers_lock_is_gone_within_eleven_seconds(scheduler: Scheduler) -> None:
    assert scheduler.acquire_lock()
    assert 0 < scheduler.connection.ttl(scheduler.scheduler_lock_key) <= 11


def test_the_scheduler_does_without_the_application() -> None:
    """It only holds names; Flask and SQLAlchemy would double its memory."""
    look = "import sys, jobs.schedule; sys.exit(' '.join({'flask', 'sqlalchemy'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert done.stderr.strip() == ""
