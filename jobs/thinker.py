"""The thinker: the one process of a host that asks language models, many conversations at once.

It answers threads, people on the phone, what people try with agents, and sums conversations up.

Most of the time it waits for models, and threads wait well. RQ's workers do one job at a time each, and each
would load the models' library (80 MB): so it takes jobs out of RQ's queue by itself. One that is lost with
the process is found by the sweep, when its lease is over.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial
from threading import Semaphore

import structlog
from flask import Flask
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.job import Job

from jobs import agent_turns, ask, model_summaries, shutdown, spoken, trials
from jobs.shutdown import END_SOON
from jobs.unit_of_work import unit_of_work
from webapp import queue
from webapp.processes import title
from webapp.services import containment
from webapp.services.agents.turns import thinking
from webapp.services.agents.turns.thinking import Thought

log = structlog.get_logger(__name__)

AT_ONCE = 200
"""Conversations; what comes beyond them waits in the queue."""
TOGETHER = 25
"""Threads that are read and concluded together: more would hold them, and SQLite, for longer."""
TURN = 1
"""Seconds after which it looks whether it was asked to stop."""
GRACE = 1.0
"""Seconds that conversations get to end by themselves; `up` kills what takes longer than 3 s in all."""


@dataclass(frozen=True)
class Task:
    """The path of a job of webapp/job_names, and the id of its row."""

    path: str
    row_id: int


OTHERS: Mapping[str, Callable[[int], None]] = {
    queue.TRY_OUT.path: trials.try_out,
    queue.ASK_IN_CALL.path: spoken.decide,
    queue.SUM_UP.path: model_summaries.write,
}
"""What is done one by one."""


@dataclass(frozen=True)
class Room:
    """The threads that do the work, and a place for each conversation that is under way."""

    workers: ThreadPoolExecutor = field(default_factory=partial(ThreadPoolExecutor, AT_ONCE, "conversation"))
    askers: ThreadPoolExecutor = field(default_factory=partial(ThreadPoolExecutor, AT_ONCE, "question"))
    places: Semaphore = field(default_factory=partial(Semaphore, AT_ONCE))

    def take(self, most: int) -> int:
        """Take up to so many places; waits for the first, at most a turn."""
        taken = int(self.places.acquire(timeout=TURN))
        while taken and taken < most and self.places.acquire(blocking=False):
            taken += 1
        return taken

    def give_back(self, places: int) -> None:
        """They are free again."""
        if places:
            self.places.release(places)


def serve(app: Flask) -> None:
    """Think until told to end. What is not thought to its end by then may be thought about elsewhere."""
    title.show("jobs.thinker")
    signal.signal(END_SOON, shutdown.request)
    thinking.be_ready_for_models()
    room = Room()
    running = _take_turns(app, room)
    room.workers.shutdown(wait=False, cancel_futures=True)
    wait(running, GRACE)
    with app.app_context():
        let_go()
    os._exit(0)  # threads that wait for a model would keep it


def let_go() -> None:
    """What this process is thinking about may be thought about by another."""
    with unit_of_work():
        claims = [claim for some in list(agent_turns.CLAIMS.values()) for claim in some]
        thinking.release(claims)
        for claim in claims:
            queue.later(queue.ASK_MODEL, claim.thread_id)


def _take_turns(app: Flask, room: Room) -> set[Future[None]]:
    connection = Redis.from_url(app.config["SETTINGS"].redis_url, health_check_interval=30)
    waiting = Queue(queue.THINKER_QUEUE, connection=connection)
    running: set[Future[None]] = set()
    while not shutdown.requested():
        running = {one for one in running if not one.done()}
        places = room.take(TOGETHER)
        tasks = _next(waiting, places) if places else []
        room.give_back(places - len(tasks))
        running |= {room.workers.submit(_in_context, app, work) for work in _works(tasks, room)}
    return running


def _next(waiting: Queue, most: int) -> Sequence[Task]:
    """Up to `most` tasks; none when none came within TURN seconds, or Redis is away.

    They are removed from Redis at once: the sweep finds a job that is lost.
    """
    redis = waiting.connection
    try:
        first = redis.blpop([waiting.key], TURN)
        if first is None:
            return []
        others = redis.lpop(waiting.key, most - 1) if most > 1 else None
        ids = [one.decode() for one in (first[1], *(others or ()))]
        jobs = [one for one in Job.fetch_many(ids, redis) if one is not None]
        redis.delete(*(Job.key_for(one) for one in ids))
    except RedisError as error:
        log.warning("the thinker cannot reach Redis", why=str(error))
        time.sleep(TURN)
        return []
    return [Task(str(job.func_name), job.args[0]) for job in jobs]


def _works(tasks: Sequence[Task], room: Room) -> Iterable[Callable[[], None]]:
    """What is to be done for them: threads together, everything else one by one."""
    threads = [task.row_id for task in tasks if task.path == queue.ASK_MODEL.path]
    if threads:
        yield partial(_ask_models, threads, room)
    for task in tasks:
        if task.path != queue.ASK_MODEL.path:
            yield partial(_do_other, task, room)


def _ask_models(thread_ids: Sequence[int], room: Room) -> None:
    """The place of a thread is free when its model has answered; of one that asks none, at the end."""
    asked = list[Future[Thought]]()

    def submit(work: Callable[[], Thought]) -> Future[Thought]:
        asked.append(room.askers.submit(work))
        asked[-1].add_done_callback(lambda _: room.give_back(1))
        return asked[-1]

    try:
        ask.ask_models(thread_ids, submit)
    finally:
        room.give_back(max(0, len(thread_ids) - len(asked)))


def _do_other(task: Task, room: Room) -> None:
    try:
        OTHERS[task.path](task.row_id)
    finally:
        room.give_back(1)


def _in_context(app: Flask, work: Callable[[], None]) -> None:
    """A thread that raises is tried again when its lease is over, and left to staff after a few times."""
    with app.app_context():
        try:
            work()
        except Exception as error:
            if containment.is_of_surroundings(error):
                log.error("what the thinker does failed", why=containment.in_a_line(error))
            else:
                log.exception("what the thinker does raised", work=repr(work))
            raise
