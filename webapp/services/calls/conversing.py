"""The conversation of a call: an event in, what the line hears next out, all that follows in one transaction.

The flow (rules/callflow) decides; a playbook is asked within the request, a model by another process, for
which the request waits a little with no transaction open.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from sqlalchemy.orm import joinedload

from webapp.agents import memory
from webapp.agents.base import Conversation, Decision, HandoffKind
from webapp.carriers.calls import CallLine, Turned
from webapp.db import db, now
from webapp.models.agent import AgentState
from webapp.models.call import Call, CallState
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.rules.callflow import flow, stopping
from webapp.rules.callflow import state as states
from webapp.rules.callflow.commands import AskEngine
from webapp.rules.callflow.events import Answered, Decided, Event, Gone, Heard, Keys, Late, PlayedOut
from webapp.rules.callflow.flow import Step
from webapp.rules.callflow.script import Script
from webapp.rules.callflow.state import Phase, State
from webapp.services.agents.turns import handing_off, holding
from webapp.services.calls import acting, asking, finding, line, questions, scripts, stepping_in, transcript
from webapp.services.calls.asking import Thought
from webapp.services.calls.line import Spoken
from webapp.services.calls.scripts import Speaker
from webapp.services.threads import activity

log = structlog.get_logger(__name__)

NOTHING = Spoken((), CallLine("", 0))
BY_EVENT = "by_event"
"""Kept with the flow of a call: which event its line was answered last, and the turn of that."""
BESIDE = ("answer", "memory", stepping_in.WANTED, BY_EVENT)
TURNS = "heard"
"""Kept with the flow of a call, also when it is over: the turns in which they were heard."""
ASKS_STAFF = (Phase.STAFF, Phase.OFFERING)
WITH_STAFF = (*ASKS_STAFF, Phase.BRIDGED)


@dataclass(frozen=True)
class Waiting:
    """A model is asked in this turn of a call. `filled`: they know already that it takes a moment."""

    call_id: int
    question_id: int
    turn: int
    filled: bool


@dataclass(frozen=True)
class Scene:
    """A call that is held, and all that its next step depends on. `at`: see callflow.events.

    `thread`, with its contact and number: kept here, the session has them at hand for all that asks for them.
    `heard`: the turn in which they were heard just now.
    """

    call: Call
    thread: Thread
    number: Number
    by: Speaker | None
    script: Script
    state: State
    at: float
    started: float
    heard: int | None = None


def begins(call: Call) -> Spoken:
    """It was picked up, or came in. What asks twice hears the same again."""
    if call.flow is None or _state(call).phase is Phase.NEW:
        by = scripts.speaker(call)
        if by is None:  # archived since: then no one holds it, from the beginning
            call.agent_id = call.agent_version = None
        said = _go(_scene(call, by), Answered())
        return said if isinstance(said, Spoken) else line.spoken(call)
    return line.spoken(call)


def told(call: Call, event: Event, when: datetime | None = None) -> None:
    """An event that comes by itself: a machine was noticed, a beep, or the call is over.

    `when` it happened; None: just now. How a call ended in which nothing was said, the carrier knows.
    """
    state = _state(call)
    if isinstance(event, Gone) and state.phase in (Phase.NEW, Phase.OVER):
        return
    if isinstance(event, Gone) and state.thinking:
        _understood(call)
    _go(_scene(call, scripts.speaker(call), when), event)


def _understood(call: Call) -> None:
    """A model has decided, and they hung up before the line heard of it."""
    question = questions.of(call)
    thought = questions.thought_of(question) if question else None
    if thought is not None and isinstance(thought.decision, Decision):
        acting.late_wish(call, thought.decision)


def answer(turned: Turned) -> Spoken | Waiting:
    """What the line hears next. What is told twice is answered as before."""
    call = finding.by_ref(turned.ref)
    if call is None:
        log.warning("a turn of a call that is not known", ref=turned.ref)
        return NOTHING
    if turned.turn != call.turn or call.state != CallState.ANSWERED:
        return _late(call, turned)
    if _state(call).thinking:
        return _waits(call)
    return _go(_hear(call, turned), turned.event)


def _hear(call: Call, turned: Turned) -> Scene:
    scene = replace(_scene(call, scripts.speaker(call)), heard=turned.turn)
    transcript.heard(call, turned.event)
    return scene


def _heard_turns(call: Call) -> list[int]:
    return list((call.flow or {}).get(TURNS) or ())


def _late(call: Call, turned: Turned) -> Spoken:
    """The call has gone on meanwhile, or is over: their wish for no more calls counts, and is heard once."""
    is_theirs = isinstance(turned.event, Heard | Keys) and turned.turn <= call.turn
    if not is_theirs or turned.turn in _heard_turns(call):
        return line.spoken(call)
    scene = _hear(call, turned)
    step = stopping.late(scene.script, scene.state, replace(turned.event, at=scene.at))
    return _carry_out(scene, step)


def go_on(waiting: Waiting) -> Spoken:
    """What the line hears once a model has decided, or has taken too long."""
    call = finding.by_id(waiting.call_id)
    if call is None or call.turn != waiting.turn or not _state(call).thinking:
        return line.spoken(call) if call is not None else NOTHING
    scene, question = _scene(call, scripts.speaker(call)), questions.of(call)
    thought = questions.thought_of(question) if question else None
    if question is None or thought is None:
        return _carry_out(scene, _step(scene, PlayedOut() if waiting.filled else Late()))
    if scene.by is None:
        return _carry_out(scene, _step(scene, Decided(handoff=asking.NO_ONE)))
    heard = questions.heard_in(question)
    return _decided(scene, scene.by, asking.conversation(call, scene.by, heard), thought)


def _waits(call: Call) -> Spoken | Waiting:
    question = questions.of(call)
    if question is None:
        return line.spoken(call)
    return Waiting(call.id, question.id, call.turn, filled=_state(call).fillers > 0)


def _scene(call: Call, by: Speaker | None, when: datetime | None = None) -> Scene:
    beside = (joinedload(Thread.contact), joinedload(Thread.number).joinedload(Number.services))
    thread = db.session.get_one(Thread, call.thread_id, options=beside)
    number = db.session.get_one(Number, call.number_id)
    at = ((when or now()) - call.answered_at).total_seconds() if call.answered_at else 0.0
    script, state = scripts.of(call, number, by), _state(call)
    return Scene(call, thread, number, by, script, state, max(0.0, at), time.monotonic())


def _state(call: Call) -> State:
    """One that cannot be read is over: the call says nothing more, and the carrier knows how it ended."""
    try:
        return states.from_json(call.flow) if call.flow else State()
    except ValueError as error:
        log.error("where a call stands cannot be read", call=call.id, error=str(error))
        return State(phase=Phase.OVER)


def _go(scene: Scene, event: Event) -> Spoken | Waiting:
    step = _step(scene, event)
    asked = next((one for one in step.commands if isinstance(one, AskEngine)), None)
    if asked is None:
        return _carry_out(scene, step)
    return _ask(replace(scene, state=step.state), asked.heard)


def _step(scene: Scene, event: Event) -> Step:
    step = flow.step(scene.script, scene.state, replace(event, at=scene.at))
    return stepping_in.applied(scene.call, scene.script, scene.state, step, scene.at)


def _ask(scene: Scene, heard: Heard) -> Spoken | Waiting:
    """A playbook at once, a model elsewhere."""
    call, by = scene.call, scene.by
    if by is None:
        return _go(scene, Decided(handoff=asking.NO_ONE))
    if asking.kind_of(by).asks_model:
        _keep(scene, scene.state)
        activity.touch([call.thread_id])  # what they said is read while the model thinks
        questions.ask(call, heard)
        return _waits(call)
    said = asking.conversation(call, by, heard)
    return _decided(scene, by, said, asking.think(asking.kind_of(by), said))


def _decided(scene: Scene, by: Speaker, said: Conversation, thought: Thought) -> Spoken:
    if isinstance(thought.decision, Decision):
        acting.hold_first(scene.call, thought.decision)
    event = asking.conclude(scene.call, by, said, thought, scene.at)
    step = _step(scene, event)
    if isinstance(thought.decision, Decision):
        _remember(scene.call, thought.decision)
    return _carry_out(scene, step, _kind(thought))


def _kind(thought: Thought) -> HandoffKind:
    decision = thought.decision
    wanted = decision.handoff if isinstance(decision, Decision) else None
    return wanted.kind if wanted else HandoffKind.FAULT


def _remember(call: Call, decision: Decision) -> None:
    call.flow = {**(call.flow or {}), "memory": memory.to_json(decision.memory)}


def _carry_out(scene: Scene, step: Step, kind: HandoffKind = HandoffKind.ASKED) -> Spoken:
    call, hung_up = scene.call, _hung_up(scene, step)
    if hung_up:
        acting.hold_batches(call, step.commands)
    acting.carry_out(call, step.commands, scene.by)
    _hand_off(scene, step, kind)
    _keep(scene, step.state)
    _speak(scene, step)
    transcript.said(call, step.commands, round(time.monotonic() - scene.started, 3))
    if not hung_up:
        activity.touch([call.thread_id])
    return line.spoken(call, scene.script.texts)


def _hung_up(scene: Scene, step: Step) -> bool:
    """It is over, and no one hears anything: what follows (reports) shows it, once it holds the batch."""
    goes_on = scene.state.phase is Phase.OVER or step.state.phase is not Phase.OVER
    return not goes_on and not line.heard(step.commands)


def _hand_off(scene: Scene, step: Step, kind: HandoffKind) -> None:
    """They wanted a person, or the agent could not go on: staff see it, and what is promised."""
    state, call = step.state, scene.call
    if state.phase not in ASKS_STAFF or scene.state.phase in WITH_STAFF or not state.reason:
        return
    thread = holding.must_hold(call.thread_id)
    if thread.agent_state != AgentState.HANDED_OFF:
        handing_off.hand_off(thread, kind, state.reason, scene.by.agent.id if scene.by else None)


def _speak(scene: Scene, step: Step) -> None:
    call, heard = scene.call, line.heard(step.commands)
    if not heard:
        return
    call.turn, call.flow = call.turn + 1, {**(call.flow or {}), "answer": line.to_json(heard)}
    took = round(1000 * (time.monotonic() - scene.started))
    log.info("a turn of a call", call=call.id, turn=call.turn, ms=took)


def _keep(scene: Scene, state: State) -> None:
    """With what a call remembers beside: what it hears, and what the engine wants to know next time."""
    call, kept = scene.call, scene.call.flow or {}
    if scene.heard is not None:
        kept = {**kept, TURNS: [*_heard_turns(call), scene.heard]}
    names = (TURNS,) if state.phase is Phase.OVER else (TURNS, *BESIDE)
    beside = {name: kept[name] for name in names if name in kept}
    call.flow = {**states.to_json(state), **beside}
