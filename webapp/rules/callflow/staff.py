"""The call goes to staff: phones ring, and each way in which that ends has its next step."""

from __future__ import annotations

from dataclasses import replace

from webapp.rules.callflow import caps, stopping
from webapp.rules.callflow.commands import Bridge, Command, Meet, PromiseCallback, Record, RingStaff
from webapp.rules.callflow.events import (
    Event,
    Gone,
    Heard,
    Keys,
    Machine,
    Recorded,
    Silence,
    StaffAnswered,
    StaffResult,
    TakenOver,
)
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.callflow.script import Answerer, Script
from webapp.rules.callflow.speaking import Step, asks, ends, fixed, language, listens, says, settled
from webapp.rules.callflow.speaking import yes_or_no as asking_yes_or_no
from webapp.rules.callflow.state import Phase, State
from webapp.rules.callflow.wishes import Stop
from webapp.rules.replies import yes_or_no

MOST_HANDOFFS = 2
SHORTEST_MESSAGE = 3.0
"""Seconds: a caller who hangs up sooner after the tone has left no message."""
PROMPT = 2.0
"""Seconds in which a caller begins to say that they want no more calls."""
SIGNS_A_SECOND = 16
"""How fast a voice reads: some 160 words a minute."""
PERSON_KEY = "0"


def wanted(script: Script, state: State, why: str, reason: str, say: str = "") -> Step:
    """Ring staff, where there are phones to ring and it was not tried too often; else offer a callback.

    `why`: a kind of `whispers`.
    """
    asked = replace(state, reason=reason, why=why, thinking=False, fillers=0)
    if not script.staff or state.handoffs >= MOST_HANDOFFS:
        return _offers(script, asked, say, fixed(script, asked, "staff_busy"))
    return rings(script, asked, say, fixed(script, asked, "handoff"))


def rings(script: Script, state: State, *texts: str) -> Step:
    """Say these, and let staff phones ring."""
    ringing = replace(state, phase=Phase.STAFF, handoffs=state.handoffs + 1)
    spoken = [one for text in texts for one in says(script, ringing, text)]
    ring = RingStaff(ringing.reason, language(script, ringing), script.ring_staff)
    return Step(ringing, (*spoken, ring))


def meets(script: Script, state: State) -> Step:
    """A member calls in person: they talk with each other at once."""
    recording: tuple[Command, ...] = (Record(),) if script.recorded else ()
    told = says(script, state, fixed(script, state, "recorded")) if script.recorded else ()
    return Step(replace(state, phase=Phase.BRIDGED), (*recording, *told, Meet()))


def rung(script: Script, state: State, event: Event) -> Step:
    """What came of it, or of the conversation with them."""
    if isinstance(event, Machine) and script.connects:
        return Step(replace(state, machine=Outcome.VOICEMAIL.value))
    if not isinstance(event, StaffAnswered):
        return Step(state)
    bridged = state.phase is Phase.BRIDGED
    if event.result is StaffResult.ACCEPTED:
        talks = replace(state, phase=Phase.BRIDGED, spoken=max(1, state.spoken))
        return Step(state) if bridged else Step(talks, (Bridge(),))
    if event.result is StaffResult.DROPPED:
        return _dropped(script, state)
    if bridged:
        return Step(state)
    if script.inbound and script.answerer is not Answerer.AGENT:
        return takes_message(script, state, event.at)
    return _offers(script, state, fixed(script, state, "staff_busy"))


def _dropped(script: Script, state: State) -> Step:
    """Their line was lost: ring once more."""
    sorry = fixed(script, state, "cut_off")
    if script.staff and state.handoffs < MOST_HANDOFFS:
        return rings(script, state, sorry, fixed(script, state, "connecting"))
    return _offers(script, state, sorry)


def _offers(script: Script, state: State, *texts: str) -> Step:
    """Back with the agent, who offers that a colleague calls."""
    offering = replace(asking_yes_or_no(state), phase=Phase.OFFERING, thinking=False)
    return Step(offering, asks(script, offering, *texts, fixed(script, offering, "offer_callback")))


