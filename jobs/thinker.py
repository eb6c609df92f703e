"""The thinker: the one process of a host that asks language models, many conversations at once.

It answers threads, people on the phone, and what people try with agents.

Most of the time it waits for models, and threads wait well. RQ's workers do one job at a time each, and each
would load the models' library (80 MB): so it takes jobs out of RQ's queue by itself. One that is lost with
the process is found by the sweep, when its lease is over.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Semaphore

import structlog
from flask import Flask
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import DequeueTimeout
from rq.job import Job

from jobs import each, ending, spoken, think, trials
from jobs.ending import END_SOON
from jobs.unit_of_work import unit_of_work
from webapp import queue
from webapp.services.agents import thinking

log = structlog.get_logger(__name__)

AT_ONCE = 100
"""Conversations; what comes beyond them waits in the queue."""
TURN = 1
"""Seconds after which it looks whether it was asked to stop."""
GRACE = 1.0
"""Seconds that conversations get to end by themselves; `up` kills what takes longer than 3 s in all."""


@dataclass(frozen=True)
class Task:
    """The path of a job of webapp/job_names, and the id of its row."""

    path: str
    row_id: int


WORK: Mapping[str, Callable[[int], None]] = {
    queue.ASK_MODEL.path: think.ask_model,
    queue.TRY_OUT.path: trials.try_out,
    queue.ASK_IN_CALL.path: spoken.decide,
}


def serve(app: Flask) -> None:
    """Think until told to end. What is not thought to its end by then may be thought about elsewhere."""
    signal.signal(END_SOON, ending.tell)
    thinking.be_ready_for_models()
    pool = ThreadPoolExecutor(AT_ONCE, "conversation")
    running = _take_turns(app, pool)
    pool.shutdown(wait=False, cancel_futures=True)
    wait(running, GRACE)
    with app.app_context():
        let_go()
    os._exit(0)  # threads that wait for a model would keep it


def let_go() -> None:
    """What this process is thinking about may be thought about by another."""
    with unit_of_work():
        claims = [claim for some in list(each.CLAIMS.values()) for claim in some]
        thinking.release(claims)
        for claim in claims:
            queue.later(queue.ASK_MODEL, claim.thread_id)


def _take_turns(app: Flask, pool: ThreadPoolExecutor) -> set[Future[None]]:
    connection = Redis.from_url(app.config["SETTINGS"].redis_url, health_check_interval=30)
    waiting, free = Queue(queue.THINKER_QUEUE, connection=connection), Semaphore(AT_ONCE)
    running: set[Future[None]] = set()
    while not ending.told():
        running = {one for one in running if not one.done()}
        if not free.acquire(timeout=TURN):
            continue
        task = _next(waiting)
        if task is None:
            free.release()
            continue
        future = pool.submit(_work, app, task)
        future.add_done_callback(lambda _: free.release())
        running.add(future)
    return running


def _next(waiting: Queue) -> Task | None:
    """None: none came within a turn, or Redis is away."""
    try:
        found = Queue.dequeue_any([waiting], TURN, waiting.connection)
        if found is None:
            return None
        return _taken_out(*found)
    except DequeueTimeout:
        return None
    except RedisError as error:
        log.warning("the thinker cannot reach Redis", why=str(error))
        time.sleep(TURN)
        return None


def _taken_out(job: Job, waiting: Queue) -> Task:
    """Nothing of it stays in Redis: a job that is lost is found by the sweep."""
    waiting.connection.lrem(waiting.intermediate_queue_key, 1, job.id)
    task = Task(str(job.func_name), job.args[0])
    job.delete(remove_from_queue=False)
    return task


def _work(app: Flask, task: Task) -> None:
    """A thread that raises is tried again when its lease is over, and left to staff after a few times."""
    with app.app_context():
        try:
            WORK[task.path](task.row_id)
        except Exception:
            log.exception("what the thinker does raised", job=task.path, row=task.row_id)
            raise
