"""Is it true of agents' answers: none twice, none lost, none after a person or a STOP, and none for ever?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tests.crash import desks
from tests.crash.record import CarriersRecord, OurRecord
from tests.crash.talks import Held
from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.agent_turn import AgentTurn, TurnOutcome
from webapp.models.answering import Answering
from webapp.models.contact import Contact
from webapp.models.entry import Direction, Origin
from webapp.models.event import Event
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.models.opt_out import OptOut
from webapp.models.signal import Signal
from webapp.models.thread import Thread
from webapp.rules.replies import keywords
from webapp.services.agents.turns.planning import MOST_REQUESTS, MOST_TRIES

UNSENT = {MessageState.CANCELED, MessageState.SKIPPED}
WITH_STAFF = {AgentState.PAUSED, AgentState.OFF, AgentState.HANDED_OFF}
TO_STAFF, TO_AGENT = {"thread.taken_over", "thread.replied"}, {"thread.given_back"}
"""Events by which the word goes to a person of the team, and back."""


@dataclass(frozen=True)
class Answers:
    """Rows of conversations with agents. `texts`: all that was said there, by conversation, oldest first.

    `turns`: each with the message that it queued, if any, the same. `waiting`: timers and leases that have
    not ended, and texts that agents have not been told of. `events`: who had the word, by conversation.
    """

    threads: Sequence[Any]
    texts: dict[int, list[Any]]
    turns: dict[int, list[Any]]
    waiting: list[str]
    events: dict[int, list[Any]]


def read() -> Answers:
    """Inside an application's context."""
    thread = [Thread.id, Contact.phone, Thread.agent_state, Thread.needs_reply, OptOut.phone.label("out")]
    threads = db.session.execute(
        select(*thread).join(Thread.contact).join(Thread.number)
        .outerjoin(OptOut, (OptOut.phone == Contact.phone) & OptOut.lifted_at.is_(None))
        .where(Number.e164.in_(desks.NUMBERS))
    ).all()  # fmt: skip
    ids = [row.id for row in threads]
    message = [Message.id, Message.thread_id, Message.direction, Message.origin, Message.state, Message.text,
               Message.claimed_at, Message.client_ref, Message.created_at]  # fmt: skip
    query = select(*message).where(Message.thread_id.in_(ids)).order_by(Message.id)
    turn = [AgentTurn.id.label("turn_id"), AgentTurn.thread_id.label("talk"), AgentTurn.read_to,
            AgentTurn.outcome, AgentTurn.handoff]  # fmt: skip
    turns = select(*turn, *message).outerjoin(Message, Message.id == AgentTurn.entry_id)
    turns = turns.where(AgentTurn.thread_id.in_(ids)).order_by(AgentTurn.id)
    texts = _grouped(db.session.execute(query).all(), "thread_id")
    happened = select(Event.id, Event.thread_id, Event.kind, Event.at).where(Event.thread_id.in_(ids))
    events = _grouped(db.session.execute(happened.order_by(Event.id)).all(), "thread_id")
    found = Answers(threads, texts, _grouped(db.session.execute(turns).all(), "talk"), waiting(), events)
    db.session.rollback()
    return found


def _grouped(rows: Iterable[Any], key: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, key), []).append(row)
    return found


def waiting() -> list[str]:
    """What agents have still to see to: texts first, as they become timers."""
    found = [f"signal {one}" for one in db.session.scalars(select(Signal.id))]
    pending = Answering.answer_at.is_not(None) | Answering.lease.is_not(None)
    rows = select(Answering).where(pending)
    found += [
        f"{row.thread_id} due {row.answer_at}, lease until {row.leased_until}, {row.tries} tries"
        for row in db.session.scalars(rows)
    ]
    db.session.rollback()
    return found


def audit(
    carrier: CarriersRecord, ours: OurRecord, said: Answers, held: Sequence[Held], asked: Mapping[str, int],
    given_back: Sequence[int],
) -> dict[str, list[str]]:  # fmt: skip
    """For each promise, those that break it. `asked`: requests to the model, by phone."""
    return {
        "answered twice": _twice(carrier, ours, said),
        "not an answer to what they asked": _beside_it(said),
        "neither answered nor waiting for staff": _lost(said),
        "answered after a person took over": _over_a_person(said, held),
        "an agent's turn without an end": said.waiting,
        "model asked too often": _too_often(said, asked, given_back),
    }


def _twice(carrier: CarriersRecord, ours: OurRecord, said: Answers) -> list[str]:
    """By our record no text had two answers; by the carrier's, no one had more than they had asked."""
    found = []
    for thread_id, rows in said.turns.items():
        read = Counter(row.read_to for row in rows if _was_sent(row))
        found += [f"{thread_id}: {count} up to text {upto}" for upto, count in read.items() if count > 1]
    asked = defaultdict(list)
    for hook in {hook["message_uuid"]: hook for hook in reversed(carrier.inbounds)}.values():
        if keywords.match(hook["text"]) is None:
            asked[hook["phone"]].append(hook["at"])
    count: Counter[str] = Counter()
    for one in sorted(_accepted(carrier, ours), key=lambda one: one["at"]):
        to, at = one["to"], one["at"]
        count[to] += 1
        if count[to] > sum(when < at for when in asked[to]):
            found.append(f"{to} has asked less often than it was answered at {at:.1f}")
    return found


def _accepted(carrier: CarriersRecord, ours: OurRecord) -> list[dict[str, Any]]:
    """What the carrier took from agents."""
    agents = {ref for ref, row in ours.sent.items() if row.origin == Origin.AGENT}
    return [one for one in carrier.accepted if str(one["client_ref"]) in agents]


