"""Turns of agents that answer conversations, in units of work of their own: for jobs/think and jobs/ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import get_ident

from jobs.unit_of_work import unit_of_work
from webapp import queue
from webapp.services.agents.turns import concluding, thinking
from webapp.services.agents.turns.thinking import Claim, Reading, Thought

Think = Callable[[Reading], Thought]
CLAIMS: dict[int, Sequence[Claim]] = {}
"""What this process is thinking about, by the ident of its thread."""


def think(*thread_ids: int) -> None:
    """Claim, read, decide with no transaction open, and conclude; again at once what was overtaken.

    Several share these units of work. When one of them raises, what is not done stays unclaimed, so that each
    may be tried by itself. A thread whose agent asks a language model is handed to the process that does: see
    jobs/ask.
    """
    _think(thread_ids, thinking.think, hands_over=True)


def leave_to_staff(thread_id: int) -> None:
    """No process has asked the model in time: the contact is not left without an answer."""
    _think([thread_id], thinking.left_undone, hands_over=False)


def _think(thread_ids: Sequence[int], decide: Think, hands_over: bool) -> None:
    try:
        while thread_ids:
            thread_ids = _turns(thread_ids, decide, hands_over)
    finally:
        CLAIMS.pop(get_ident(), None)


def _turns(thread_ids: Sequence[int], decide: Think, hands_over: bool) -> Sequence[int]:
    """Returns those to think about again. How often that may be is counted in the claims."""
    with unit_of_work():
        claims = thinking.claim(thread_ids)
    CLAIMS[get_ident()] = claims
    with released_when_it_raises(claims):
        return _concluded(claims, decide, hands_over) if claims else ()


@contextmanager
def released_when_it_raises(claims: Sequence[Claim]) -> Iterator[None]:
    """Of several none is claimed any more then, so that each may be tried by itself."""
    try:
        yield
    except Exception:
        if len(claims) > 1:
            with unit_of_work():
                thinking.release(claims)
        raise


def _concluded(claims: Sequence[Claim], decide: Think, hands_over: bool) -> Sequence[int]:
    with unit_of_work():
        readings = thinking.read(claims)
    elsewhere = [one.claim for one in readings if hands_over and one.model is not None]
    _hand_over(elsewhere)
    thoughts = [decide(one) for one in readings if one.claim not in elsewhere]
    again = list[int]()
    for group in concluding.together(thoughts):
        with unit_of_work():
            again += concluding.conclude(group)
    return again


def _hand_over(claims: Sequence[Claim]) -> None:
    if not claims:
        return
    with unit_of_work():
        thinking.release(claims)
        for one in claims:
            queue.later(queue.ASK_MODEL, one.thread_id)
