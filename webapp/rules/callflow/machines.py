"""A machine picked up: a voicemail, call screening, or a menu. Each has a policy of its own."""

from __future__ import annotations

import re
from dataclasses import replace

from webapp.rules.callflow import machine_phrases, wishes
from webapp.rules.callflow.commands import LeaveMessage, Listen
from webapp.rules.callflow.events import Beep, Event, Heard, Keys, Silence
from webapp.rules.callflow.machine_phrases import Machine as Kind
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.callflow.script import MachinePolicy, Script, VoicemailPolicy
from webapp.rules.callflow.speakable import speakable
from webapp.rules.callflow.speaking import Step, ends, fixed, greets, language, says, settled
from webapp.rules.callflow.state import Phase, State

EARLIEST_BEEP = 3.0
"""Seconds: a beep before that is the line's."""
LONGEST_GREETING = 12.0
"""Seconds after a machine was noticed: without a beep, the message is left then."""
LONGEST_SCREENING = 40.0
"""Seconds that a person gets to come, after call screening or a menu was told who calls."""
MOST_SPOKEN = 1
"""Answers of a person, after which the carrier's detection is no longer believed."""
FEWEST_WORDS = 6
"""In what a machine says. Before the carrier has noticed one, fewer words are a person's."""
_SHORTEST = 1.0
_SAYS_STOP = re.compile(r"\b(?:stopp?|alto|baja|pare|unsubscribe|opt out)\b", re.IGNORECASE)
SPOKEN = {Kind.SCREENING: "screened", Kind.MENU: "menu", Kind.VOICEMAIL: "voicemail"}


def noticed(script: Script, state: State, at: float) -> Step:
    """By the carrier. Listen before anything is said: call screening sounds like a machine, too."""
    if script.inbound or state.spoken > MOST_SPOKEN:
        return Step(state)
    found = replace(state, phase=Phase.MACHINE, machine="voicemail", since=at, spoken=0, thinking=False)
    return Step(found, (_listens(script, found, LONGEST_GREETING),))


def beeped(script: Script, state: State, at: float) -> Step:
    """A beep says that it is a voicemail, where nothing else has."""
    if script.inbound or state.spoken > MOST_SPOKEN or at < EARLIEST_BEEP:
        return Step(state)
    return _voicemail(script, replace(state, thinking=False))


def told_by(heard: Heard) -> Kind | None:
    """The machine that says this, before the carrier has noticed one."""
    if len(heard.text.split()) < FEWEST_WORDS:
        return None
    found = machine_phrases.kind(heard.text)
    return None if found is Kind.WAITING else found


def picked_up(script: Script, state: State, kind: Kind, at: float) -> Step:
    """Its own words say what it is."""
    if kind is Kind.VOICEMAIL:
        found = replace(state, machine="voicemail", phase=Phase.MACHINE, spoken=0, thinking=False)
        return _at_voicemail(script, replace(found, since=found.since or at), at)
    return _introduces(script, replace(state, spoken=0, thinking=False), SPOKEN[kind], at)


def _introduces(script: Script, state: State, machine: str, at: float) -> Step:
    """Say who calls and why, once, and press nothing."""
    found = replace(state, machine=machine, phase=Phase.INTRODUCED, since=at)
    policy = script.screening if machine == Outcome.SCREENED else script.menu
    if policy is MachinePolicy.HANG_UP:
        return ends(script, found)
    why = speakable(script.reason) or speakable(script.first_message)
    said = says(script, found, f"{fixed(script, found, 'introduction')} {why}")
    return Step(found, (*said, _listens(script, found, LONGEST_SCREENING)))


def _listens(script: Script, state: State, seconds: float) -> Listen:
    """For what is left of so many seconds."""
    left = max(_SHORTEST, round(seconds, 1))
    return Listen(language(script, state), start=left, patience=1.0, longest=left)


def at_machine(script: Script, state: State, event: Event) -> Step:
    """While a voicemail's greeting runs."""
    if isinstance(event, Beep):
        return _voicemail(script, state) if event.at >= EARLIEST_BEEP else Step(state)
    if isinstance(event, Heard):
        kind = machine_phrases.kind(event.text)
        if kind in (Kind.SCREENING, Kind.MENU):
            return picked_up(script, state, kind, event.at)
        if kind is None and wishes.is_hello(event.text):
            return greets(script, replace(state, spoken=1))
        return _at_voicemail(script, state, event.at)
    if isinstance(event, Keys):
        return greets(script, replace(state, spoken=1))
    return _at_voicemail(script, state, event.at) if isinstance(event, Silence) else Step(state)


def _at_voicemail(script: Script, state: State, at: float) -> Step:
    """The beep is waited for, where there is a message to leave."""
    left = state.since + LONGEST_GREETING - at
    if script.voicemail is not VoicemailPolicy.LEAVE_MESSAGE or left < _SHORTEST:
        return _voicemail(script, replace(state, blind=True))
    return Step(state, (_listens(script, state, left),))


def _voicemail(script: Script, state: State) -> Step:
    """What the policy says."""
    found = replace(state, machine="voicemail", spoken=0)
    text = left(script, found)
    if script.voicemail is not VoicemailPolicy.LEAVE_MESSAGE or not text:
        return ends(script, found)
    leaving = replace(found, phase=Phase.LEAVING)
    return settled(script, leaving, (LeaveMessage(text, language(script, found)),))


def left(script: Script, state: State) -> str:
    """What is left on it: the message for voicemails, else the first one; with how to stop these calls."""
    message = speakable(script.voicemail_message)
    own = fixed(script, state, "disclosure") if script.disclose and not message else ""
    said = message or speakable(script.first_message)
    return " ".join(filter(None, (speakable(own), said, _how_to_stop(script, state, said))))


def _how_to_stop(script: Script, state: State, said: str) -> str:
    """No one listens on a voicemail. Nothing where the message says it."""
    if not script.disclose or not said or _SAYS_STOP.search(said):
        return ""
    return fixed(script, state, "voicemail_stop_text" if script.takes_texts else "voicemail_stop_call")


def leaving(script: Script, state: State, event: Event) -> Step:
    """A beep that comes after all: say it once more, because what was said before it is not on the tape."""
    if not isinstance(event, Beep) or not state.blind:
        return Step(state)
    return _voicemail(script, replace(state, blind=False))


def introduced(script: Script, state: State, event: Event) -> Step:
    """A person comes, or a voicemail, or none of them in time."""
    if isinstance(event, Beep):
        late = event.at >= max(EARLIEST_BEEP, state.since)
        return _voicemail(script, state) if late else Step(state)
    left = state.since + LONGEST_SCREENING - event.at
    if isinstance(event, Keys):
        return greets(script, replace(state, spoken=1))
    if isinstance(event, Heard) and event.readings:
        kind = machine_phrases.kind(event.text)
        if kind is Kind.VOICEMAIL:
            return picked_up(script, replace(state, since=event.at), kind, event.at)
        if kind is None:
            return greets(script, replace(state, spoken=1))
    if not isinstance(event, Heard | Silence):
        return Step(state)
    return ends(script, state) if left < _SHORTEST else Step(state, (_listens(script, state, left),))
