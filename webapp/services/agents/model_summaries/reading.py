"""What a model is told of one conversation that it sums up, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select

from webapp.agents.base import Turn
from webapp.agents.cards import mask_cards
from webapp.agents.stored import Definition
from webapp.agents.summary_input import Line, SummaryInput
from webapp.db import db, now
from webapp.models.answering import Answering
from webapp.models.call_turn import CallTurn
from webapp.models.entry import Entry, Kind
from webapp.models.thread import Thread
from webapp.services.agents import newest_calls, thread_facts
from webapp.services.agents.turns import conversation
from webapp.services.agents.turns.spoken_before import WHO

MOST_CALLS, MOST_SPOKEN = 3, 80
"""The newest calls, and utterances of each, counted from its end."""


def read(thread: Thread, definition: Definition) -> SummaryInput | None:
    """None when nothing was said."""
    facts = thread_facts.of([thread]).get(thread.id)
    lines = sorted([*_texts(thread), *_spoken(thread)], key=lambda line: line.turn.at)
    if facts is None or not lines:
        return None
    phone = thread.contact.phone
    zone = conversation.local_time(phone, now()).tzinfo
    on_clock = (replace(line, turn=replace(line.turn, at=line.turn.at.astimezone(zone))) for line in lines)
    return SummaryInput(_language(thread, definition), facts, tuple(on_clock))


def _language(thread: Thread, definition: Definition) -> str:
    timer = db.session.get(Answering, thread.id)
    return (timer.language if timer else "") or definition.languages[0]


def _texts(thread: Thread) -> Iterator[Line]:
    """As an agent is told them: nothing that they never saw, nor what was withheld."""
    for message in conversation.said_in(thread.id):
        if message.text.strip():
            yield Line(Turn(conversation.who_wrote(message), mask_cards(message.text), message.created_at))


def _spoken(thread: Thread) -> Iterator[Line]:
    """Without the keys that were pressed: they may be a PIN."""
    calls = select(Entry.id).where(Entry.thread_id == thread.id, Entry.kind.in_((Kind.CALL,)))
    for call_id in db.session.scalars(calls.order_by(Entry.id.desc()).limit(MOST_CALLS)).all():
        query = select(CallTurn).where(
            CallTurn.call_id == call_id, ~CallTurn.text.startswith(newest_calls.PRESSED)
        )
        newest = db.session.scalars(query.order_by(CallTurn.n.desc()).limit(MOST_SPOKEN))
        for turn in newest:
            yield Line(Turn(WHO[turn.who], mask_cards(turn.text), turn.at), spoken=True)
