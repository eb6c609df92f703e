"""The workers: one process, its forks, and what a stop does to the jobs that they run."""

from __future__ import annotations

import inspect
import logging
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from redis import Redis
from redis.exceptions import ResponseError
from rq import Queue, Worker, registry
from structlog.testing import capture_logs

from jobs.worker import ABANDONED, FIRST, OTHERS, QuietWorker, _Short, load_jobs
from tests.jobs.running import running
from tests.processes.house import alive, children, descendants, wait_for
from webapp import queue

pytestmark = pytest.mark.processes


@pytest.fixture
def connection(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as connection:
        connection.flushall()
        yield connection
        connection.config_set("maxmemory", 0)


@pytest.fixture
def workers(redis_url: str, connection: Redis, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    with running("jobs.worker", tmp_path, connection, REDIS_URL=redis_url) as process:
        yield process


def test_every_job_that_is_named_can_be_loaded() -> None:
    load_jobs({job.path for job in queue.JOBS})


def test_every_queue_is_served_by_every_worker() -> None:
    assert set(FIRST) == set(OTHERS) == set(queue.QUEUES)
    assert {job.queue for job in queue.JOBS} == {*queue.QUEUES, queue.THINKER_QUEUE}
    assert (FIRST[1], OTHERS[1]) == ("dispatch", "default")


def test_someone_on_the_line_waits_behind_no_sending_and_no_import() -> None:
    assert FIRST[0] == OTHERS[0] == queue.SEE_TO_STAFF.queue == queue.HANG_UP.queue
    assert {job for job in queue.JOBS if job.queue == FIRST[0]} == {queue.SEE_TO_STAFF, queue.HANG_UP}


def test_a_stop_lets_each_job_end_where_it_likes(
    workers: subprocess.Popen[bytes], connection: Redis, tmp_path: Path
) -> None:
    folders = [tmp_path / job for job in ("wait_for_the_end", "take_a_second")]
    for folder in folders:
        folder.mkdir()
        Queue("default", connection=connection).enqueue(f"tests.jobs.worker_house.{folder.name}", str(folder))
    wait_for(lambda: all((folder / "started").exists() for folder in folders))
    workers.send_signal(signal.SIGTERM)
    assert workers.wait(timeout=5) == 0
    assert all((folder / "ended").exists() for folder in folders)
    assert connection.scard("rq:workers") == 0


@pytest.mark.long
def test_one_that_dies_is_replaced_and_all_end_with_their_parent(
    workers: subprocess.Popen[bytes], connection: Redis
) -> None:
    def at_work() -> set[int]:
        """Now and then one more child looks what is needed; it takes no jobs."""
        return {one.pid for one in Worker.all(connection=connection)} & children(workers.pid)

    wait_for(lambda: len(at_work()) == 2)
    before = at_work()
    victim = min(before)
    os.kill(victim, signal.SIGKILL)
    wait_for(lambda: len(at_work() - {victim}) == 2)
    assert len(at_work() & before - {victim}) == 1
    forks = descendants(workers.pid)
    workers.kill()
    wait_for(lambda: not any(alive(pid) for pid in forks), 2)


@pytest.mark.parametrize("slow", ["parent", "child"])
@pytest.mark.long
def test_a_stop_while_a_job_is_forked_reaches_it_and_nobody_else(
    redis_url: str, connection: Redis, tmp_path: Path, slow: str
) -> None:
    with running("tests.jobs.slow_fork", tmp_path, connection, 1, REDIS_URL=redis_url, SLOW=slow) as workers:
        job = Queue("default", connection=connection).enqueue(
            "tests.jobs.worker_house.wait_for_the_end", str(tmp_path)
        )
        wait_for(lambda: job.get_executions() and descendants(workers.pid) > children(workers.pid))
        workers.send_signal(signal.SIGTERM)
        assert workers.wait(timeout=5) == 0
    assert (tmp_path / "ended").exists()


@pytest.mark.long
def test_what_is_away_or_full_is_told_in_a_line_and_once(
    redis_url: str, connection: Redis, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    said = ""

    def tells(words: str) -> int:
        nonlocal said
        said += capfd.readouterr().err
        return said.count(words)

    away = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    with running("jobs.worker", tmp_path, connection, REDIS_URL=redis_url, DATABASE_URL=away) as workers:
        jobs = [Queue("default", connection=connection).enqueue(queue.SWEEP.path) for _ in range(30)]
        # They load the application; and idle ones would write nothing that Redis could refuse.
        wait_for(lambda: any(job.get_status() == "failed" for job in jobs), 30)
        connection.config_set("maxmemory", 1)
        wait_for(lambda: tells("the workers wait for Redis: nothing is sent"), 30)
        connection.config_set("maxmemory", 0)
        wait_for(lambda: connection.scard("rq:workers") >= 2, 30)
        workers.terminate()
        workers.wait(timeout=20)
    told = [tells(one) for one in ("the database is not ready", "jobs fail", "workers wait", "Traceback")]
    assert told == [1, 1, 1, 0]


def test_a_redis_that_refuses_a_ping_ends_no_thread(connection: Redis) -> None:
    worker = QuietWorker([Queue("default", connection=connection)], connection=connection)
    worker._pubsub_exception_handler(ResponseError("MISCONF Errors writing to the AOF file"), None, None)


def test_a_job_that_another_version_left_behind_is_told_in_a_line(
    connection: Redis, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an update: what it was about is in the database, where the sweep finds it."""
    waiting = Queue("default", connection=connection)
    job, error = waiting.enqueue("jobs.signals.act", 1), AttributeError("act")
    monkeypatch.setattr("jobs.worker.log", structlog.get_logger())  # another may be bound to its output
    with capture_logs() as told:
        QuietWorker([waiting], connection=connection).handle_exception(job, type(error), error, None)
    assert [one["event"] for one in told] == ["a job of another version of Outbound is left out"]
    assert "Traceback" not in caplog.text


def test_a_worker_that_was_killed_is_told_plainly() -> None:
    assert ABANDONED in inspect.getsource(registry), "RQ has another sentence now"
    record = logging.LogRecord("rq.registry", logging.WARNING, "", 0, ABANDONED, ("A", "b", "c"), None)
    _Short().filter(record)
    assert record.getMessage() == "a worker was killed at its job; the sweep finds its work again"