def offered(script: Script, state: State, event: Event) -> Step:
    """The answer to that. Who does not say no is called back: they have asked for a person."""
    if not isinstance(event, Heard | Keys | Silence):
        return Step(state)
    over = caps.passed(script, state, event.at)
    if isinstance(event, Keys) and stopping.pressed(event.digits):
        return stopping.opts_out(script, state, stopping.PRESSED)
    if isinstance(event, Heard) and (stop := stopping.wanted(event)) is not Stop.NO:
        act = stopping.opts_out if stop is Stop.CERTAIN else stopping.asks_once
        return act(script, state, event.text)
    if _declines(script, state, event):
        return _goes_on(script, state) if not over else ends(script, state, fixed(script, state, "goodbye"))
    return promises(script, state, hang_up=over or isinstance(event, Silence))


def _declines(script: Script, state: State, event: Event) -> bool:
    if isinstance(event, Keys):
        return event.digits.rstrip("#") == "2"
    tongues = (language(script, state), *script.languages)
    return isinstance(event, Heard) and yes_or_no.read(event.text, tongues) is False


def promises(script: Script, state: State, hang_up: bool) -> Step:
    """A colleague calls back, at the time that is promised."""
    when = script.callback_when.strip()
    said = fixed(script, state, "promised_when", when=when) if when else fixed(script, state, "promised")
    act = PromiseCallback(state.reason)
    if hang_up:
        return ends(script, state, said, fixed(script, state, "goodbye"), acts=(act,))
    after = _goes_on(script, state, said)
    return after._replace(commands=(act, *after.commands))


def taken_over(script: Script, state: State, event: TakenOver) -> Step:
    """The agent says that a colleague calls back, and goodbye. Nothing where something else is under way."""
    if state.phase is not Phase.TALKING:
        return Step(state)
    asked = replace(state, reason=event.reason, thinking=False, fillers=0)
    return promises(script, asked, hang_up=True)


def _goes_on(script: Script, state: State, *texts: str) -> Step:
    talking = replace(asking_yes_or_no(state), phase=Phase.TALKING, idle=True)
    return Step(talking, asks(script, talking, *texts, fixed(script, talking, "anything_else")))


def takes_message(script: Script, state: State, at: float, *texts: str) -> Step:
    """Say these, and let the caller speak a message for us.

    Voicemails are told to call a number that takes no texts, and to say stop: no one else would hear it.
    """
    if not script.takes_texts and state.phase is not Phase.PROMPTED:
        return _prompts(script, replace(state, phase=Phase.PROMPTED), *texts)
    prompt = (*texts, fixed(script, state, "voicemail_prompt"))
    spoken = [one for text in prompt for one in says(script, state, text)]
    tone = at + sum(len(one.text) for one in spoken) / SIGNS_A_SECOND
    return Step(replace(state, phase=Phase.RECORDING, since=tone), (*spoken, Record(message=True)))


def _prompts(script: Script, state: State, *texts: str) -> Step:
    spoken = [one for text in texts for one in says(script, state, text)]
    prompt = says(script, state, fixed(script, state, "voicemail_stop_prompt"), interruptible=True)
    return Step(state, (*spoken, *prompt, replace(listens(script, state), start=PROMPT)))


def prompted(script: Script, state: State, event: Event) -> Step:
    """They want no more calls, or to leave a message."""
    if not isinstance(event, Heard | Keys | Silence):
        return Step(state)
    person = replace(state, spoken=state.spoken + 1)
    if isinstance(event, Keys) and stopping.pressed(event.digits):
        return stopping.opts_out(script, person, stopping.PRESSED)
    if isinstance(event, Heard) and (stop := stopping.wanted(event)) is not Stop.NO:
        act = stopping.opts_out if stop is Stop.CERTAIN else stopping.holds
        return act(script, person, event.text)
    return takes_message(script, state, event.at)


def recording(script: Script, state: State, event: Event) -> Step:
    """The message is there, or they hung up over it, or before the tone (`since`)."""
    if isinstance(event, Recorded):
        thanked = ends(script, state, fixed(script, state, "voicemail_thanks"))
        return _as(thanked, _left(event.seconds))
    if isinstance(event, Gone):
        return settled(script, state, outcome=_left(event.at - state.since))
    return Step(state)


def _left(seconds: float | None) -> Outcome:
    """What a message of so many seconds makes of the call."""
    spoke = seconds is None or seconds >= SHORTEST_MESSAGE
    return Outcome.VOICEMAIL if spoke else Outcome.NO_ANSWER


def _as(step: Step, outcome: Outcome) -> Step:
    return step._replace(state=replace(step.state, outcome=outcome.value), outcome=outcome)