def _was_sent(turn: Any) -> bool:
    return turn.id is not None and turn.state not in UNSENT


def _beside_it(said: Answers) -> list[str]:
    """Each fact in an answer was asked for since the answer before it."""
    found = []
    for thread_id, rows in said.turns.items():
        since = 0
        for row in filter(_was_sent, rows):
            run = {one.text for one in said.texts[thread_id] if since < one.id <= row.read_to}
            strange = [asked for asked, fact in desks.FACTS.items() if fact in row.text and asked not in run]
            found += [f"{thread_id} {row.text!r} at {row.id}, asked were {sorted(run)}"] * bool(strange)
            since = row.read_to
    return found


def _lost(said: Answers) -> list[str]:
    """Each question was answered, by an agent or by staff, or was handed off, or waits for staff."""
    found = []
    for thread in said.threads:
        if thread.out or (thread.needs_reply and thread.agent_state in WITH_STAFF):
            continue
        texts = said.texts[thread.id]
        settled = max([turn.read_to for turn in said.turns.get(thread.id, []) if _settles(turn)], default=0)
        cut = max([one.id for one in texts if _is_a_cut(one)], default=0)
        found += [
            f"{thread.phone} {one.text!r} ({one.id}; {thread.agent_state}; settled {settled}, cut {cut})"
            for one in texts
            if one.direction == Direction.IN and one.id > max(settled, cut)
        ]
        found += _taken_back(thread, texts, said.turns.get(thread.id, []))
    return found


def _settles(turn: Any) -> bool:
    return _was_sent(turn) or bool(turn.handoff) or turn.outcome == TurnOutcome.SILENT


def _is_a_cut(text: Any) -> bool:
    """Staff answered, or a keyword came after which what was asked before waits for no answer."""
    if text.direction == Direction.IN:
        return keywords.match(text.text) is not None
    return text.origin == Origin.STAFF and text.state not in UNSENT


def _taken_back(thread: Any, texts: Sequence[Any], turns: Sequence[Any]) -> list[str]:
    """What an answer that was not sent had answered is in a later one, or staff have seen to it."""
    found = []
    for turn in turns:
        if turn.id is None or turn.state not in UNSENT:
            continue
        later = [one for one in turns if one.turn_id > turn.turn_id and _settles(one)]
        if not later and not any(one.id > turn.read_to and _is_a_cut(one) for one in texts):
            found.append(
                f"{thread.phone} {turn.text!r} ({turn.id}) was taken back, and nothing came after it"
            )
    return found


def _over_a_person(said: Answers, held: Sequence[Held]) -> list[str]:
    """A claim that came after staff were told that they have the word, and before they gave it back.

    A request to give it back that was not answered in time, and was repeated, may still be carried out much
    later, when they have taken over again: then they have given it back twice, and the events say so.
    """
    found = []
    for one in held:
        events = said.events.get(one.thread_id, [])
        for row in said.texts.get(one.thread_id, []):
            if row.origin == Origin.AGENT and row.claimed_at is not None:
                claimed = row.claimed_at.timestamp()
                if one.since < claimed < one.until and not _was_given_back(events, row.claimed_at):
                    after = f"{claimed - one.since:.1f} s after it"
                    found.append(f"{one.thread_id} {row.text!r} ({row.id}) {after}: {_story(events, row)}")
    return found


def _was_given_back(events: Sequence[Any], by: datetime) -> bool:
    """Who had the word at that moment: an agent, by the newest event."""
    kinds = [one.kind for one in events if one.kind in TO_STAFF | TO_AGENT and one.at <= by]
    return bool(kinds) and kinds[-1] in TO_AGENT


def _story(events: Sequence[Any], answer: Any) -> str:
    """What had happened, in seconds before (or, with a plus, after) the answer's claim."""
    moments = [(one.at, one.kind) for one in events] + [(answer.created_at, "written")]
    return ", ".join(
        f"{kind} {(at - answer.claimed_at).total_seconds():+.1f}" for at, kind in sorted(moments)
    )


def _too_often(said: Answers, asked: Mapping[str, int], given_back: Sequence[int]) -> list[str]:
    """Each text, and each giving back, has a bound of its own."""
    found = []
    back = Counter(given_back)
    for thread in said.threads:
        theirs = sum(one.direction == Direction.IN for one in said.texts.get(thread.id, []))
        most = MOST_REQUESTS * MOST_TRIES * (theirs + back[thread.id])
        if asked.get(thread.phone, 0) > most:
            found.append(f"{thread.phone}: {asked[thread.phone]} requests, at most {most}")
    return found


def numbers(
    carrier: CarriersRecord, ours: OurRecord, said: Answers, asked: Mapping[str, int]
) -> dict[str, int]:
    """How much went on."""
    turns = [turn for rows in said.turns.values() for turn in rows]
    states = Counter(str(thread.agent_state) for thread in said.threads)
    return {
        "questions": sum(
            one.direction == Direction.IN and keywords.match(one.text) is None
            for texts in said.texts.values() for one in texts
        ),
        "answers of agents": len(_accepted(carrier, ours)),
        "answers not sent after all": sum(turn.id is not None and turn.state in UNSENT for turn in turns),
        "handed off": sum(bool(turn.handoff) for turn in turns),
        "turns that were overtaken": sum(turn.outcome == TurnOutcome.SUPERSEDED for turn in turns),
        "turns that failed": sum(turn.outcome == TurnOutcome.FAILED for turn in turns),
        "requests to the model": sum(asked.values()),
        "conversations with staff at the end": sum(states[str(state)] for state in WITH_STAFF),
    }  # fmt: skip
