"""What was said in the newest call of a conversation, for the agent that answers its texts."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, select

from webapp.agents.base import Turn, Who
from webapp.bulk import cached_statement, execute_core, in_param
from webapp.models.call_turn import CallTurn, Speaker
from webapp.models.entry import Entry, Kind
from webapp.models.thread import Thread

LATEST = 12
"""Utterances, counted from the call's end."""
WHO = {Speaker.CONTACT: Who.CONTACT, Speaker.AGENT: Who.AGENT, Speaker.STAFF: Who.STAFF}


def of_all(thread_ids: Collection[int]) -> dict[int, list[Turn]]:
    """By thread, oldest first; nothing where no one has talked."""
    found = dict[int, list[Turn]]((thread_id, []) for thread_id in thread_ids)
    for row in execute_core(_spoken(), {"ids": thread_ids}):
        found[row.thread].append(Turn(WHO[Speaker(row.who)], row.text, row.at))
    return {thread_id: turns[-LATEST:] for thread_id, turns in found.items()}


@cached_statement
def _spoken() -> Select[int, Speaker, str, object]:
    """The newest call is looked up in each conversation, by the index of calls."""
    calls = (Entry.thread_id == Thread.id, Entry.kind.in_((Kind.CALL,)))
    newest = select(Entry.id).where(*calls).order_by(Entry.id.desc()).limit(1).scalar_subquery()
    query = select(Thread.id.label("thread"), CallTurn.who, CallTurn.text, CallTurn.at)
    query = query.join(CallTurn, CallTurn.call_id == newest).where(in_param(Thread.id, "ids"))
    return query.order_by(CallTurn.call_id, CallTurn.n)
