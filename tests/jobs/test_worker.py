"""The workers: one process, its forks, and what a stop does to the jobs that they run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from rq import Queue

from jobs.worker import FIRST, OTHERS, load_jobs
from tests.processes.house import alive, children, descendants, wait_for
from webapp import queue
from webapp.processes import environment, secrets
from webapp.processes.environment import ROOT

pytestmark = pytest.mark.processes


@pytest.fixture
def connection(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as connection:
        connection.flushall()
        yield connection


@pytest.fixture
def workers(redis_url: str, connection: Redis, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m jobs.worker` with two workers, ready."""
    made = secrets.prepare(tmp_path, simulator=True)
    env = environment.compose({**os.environ, "REDIS_URL": redis_url}, tmp_path, made)
    command = [sys.executable, "-m", "jobs.worker", "--count", "2"]
    with subprocess.Popen(command, cwd=ROOT, env=env) as process:
        wait_for(lambda: connection.scard("rq:workers") == 2)
        yield process
        process.kill()


def test_every_job_that_is_named_can_be_loaded() -> None:
    load_jobs({job.path for job in queue.JOBS})


def test_every_queue_is_served_by_every_worker() -> None:
    assert set(FIRST) == set(OTHERS) == set(queue.QUEUES) == {job.queue for job in queue.JOBS}
    assert (FIRST[0], OTHERS[0]) == ("dispatch", "default")


@pytest.mark.parametrize("job", ["wait_for_the_end", "take_a_second"])
def test_a_stop_lets_a_job_end_where_it_likes(
    workers: subprocess.Popen[bytes], connection: Redis, tmp_path: Path, job: str
) -> None:
    Queue("default", connection=connection).enqueue(f"tests.jobs.worker_house.{job}", str(tmp_path))
    wait_for((tmp_path / "started").exists)
    workers.send_signal(signal.SIGTERM)
    assert workers.wait(timeout=5) == 0
    assert (tmp_path / "ended").exists()
    assert connection.scard("rq:workers") == 0


def test_one_that_dies_is_replaced_and_all_end_with_their_parent(workers: subprocess.Popen[bytes]) -> None:
    before = children(workers.pid)
    victim = min(before)
    os.kill(victim, signal.SIGKILL)
    wait_for(lambda: len(children(workers.pid)) == 2 and victim not in children(workers.pid))
    assert len(children(workers.pid) & before) == 1

    forks = descendants(workers.pid)
    workers.kill()
    wait_for(lambda: not any(alive(pid) for pid in forks), 2)


def test_they_start_although_the_database_is_away(redis_url: str, connection: Redis, tmp_path: Path) -> None:
    made = secrets.prepare(tmp_path, simulator=True)
    away = {"REDIS_URL": redis_url, "DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/nothing"}
    env = environment.compose({**os.environ, **away}, tmp_path, made)
    command = [sys.executable, "-m", "jobs.worker", "--count", "2"]
    with subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True) as process:
        wait_for(lambda: connection.scard("rq:workers") == 2)
        process.terminate()
        _, said = process.communicate(timeout=20)
    lines = [line for line in said.splitlines() if "the database is not ready" in line]
    assert len(lines) == 1 and "refused" in lines[0]
