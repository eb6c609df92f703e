"""The flow of a call: an event in; the next state, what is to be done, and once its outcome.

Pure, and the same whatever carries the voice. As long as a call is open it waits for something: a person's
words, the engine, staff, a recording, or the carrier after the last sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from webapp.rules.callflow import caps, machine_phrases, machines, staff, stopping, talking
from webapp.rules.callflow.commands import Command, Hold, PromiseCallback, Record
from webapp.rules.callflow.events import (
    Answered,
    Beep,
    Event,
    Gone,
    Heard,
    Keys,
    Machine,
    Menu,
    Screened,
    Silence,
    TakenOver,
)
from webapp.rules.callflow.machine_phrases import Machine as Kind
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.callflow.script import Answerer, Script
from webapp.rules.callflow.speaking import Step as Step
from webapp.rules.callflow.speaking import ends, fixed, greeting, greets, settled
from webapp.rules.callflow.state import Phase, State
from webapp.rules.callflow.wishes import Stop

LOST = "The line was lost while they talked with the agent; they heard that we call back."
Part = Callable[[Script, State, Event], Step]


def step(script: Script, state: State, event: Event) -> Step:
    """What follows. No commands: nothing new on the line, what runs there goes on."""
    if state.phase is Phase.OVER:
        return Step(state)
    if isinstance(event, Gone):
        return _gone(script, state, event)
    if isinstance(event, TakenOver):
        return staff.taken_over(script, state, event)
    if isinstance(event, Heard | Keys | Silence):
        state = replace(state, turns=state.turns + 1)
        if caps.passed(script, state, event.at) and state.phase in _AT_CAP:
            return _stops(script, state, event) or ends(script, state)
    return _PARTS[state.phase](script, state, event)


def _new(script: Script, state: State, event: Event) -> Step:
    if isinstance(event, Machine):  # it may come before the answer
        return Step(replace(state, machine="voicemail"))
    if not isinstance(event, Answered):
        return Step(state)
    state = replace(state, language=script.language)
    if script.connects:
        return staff.meets(script, state)
    if script.inbound:
        return _comes_in(script, state, event)
    if script.away:
        return ends(script, state, *greeting(script, state), script.away)
    return machines.noticed(script, state, event.at) if state.machine else greets(script, state)


def _comes_in(script: Script, state: State, event: Answered) -> Step:
    if script.blocked:
        return ends(script, state, fixed(script, state, "blocked"))
    if script.closed:
        return staff.takes_message(script, state, event.at, script.away)
    if script.answerer is Answerer.AGENT:
        return greets(script, state)
    if script.answerer is Answerer.VOICEMAIL or not script.staff:
        return staff.takes_message(script, state, event.at)
    recorded = [fixed(script, state, "recorded")] if script.recorded else []
    rings = staff.rings(script, state, *recorded, fixed(script, state, "connecting"))
    recording: tuple[Command, ...] = (Record(),) if script.recorded else ()
    return rings._replace(commands=(*recording, *rings.commands))


def _talking(script: Script, state: State, event: Event) -> Step:
    """Detection runs beside the conversation."""
    if isinstance(event, Machine):
        return machines.noticed(script, state, event.at)
    if isinstance(event, Beep):
        return machines.beeped(script, state, event.at)
    if isinstance(event, Screened | Menu) and not script.inbound:
        return _named(script, state, event)
    return talking.talking(script, state, event)


def _machine(script: Script, state: State, event: Event) -> Step:
    if isinstance(event, Screened | Menu):
        return _named(script, state, event)
    return _of_person(script, state, event) or machines.at_machine(script, state, event)


def _introduced(script: Script, state: State, event: Event) -> Step:
    return _of_person(script, state, event) or machines.introduced(script, state, event)


def _of_person(script: Script, state: State, event: Event) -> Step | None:
    """What only a person wants, whatever was noticed before; or their phone, which was told to say so."""
    if isinstance(event, Keys) and event.digits.rstrip("#") == staff.PERSON_KEY:
        return talking.talking(script, _person(state), event)
    return _stops(script, state, event)


def _stops(script: Script, state: State, event: Event) -> Step | None:
    if isinstance(event, Keys) and stopping.pressed(event.digits):
        return stopping.opts_out(script, _person(state), stopping.PRESSED)
    if not isinstance(event, Heard) or machine_phrases.kind(event.text) is not None:
        return None
    stop = stopping.wanted(event)
    act = {Stop.CERTAIN: stopping.opts_out, Stop.LIKELY: stopping.asks_once}.get(stop)
    return act(script, _person(state), event.text) if act else None


def _person(state: State) -> State:
    return replace(state, phase=Phase.TALKING, spoken=1, asks="")


def _named(script: Script, state: State, event: Event) -> Step:
    kind = Kind.SCREENING if isinstance(event, Screened) else Kind.MENU
    return machines.picked_up(script, state, kind, event.at)


def _nothing(script: Script, state: State, event: Event) -> Step:
    return Step(state)


def _gone(script: Script, state: State, event: Gone) -> Step:
    """They hung up, or the carrier ended it. Who was asked whether they want no more calls did not say no."""
    over = replace(state, phase=Phase.OVER, thinking=False)
    if state.phase is Phase.NEW:
        return settled(script, over, outcome=event.outcome or Outcome.NO_ANSWER)
    if state.phase is Phase.PROMPTED:
        return settled(script, over, outcome=Outcome.NO_ANSWER)
    if state.phase is Phase.RECORDING:
        return staff.recording(script, over, event)
    return settled(script, over, _of_gone(script, state, event))


def _of_gone(script: Script, state: State, event: Gone) -> tuple[Command, ...]:
    """A line that was lost ends with the carrier's safe tail, which says that we call back."""
    if state.phase is Phase.STOPPING:
        return (Hold(state.reason),)
    talked = state.phase in (Phase.TALKING, Phase.OFFERING) and (state.spoken or script.inbound)
    kept = event.lost and talked and event.at < script.longest
    return (PromiseCallback(LOST),) if kept else ()


_PARTS: Mapping[Phase, Part] = {
    Phase.NEW: _new,
    Phase.TALKING: _talking,
    Phase.STOPPING: stopping.answered,
    Phase.MACHINE: _machine,
    Phase.INTRODUCED: _introduced,
    Phase.LEAVING: machines.leaving,
    Phase.STAFF: staff.rung,
    Phase.BRIDGED: staff.rung,
    Phase.OFFERING: staff.offered,
    Phase.PROMPTED: staff.prompted,
    Phase.RECORDING: staff.recording,
    Phase.CLOSING: _nothing,
}
_AT_CAP = (Phase.MACHINE, Phase.INTRODUCED)
"""Past its caps, a call ends there at once. The other parts look first whether they want no more calls."""
