"""Titles and summaries of conversations in which an agent has taken part, made by rules once they are quiet.

Where its engine asks a model, that one is asked for a better one then: see model_summaries.
`thread.summarized_at` is the timer: a conversation is due when it is empty or older than what was said last.
What changes without a text (a handoff, a person who takes over, an opt-out) empties it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, select, text, update
from sqlalchemy.orm import joinedload

from webapp.agents.summary import Facts, summarize
from webapp.bulk import execute_for, in_param
from webapp.db import db, now
from webapp.models.thread import UNSUMMARIZED, Thread
from webapp.services import settings
from webapp.services.agents import thread_facts
from webapp.services.agents.model_summaries import asking

AT_ONCE = 100
"""Conversations in one transaction: some tens of milliseconds."""


def due(most: int = AT_ONCE) -> Sequence[int]:
    """The ids of those that have been quiet for as long as the settings say, the quietest first."""
    quiet = _quiet()
    if quiet is None:
        return ()
    query = select(Thread.id).where(text(UNSUMMARIZED), quiet)
    return db.session.scalars(query.order_by(Thread.last_at, Thread.id).limit(most)).all()


def write(ids: Sequence[int]) -> int:
    """Title and summary of those of them that are still due, by rules; models are asked where they may be.

    One that is busy now waits for another time.
    """
    quiet = _quiet()
    if quiet is None:
        return 0
    threads = _held(ids, quiet)
    facts = thread_facts.of(threads)
    found = {thread.id: _by_rules(facts.get(thread.id)) for thread in threads}
    asking.keep(threads, found)
    for thread in [one for one in threads if one.id in found]:
        title, lines = found[thread.id]
        if (title, lines) != (thread.title, thread.summary):
            thread.title, thread.summary, thread.summary_by = title, lines, ""
            thread.revision = Thread.revision + 1
        thread.summarized_at = now()
    db.session.flush()
    asking.ask([one for one in threads if one.id in found], facts)
    return len(threads)


def _by_rules(facts: Facts | None) -> tuple[str, str]:
    """Title and lines; both are empty where nothing was said."""
    found = summarize(facts) if facts else None
    return (found.title, "\n".join(found.lines)) if found else ("", "")


def set_aside(thread_id: int) -> None:
    """One that cannot be summed up has no title, until something is said there again."""
    left = update(Thread).where(Thread.id == thread_id)
    db.session.execute(left.values(title="", summary="", summary_by="", summarized_at=now()))


def forget(ids: Sequence[int]) -> None:
    """Of conversations that are held, some of which has been removed: they are summed up again without it."""
    emptied = update(Thread).where(in_param(Thread.id, "ids"), Thread.title != "")
    values = {"title": "", "summary": "", "summary_by": "", "summarized_at": None}
    execute_for(emptied.values(values | {"revision": Thread.revision + 1}), ids)


def _quiet() -> ColumnElement[bool] | None:
    minutes = settings.get("summary_minutes")
    return None if minutes is None else Thread.last_at <= now() - timedelta(minutes=minutes)


def _held(ids: Sequence[int], quiet: ColumnElement[bool]) -> Sequence[Thread]:
    """In the order of their ids (services/row_locks)."""
    query = select(Thread).options(joinedload(Thread.contact))
    query = query.where(in_param(Thread.id, "ids"), text(UNSUMMARIZED), quiet).order_by(Thread.id)
    locked = query.with_for_update(key_share=True, skip_locked=True, of=Thread)
    return db.session.scalars(locked, {"ids": list(ids)}, execution_options={"populate_existing": True}).all()
