"""Made-up calls: the flow of calls and the agents are asked what happens in them, as in earnest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from webapp.agents import base, registry, spoken
from webapp.channels import registry as kinds
from webapp.db import db
from webapp.models.call import Call, CallState
from webapp.models.call_turn import CallTurn, Speaker
from webapp.models.channel import Channel
from webapp.models.entry import PRIORITIES, Direction, Origin
from webapp.rules.callflow import flow
from webapp.rules.callflow import state as states
from webapp.rules.callflow.commands import AskEngine, Command, LeaveMessage, OptOut, PromiseCallback, Say
from webapp.rules.callflow.events import Answered, Beep, Event, Gone, Heard, Machine
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.callflow.script import Script, VoicemailPolicy
from webapp.rules.callflow.state import Phase, State
from webapp.services.calls import asking
from webapp.services.calls.answering import MISSED
from webapp.services.demo import call_effects, marks
from webapp.services.demo.answers import Answerer
from webapp.services.demo.stage import Conversation, Stage
from webapp.services.demo.story import ZONE, PhoneCall
from webapp.services.threads import activity

RANG = timedelta(seconds=9)
"""Before they pick up."""
IN_VAIN = {Outcome.NO_ANSWER: 30, Outcome.BUSY: 2}
"""Seconds until a call is over that no one answers."""
DELAY = 0.03
"""Seconds that an answer takes us."""
PER_MINUTE = 0.0139
CURRENCY = "EUR"
BEEP_AT = 6.0
CONFIDENCE = 0.93


def placed(
    stage: Stage, one: Conversation, told: PhoneCall, by: Answerer, at: datetime, **values: Any
) -> Call:
    """A call of ours. `values`: further columns of it."""
    origin = values.pop("origin", Origin.STAFF)
    call = _made(stage, one, by, at, Direction.OUT, {"origin": origin, **values})
    call.priority = PRIORITIES[origin]
    call.sent_at = at + timedelta(seconds=1)
    _show(one, activity.preview(call.first_message), Direction.OUT, at)
    _ends(stage, one, call, told, by, at + RANG)
    return call


def came_in(stage: Stage, one: Conversation, told: PhoneCall, by: Answerer, at: datetime) -> Call:
    """Someone has called one of our numbers, whose agent answers."""
    call = _made(stage, one, by, at, Direction.IN, {})
    call.sent_at = at
    _show(one, MISSED, Direction.IN, at)
    one.thread.last_inbound_at, one.thread.needs_reply = at, True
    one.thread.unread += 1
    _ends(stage, one, call, told, by, at)
    return call


def _made(
    stage: Stage, one: Conversation, by: Answerer, at: datetime, way: Direction, values: dict[str, Any]
) -> Call:
    thread, reference = one.thread, stage.reference()
    call = Call(
        thread_id=thread.id, number_id=thread.number_id, phone=one.contact.phone, direction=way,
        state=CallState.ENDED, carrier=thread.number.carrier, carrier_id=reference, client_ref=reference,
        agent_id=by.agent.id, agent_version=by.agent.version, language="en", created_at=at, claimed_at=at,
        **values,
    )  # fmt: skip
    db.session.add(call)
    db.session.flush()
    marks.remember(call)
    return call


def _show(one: Conversation, text: str, way: Direction, at: datetime) -> None:
    thread = one.thread
    thread.last_at, thread.last_text, thread.last_direction = at, text, str(way)
    thread.revision += 1


def _ends(
    stage: Stage, one: Conversation, call: Call, told: PhoneCall, by: Answerer, answered: datetime
) -> None:
    seconds = IN_VAIN.get(told.outcome)
    if seconds is None:
        call.answered_at = answered
        line = Line(stage, one, call, by)
        line.play(told)
        seconds, call.seconds = ceil(line.at), ceil(line.at)
        call.price = round(PER_MINUTE * seconds / 60, 4) if call.direction == Direction.OUT else 0.0
        call.currency, call.flow = CURRENCY, states.to_json(line.stands)
        one.thread.agent_id = one.thread.agent_id or by.agent.id
    call.outcome = told.outcome
    call.ended_at = call.settled_at = answered + timedelta(seconds=seconds)
    one.thread.last_at = max(one.thread.last_at, call.ended_at)
    db.session.flush()


@dataclass
class Line:
    """What is said on the line of one call. `at`: seconds since it was answered."""

    stage: Stage
    one: Conversation
    call: Call
    by: Answerer
    at: float = 0.0
    stands: State = field(default_factory=State)
    memory: base.Memory = field(default_factory=base.Memory)
    turns: list[base.Turn] = field(default_factory=list)

    def play(self, told: PhoneCall) -> None:
        """From the greeting until one of both has hung up."""
        self._happens(Answered())
        for event in (Machine(), Beep()) if told.outcome == Outcome.VOICEMAIL else ():
            self.at = max(self.at, BEEP_AT)
            self._happens(event)
        for words in told.said:
            if self.stands.phase not in (Phase.OVER, Phase.CLOSING):
                self._hears(words)
        self._happens(Gone())

    def _hears(self, words: str) -> None:
        self.at += 1 + _seconds(words)
        heard = Heard(words, (), CONFIDENCE)
        self._keep(Speaker.CONTACT, words, confidence=CONFIDENCE)
        asked = [one for one in self._happens(heard) if isinstance(one, AskEngine)]
        if asked:
            self._thinks(heard)

    def _thinks(self, heard: Heard) -> None:
        agent = self.by.definition.agent(self.by.agent.name, heard.text)
        said = base.Conversation(
            agent=agent, contact=base.Contact(self.one.contact.phone, self.one.contact.name, "US"),
            turns=tuple(self.turns), local_now=self._moment().astimezone(ZONE), language="en",
            outreach=self.one.outreach, memory=self.memory, channel="call", heard=heard,
        )  # fmt: skip
        decision = asking.think(registry.ENGINES[self.by.agent.engine], said).decision
        if isinstance(decision, base.EngineFault):
            raise decision
        self.memory = decision.memory
        call_effects.decided_by(self.one, self.call, self.by, decision, self._moment())
        self._happens(spoken.event(agent, decision, self.at), decision.handoff)

    def _happens(self, event: Event, handoff: base.Handoff | None = None) -> tuple[Command, ...]:
        before = self.stands.phase
        step = flow.step(_script(self.call, self.stage), self.stands, replace(event, at=self.at))
        self.stands = step.state
        self._says(step.commands)
        for command in step.commands:
            if isinstance(command, OptOut):
                call_effects.opt_out(self.call, command.evidence, self._moment())
            elif isinstance(command, PromiseCallback):
                call_effects.promise(self.call, command.reason, self.by, self._moment())
        if self.stands.phase is Phase.OFFERING and before is not Phase.OFFERING:
            call_effects.hand_off(self.one, handoff, self.stands.reason, self._moment())
        return step.commands

    def _says(self, commands: Iterable[Command]) -> None:
        words = " ".join(one.text for one in commands if isinstance(one, Say | LeaveMessage))
        if words:
            self._keep(Speaker.AGENT, words, delay=DELAY)
            self.at += _seconds(words)

    def _keep(self, who: Speaker, text: str, **values: Any) -> None:
        turn = CallTurn(call_id=self.call.id, n=len(self.turns) + 1, who=who, text=text, at=self._moment())
        for name, value in values.items():
            setattr(turn, name, value)
        db.session.add(turn)
        self.turns.append(base.Turn(asking.WHO[who], text, turn.at))

    def _moment(self) -> datetime:
        return (self.call.answered_at or self.call.created_at) + timedelta(seconds=self.at)


def _script(call: Call, stage: Stage) -> Script:
    """No phone of staff can be rung."""
    number = next(one for one in stage.numbers.values() if one.id == call.number_id)
    return Script(
        team=number.label, first_message=call.first_message, inbound=call.direction == Direction.IN,
        voicemail=VoicemailPolicy.LEAVE_MESSAGE, voicemail_message=call.voicemail_message,
        callback_when="within the hour",
    )  # fmt: skip


def _seconds(words: str) -> int:
    kind: Any = kinds.of(Channel.CALL)
    return int(kind.seconds(words))
