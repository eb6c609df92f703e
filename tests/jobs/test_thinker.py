"""The thinker and the simulated model: real processes, which run only while the database needs them."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from flask import Flask
from redis import Redis
from rq.job import Job
from sqlalchemy import select, update

from jobs.thinker import AT_ONCE
from tests import desks, factories, model_desks
from tests.conversations import they_write
from tests.house.sources import ROOT
from tests.jobs.running import running
from tests.processes.house import alive, children, command_line, free_port, wait_for
from tests.services.agents.trials import tries
from tests.simulator.model.server import ModelServer
from webapp import queue
from webapp.db import db, now
from webapp.models.answering import Answering
from webapp.models.trial import Trial
from webapp.services.agents import language_models, store
from webapp.services.agents.trials import kept

pytestmark = pytest.mark.processes
Workers = subprocess.Popen[bytes]
LOOK = 20
"""Seconds in which a look at the database has had its effect, on a busy machine too."""


@pytest.fixture
def model_port() -> int:
    return free_port()


@pytest.fixture
def workers(app: Flask, redis_url: str, tmp_path: Path, model_port: int) -> Iterator[Workers]:
    """Two workers on the database and the Redis of `app`."""
    settings = app.config["SETTINGS"]
    env = {
        "REDIS_URL": redis_url,
        "DATABASE_URL": settings.database_url,
        "OUTBOUND_SECRET_KEY": settings.secret_key,
        "OUTBOUND_SIMULATED_MODEL_URL": f"http://127.0.0.1:{model_port}",
    }
    db.session.rollback()
    with (
        Redis.from_url(redis_url) as connection,
        running("jobs.worker", tmp_path, connection, **env) as process,
    ):
        yield process


def thinkers(workers: Workers) -> set[int]:
    """Those of the workers' parent's children that have loaded what asks language models."""
    return {pid for pid in children(workers.pid) if has_library(pid)}


def has_library(pid: int) -> bool:
    try:
        maps = Path(f"/proc/{pid}/maps").read_text()
    except OSError:
        return False
    return "aiohttp/_http_parser" in maps and command_line(pid).startswith("jobs.thinker")


def begins(workers: Workers) -> int:
    wait_for(lambda: thinkers(workers), LOOK)
    (pid,) = thinkers(workers)
    return pid


def they_ask(count: int = 1) -> list[int]:
    """People write, their waiting times are over, and the thinker is woken."""
    for phone in factories.phones(count):
        they_write("Is there parking?", phone)
    wait_for(lambda: waiting_threads() >= count, LOOK)
    desks.pass_time()
    waiting = list(db.session.scalars(select(Answering.thread_id)))
    db.session.rollback()
    for thread_id in waiting:
        queue.enqueue(queue.ASK_MODEL, thread_id)
    return waiting


def waiting_threads() -> int:
    """How many the workers have set a timer for."""
    db.session.rollback()
    found = db.session.scalars(select(Answering.thread_id).where(Answering.answer_at.is_not(None))).all()
    db.session.rollback()
    return len(found)


def jobs_of_thinker() -> set[str]:
    """The ids of all jobs for its queue that are in Redis."""
    ids = [key.decode().removeprefix("rq:job:") for key in queue.redis().keys("rq:job:*")]
    found = Job.fetch_many([one for one in ids if ":" not in one], connection=queue.redis())
    return {job.id for job in found if job is not None and job.origin == queue.THINKER_QUEUE}


def says(count: int) -> Callable[[], bool]:
    return lambda: len(desks.said()) == count


@pytest.mark.long
def test_it_runs_while_an_agent_asks_a_model_and_is_replaced_when_it_dies(
    app: Flask, workers: Workers, model: ModelServer
) -> None:
    assert not thinkers(workers)
    ada, _, desk = model_desks.at_work(model)
    first = begins(workers)
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: thinkers(workers) - {first}, LOOK)
    they_ask()
    wait_for(says(1), LOOK)
    store.archive(desk.id, ada)
    db.session.commit()
    wait_for(lambda: not thinkers(workers), LOOK)
    wait_for(lambda: len(children(workers.pid)) == 2, LOOK)


@pytest.mark.long
def test_a_try_with_an_archived_agent_starts_it_and_is_answered(
    app: Flask, workers: Workers, model: ModelServer
) -> None:
    ada, _, desk = model_desks.at_work(model)
    store.archive(desk.id, ada)
    db.session.commit()
    trial_id = tries.ask(desk, ada).id
    db.session.rollback()

    def ended() -> bool:
        over = db.session.scalar(select(Trial.ended_at).where(Trial.id == trial_id))
        db.session.rollback()
        return over is not None

    wait_for(ended, LOOK)
    talk = kept.talk(db.session.get_one(Trial, trial_id))
    assert talk is not None
    assert talk.turns[-1].text == model_desks.PARKING
    db.session.rollback()
    wait_for(lambda: not thinkers(workers), LOOK)


@pytest.mark.long
def test_many_conversations_are_thought_about_at_once(
    app: Flask, workers: Workers, model: ModelServer
) -> None:
    model_desks.at_work(model)
    begins(workers)
    model.mood("slow", seconds=3)
    they_ask(12)
    began = time.monotonic()
    wait_for(says(12), 30)
    assert time.monotonic() - began < 18, "one after the other they take 36 s"
    assert len(model.requests()) == 12
    db.session.rollback()
    scheduled = {key.decode() for key in queue.redis().zrange("rq:scheduler:scheduled_jobs", 0, -1)}
    assert jobs_of_thinker() <= scheduled, "what the thinker has taken is gone"
    assert queue.redis().llen("rq:queue:think:intermediate") == 0


@pytest.mark.long
def test_a_stop_ends_it_in_time_and_leaves_what_it_was_thinking_about_to_others(
    app: Flask, workers: Workers, model: ModelServer
) -> None:
    model_desks.at_work(model)
    thinker = begins(workers)
    model.mood("slow", seconds=30)
    (thread_id,) = they_ask()
    wait_for(model.requests, LOOK)
    began = time.monotonic()
    workers.send_signal(signal.SIGTERM)
    assert workers.wait(timeout=10) == 0
    assert time.monotonic() - began < 3.0, "`up` kills what takes longer"
    assert not alive(thinker)
    row = db.session.get_one(Answering, thread_id)
    assert (row.lease, row.leased_until, row.tries) == (None, None, 0)
    db.session.rollback()
    model.mood("normal")
    model_desks.answer()
    assert desks.outcomes() == ["sent"]


@pytest.mark.long
def test_killed_while_it_thinks_it_answers_once_when_its_lease_is_over(
    app: Flask, workers: Workers, model: ModelServer
) -> None:
    model_desks.at_work(model)
    thinker = begins(workers)
    model.mood("slow", seconds=30)
    they_ask()
    wait_for(model.requests, LOOK)
    os.kill(thinker, signal.SIGKILL)
    model.mood("normal")
    db.session.execute(update(Answering).values(leased_until=now() - timedelta(seconds=1)))
    db.session.commit()
    queue.enqueue(queue.SWEEP)
    wait_for(says(1), LOOK)
    assert desks.outcomes() == ["sent"]


@pytest.mark.long
def test_the_simulated_model_runs_while_the_team_has_it(
    app: Flask, workers: Workers, model_port: int
) -> None:
    url, ada = f"http://127.0.0.1:{model_port}/control/health", factories.user()

    def answers() -> bool:
        try:
            return requests.get(url, timeout=1).ok
        except requests.ConnectionError:
            return False

    assert not answers()
    app.extensions["simulated_model"] = f"http://127.0.0.1:{model_port}"
    row = language_models.add_simulated(ada)
    db.session.commit()
    wait_for(answers, LOOK)
    tested = language_models.test_connection(row.id)
    assert tested.output_mode == "native"
    db.session.commit()
    language_models.remove(row.id, ada)
    db.session.commit()
    app.extensions["simulated_model"] = None
    wait_for(lambda: not answers(), LOOK)


@pytest.mark.parametrize("page", ["agents", "scaling"])
def test_the_docs_say_how_many_conversations_wait_for_models_at_once(page: str) -> None:
    assert f"up to {AT_ONCE}" in (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
