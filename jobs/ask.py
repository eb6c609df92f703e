"""Conversations whose agents ask language models, many at once: in the thinker alone, see jobs/thinker.

The database is read and written for many together, which costs a fraction; each model is asked by itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from functools import partial
from threading import get_ident

import structlog

from jobs.agent_turns import CLAIMS, released_when_it_raises
from jobs.unit_of_work import attempt, unit_of_work
from webapp import queue
from webapp.services import containment
from webapp.services.agents.turns import concluding, thinking
from webapp.services.agents.turns.thinking import Claim, Reading, Thought

log = structlog.get_logger(__name__)

Submit = Callable[[Callable[[], Thought]], Future[Thought]]
"""Lets another thread do it."""
OF_A_MOMENT = 0.1
"""Seconds: what models answer so soon after one another is concluded together."""


def ask_models(thread_ids: Sequence[int], submit: Submit) -> None:
    """Answer them. One that raises stops no other: it is tried again when its lease is over."""
    queue.all_taken(queue.ASK_MODEL, thread_ids)
    error = containment.fault_of(partial(_ask, thread_ids, submit))
    if error is None:
        return
    log.error("the turns of agents raised", threads=thread_ids, error=repr(error))
    if len(thread_ids) > 1:
        for one in thread_ids:
            ask_models([one], submit)


def _ask(thread_ids: Sequence[int], submit: Submit) -> None:
    try:
        with unit_of_work():
            claims = thinking.claim(thread_ids)
        CLAIMS[get_ident()] = claims
        for thoughts in _as_they_come([submit(partial(thinking.think, one)) for one in _read(claims)]):
            for group in concluding.together(thoughts):
                _conclude(group)
    finally:
        CLAIMS.pop(get_ident(), None)


def _read(claims: Sequence[Claim]) -> Sequence[Reading]:
    with released_when_it_raises(claims), unit_of_work():
        return thinking.read(claims)


def _as_they_come(asked: Sequence[Future[Thought]]) -> Iterator[list[Thought]]:
    left = set(asked)
    while left:
        if wait(left, return_when=FIRST_COMPLETED).not_done:
            time.sleep(OF_A_MOMENT)
        done = {one for one in left if one.done()}
        left -= done
        yield list(filter(None, map(_thought, done)))


def _thought(done: Future[Thought]) -> Thought | None:
    error = done.exception()
    if error is not None:
        log.error("an agent's turn raised; it is tried again when its lease is over", error=repr(error))
        return None
    return done.result()


def _conclude(thoughts: Sequence[Thought]) -> None:
    """What was overtaken is asked again at once; when a group raises, each is concluded by itself."""
    again, error = attempt(partial(concluding.conclude, thoughts))
    for thread_id in again or ():
        queue.enqueue(queue.ASK_MODEL, thread_id)
    if error is None:
        return
    log.error(
        "agents' turns raised", threads=[one.reading.claim.thread_id for one in thoughts], error=repr(error)
    )
    if len(thoughts) > 1:
        for one in thoughts:
            _conclude([one])
