"""Calls as a conversation shows them: how far they are or how they ended, what was said and done in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import select

from webapp.bulk import in_param
from webapp.db import db, now
from webapp.models import statuses
from webapp.models.agent import Agent
from webapp.models.call import Call, CallState
from webapp.models.call_turn import CallTurn, Speaker
from webapp.models.entry import Direction
from webapp.models.recording import Recording
from webapp.rules.hours import durations
from webapp.services.calls import stepping_in
from webapp.services.inbox.timeline import call_lines

READ = 30
"""Calls of a window whose transcripts are read with it, the newest; of older ones they are downloaded."""
SURE = 0.6
"""Of what was heard. Below it, it is marked."""
DONE = ("task", "out", "in", "handoff", "callback")
"""Kinds of lines of a conversation that tell what came of a call, when they are written in it."""
AFTER = timedelta(seconds=2)
"""So long after its end, what it has led to may be written."""


@dataclass(frozen=True)
class Happened:
    """Something that happened in the conversation, in words; see timeline.Line."""

    at: datetime
    kind: str
    text: str
    icon: str


@dataclass(frozen=True)
class Said:
    """One utterance, or with a `kind` what was done. `clock`: the time from the start, as `0:05`.

    `unsure`: what was heard is not certain. `delay`: seconds that our answer took.
    """

    at: datetime
    clock: str
    text: str
    who: Speaker | None = None
    unsure: bool = False
    delay: float | None = None
    kind: str = ""
    icon: str = ""


@dataclass(frozen=True)
class CallEntry:
    """`who`: who called whom, `why`: it was not reached, `summary`: what came of it, each a sentence.

    `status`: of models/statuses; None while it has none. `since`: when what its clock shows began.
    `lines`: None where they are not read. `taken_over`: the name of who has taken it over, `taken_by`: on
    their own phone. `follows`: it waits until another call with them is over.
    """

    call: Call
    who: str
    what: str
    why: str
    agent: Agent | None
    lines: tuple[Said, ...] | None
    taken_over: str
    may_take_over: bool
    taken_by: str = ""
    recordings: tuple[Recording, ...] = ()
    follows: bool = False

    @property
    def id(self) -> int:
        return self.call.id

    @property
    def at(self) -> datetime:
        return self.call.created_at

    @property
    def live(self) -> bool:
        """It lasts, as far as we know."""
        return self.call.state in call_lines.LIVE

    @property
    def talks(self) -> bool:
        """Someone is on the line."""
        return self.call.state == CallState.ANSWERED

    @property
    def waits(self) -> bool:
        """It is not placed yet."""
        return self.call.state in (CallState.STAFF_FIRST, CallState.QUEUED)

    @property
    def moves(self) -> bool:
        """It changes from one second to the next: it lasts, or is about to be placed."""
        return self.live or (self.waits and not self.why and self.until is None)

    @property
    def rings_first(self) -> bool:
        """The phone of the one who calls in person rings; theirs does once that was taken."""
        return self.call.state == CallState.STAFF_FIRST

    @property
    def until(self) -> datetime | None:
        """When it is placed, where it waits for their hours."""
        until = self.call.not_before if self.waits and not self.why else None
        return until if until and until > now() else None

    @property
    def since(self) -> datetime | None:
        call = self.call
        return (call.answered_at if self.talks else call.claimed_at or call.created_at) if self.live else None

    @property
    def clock(self) -> str:
        """What its running clock shows now."""
        return durations.clock((now() - self.since).total_seconds()) if self.since else ""

    @property
    def length(self) -> str:
        call = self.call
        return durations.lasted(call.seconds) if call.seconds and call.answered_at else ""

    @property
    def cost(self) -> str:
        return call_lines.cost(self.call)

    @property
    def icon(self) -> str:
        return "telephone-inbound" if self.call.direction == Direction.IN else "telephone-outbound"

    @property
    def tone(self) -> str:
        """The colour of its status."""
        return statuses.about(self.call.outcome).tone if self.call.outcome else "info" if self.live else ""

    @property
    def summary(self) -> str:
        """What was done in it; else what they said first."""
        done = dict.fromkeys(one.text for one in self.lines or () if one.kind)
        if done:
            return " ".join(done)
        said = (one.text for one in self.lines or () if one.who is Speaker.CONTACT)
        first = next(said, "")
        return f"They said: “{first}”" if first and not self.live else ""

    @property
    def delays(self) -> list[Said]:
        """What we said, where it is known how long that took."""
        return [one for one in self.lines or () if one.delay is not None]

    @property
    def version(self) -> object:
        """Changes whenever it would look different."""
        call = self.call
        state = (call.id, call.state, call.outcome, call.seconds, call.price, call.hang_up_at, call.reason)
        heard = [(one.id, one.state, one.reason) for one in self.recordings]
        lines = (self.taken_over, self.taken_by, self.may_take_over, len(self.lines or ()), self.summary)
        return (*state, *lines, heard, self.what, self.until, self.follows)


def of(
    calls: Sequence[Call],
    names: Mapping[int, str],
    happened: Iterable[Happened],
    taken: Mapping[int, int] = MappingProxyType({}),
    recordings: Mapping[int, Sequence[Recording]] = MappingProxyType({}),
) -> list[CallEntry]:
    """`calls`: oldest first. `names`: of people, by id. `happened`: in their conversation.

    By call: `taken`, who took it on their own phone, and `recordings` of it.
    """
    agents, events = _agents(calls), [one for one in happened if one.kind in DONE]
    goes_on = any(call.state in call_lines.LIVE for call in calls)
    read = {call.id for call in calls[-READ:]}
    turns = _turns(read)
    return [
        CallEntry(
            call,
            call_lines.who(call, names),
            call_lines.what(call),
            call_lines.why(call),
            agents.get(call.agent_id or 0),
            tuple(_lines(call, turns[call.id], events)) if call.id in read else None,
            stepping_in.taken_over_by(call),
            stepping_in.may_take_over(call),
            names.get(taken[call.id], "Staff") if call.id in taken else "",
            tuple(recordings.get(call.id, ())),
            goes_on and call.state == CallState.QUEUED,
        )
        for call in calls
    ]


def _agents(calls: Sequence[Call]) -> dict[int, Agent]:
    ids = {call.agent_id for call in calls if call.agent_id}
    query = select(Agent).where(in_param(Agent.id, "ids"))
    return {one.id: one for one in db.session.scalars(query, {"ids": ids})} if ids else {}


def _turns(call_ids: Iterable[int]) -> dict[int, list[CallTurn]]:
    found, ids = defaultdict[int, list[CallTurn]](list), list(call_ids)
    query = select(CallTurn).where(in_param(CallTurn.call_id, "ids")).order_by(CallTurn.call_id, CallTurn.n)
    for turn in db.session.scalars(query, {"ids": ids}) if ids else ():
        found[turn.call_id].append(turn)
    return found


def _lines(call: Call, turns: Sequence[CallTurn], happened: Sequence[Happened]) -> list[Said]:
    """In the order in which it was said and done."""
    said = [_said(call, turn) for turn in turns]
    return sorted([*said, *_done(call, happened)], key=lambda one: one.at)


def _said(call: Call, turn: CallTurn) -> Said:
    unsure = turn.confidence is not None and turn.confidence < SURE
    return Said(turn.at, _clock(call, turn.at), turn.text, Speaker(turn.who), unsure, turn.delay)


def _done(call: Call, happened: Sequence[Happened]) -> Iterator[Said]:
    if call.answered_at is None:
        return
    until = call.ended_at + AFTER if call.ended_at else now()
    for one in happened:
        if call.answered_at <= one.at <= until:
            yield Said(one.at, _clock(call, one.at), one.text, kind=one.kind, icon=one.icon)


def _clock(call: Call, at: datetime) -> str:
    return durations.clock((at - (call.answered_at or call.created_at)).total_seconds())
