"""They want no more calls: recorded and confirmed when that is certain, else asked about once."""

from __future__ import annotations

from dataclasses import replace

from webapp.rules.callflow import caps, machine_phrases, patience, wishes
from webapp.rules.callflow.commands import Command, Hold, OptOut
from webapp.rules.callflow.events import Event, Heard, Keys, Silence
from webapp.rules.callflow.script import Script
from webapp.rules.callflow.speaking import Step, asks, ends, fixed, language
from webapp.rules.callflow.speaking import yes_or_no as asking_yes_or_no
from webapp.rules.callflow.state import Phase, State
from webapp.rules.callflow.wishes import Stop
from webapp.rules.replies import yes_or_no

KEY = "9"
PRESSED = "Pressed 9."
ASKS = (Phase.TALKING, Phase.STOPPING, Phase.OFFERING, Phase.MACHINE, Phase.INTRODUCED)
"""While the line listens to them, they can be asked whether they meant it."""
LEAST_CONFIDENCE = 0.4
"""Below it, words that would end all calls are asked about."""
LONGEST_EVIDENCE = 300


def wanted(heard: Heard) -> Stop:
    """Whether they want no more calls."""
    found = wishes.stop(heard.readings)
    unsure = heard.confidence is not None and heard.confidence < LEAST_CONFIDENCE
    return Stop.LIKELY if found is Stop.CERTAIN and unsure else found


def pressed(digits: str) -> bool:
    """The key for it, and no other, however often: “9”, “9#”, “999”."""
    return set(digits.rstrip("#")) == {KEY}


def opts_out(script: Script, state: State, evidence: str) -> Step:
    """Recorded, confirmed, the call ended."""
    act = OptOut(evidence[:LONGEST_EVIDENCE])
    return ends(script, state, fixed(script, state, "opted_out"), acts=(act,))


def holds(script: Script, state: State, evidence: str) -> Step:
    """Staff decide; the call ends."""
    act = Hold(evidence[:LONGEST_EVIDENCE])
    return ends(script, state, fixed(script, state, "held"), acts=(act,))


def asks_once(script: Script, state: State, evidence: str) -> Step:
    """Whether they meant that. `reason` keeps what they said."""
    asking = replace(asking_yes_or_no(state), phase=Phase.STOPPING, thinking=False)
    asking = replace(asking, reason=evidence[:LONGEST_EVIDENCE])
    return Step(asking, asks(script, asking, fixed(script, asking, "ask_stop")))


def late(script: Script, state: State, event: Event) -> Step:
    """Words or a key of a turn that is over: the call has gone on without them, or has ended.

    Where no one can be asked any more whether they meant that, staff decide.
    """
    stop, said = _late(state, event)
    if stop is Stop.NO:
        return Step(state)
    if state.phase in ASKS:
        act = opts_out if stop is Stop.CERTAIN else asks_once
        return act(script, replace(state, spoken=state.spoken + 1), said)
    evidence = said[:LONGEST_EVIDENCE]
    acts: tuple[Command, ...] = (OptOut(evidence) if stop is Stop.CERTAIN else Hold(evidence),)
    return Step(state, acts)


def _late(state: State, event: Event) -> tuple[Stop, str]:
    """What it means, and the evidence of that. A machine's words mean nothing."""
    if isinstance(event, Keys) and pressed(event.digits):
        return (Stop.LIKELY if patience.of(state.asks).takes_nine else Stop.CERTAIN), PRESSED
    if isinstance(event, Heard) and machine_phrases.kind(event.text) is None:
        return wanted(event), event.text
    return Stop.NO, ""


def answered(script: Script, state: State, event: Event) -> Step:
    """What they say to that: yes, no, or nothing that can be understood, which staff decide."""
    past_caps = caps.passed(script, state, event.at)
    meaning = _meaning(script, state, event)
    if meaning is False and past_caps:
        return ends(script, state, fixed(script, state, "enough"))
    if meaning is False:
        talking = replace(state, phase=Phase.TALKING, asks="", hints=(), reason="")
        return Step(talking, asks(script, talking, fixed(script, talking, "go_on")))
    if meaning:
        return opts_out(script, state, state.reason)
    if isinstance(event, Heard | Keys | Silence):
        return holds(script, state, state.reason)
    return Step(state)


def _meaning(script: Script, state: State, event: Event) -> bool | None:
    if isinstance(event, Keys):
        return True if pressed(event.digits) else {"1": True, "2": False}.get(event.digits.rstrip("#"))
    if not isinstance(event, Heard):
        return None
    if wanted(event) is Stop.CERTAIN:
        return True
    tongues = (language(script, state), *script.languages)
    meanings = (yes_or_no.read(text, tongues) for text in event.readings)
    return next((meaning for meaning in meanings if meaning is not None), None)
