"""The conversation: what they say or press goes to the engine, and its answer is said."""

from __future__ import annotations

from dataclasses import replace

from webapp.rules.callflow import caps, machines, patience, staff, stopping, whispers, wishes
from webapp.rules.callflow.commands import AskEngine, Wait
from webapp.rules.callflow.events import Decided, Event, Heard, Keys, Late, PlayedOut, Silence
from webapp.rules.callflow.script import Script
from webapp.rules.callflow.speaking import LONGEST_SAID, Step, asks, ends, fixed, language, says
from webapp.rules.callflow.speaking import yes_or_no as asking_yes_or_no
from webapp.rules.callflow.state import Phase, State
from webapp.rules.callflow.wishes import Stop
from webapp.rules.fields.field_values import FieldKind
from webapp.rules.replies import yes_or_no
from webapp.rules.replies.reply_kinds import ReplyKind, kind_of_reply

LEAST_CONFIDENCE = 0.4
"""Of what was heard. Below it, they are asked to say it again, once."""
FEWEST_WORDS = 3
"""Of what someone says to a message that no one asks about."""
MOST_UNCLEAR = 2
MOST_SILENCES = 2
MOST_FILLERS = 3
TOO_SLOW = "The agent did not find an answer in time."
UNDERSTOOD = "The agent understood that they want no more calls."
READS_LIKE_ONE = "It reads like a wish not to be called any more."
PRESSED_ZERO = "They pressed 0, for a person."


def talking(script: Script, state: State, event: Event) -> Step:
    """While the engine thinks only it is heard: a webhook that comes twice changes nothing."""
    if isinstance(event, Decided):
        return _decided(script, state, event) if state.thinking else Step(state)
    if isinstance(event, Late | PlayedOut):
        return _late(script, state) if state.thinking else Step(state)
    if state.thinking:
        return Step(state)
    if isinstance(event, Heard):
        return _heard(script, state, event)
    if isinstance(event, Keys):
        return _pressed(script, state, event)
    return _silent(script, state, event) if isinstance(event, Silence) else Step(state)


def _heard(script: Script, state: State, heard: Heard) -> Step:
    if (stop := stopping.wanted(heard)) is not Stop.NO:
        act = stopping.opts_out if stop is Stop.CERTAIN else stopping.asks_once
        return act(script, replace(state, spoken=state.spoken + 1), heard.text)
    if caps.passed(script, state, heard.at):
        return ends(script, state, fixed(script, state, "enough"))
    machine = machines.told_by(heard) if state.spoken <= machines.MOST_SPOKEN and not script.inbound else None
    if machine:
        return machines.picked_up(script, state, machine, heard.at)
    unsure = heard.confidence is not None and heard.confidence < LEAST_CONFIDENCE
    if not heard.readings or (unsure and not state.unclear):
        return _unclear(script, state)
    return _understood(script, state, heard)


def _unclear(script: Script, state: State) -> Step:
    if script.only_plays:
        return ends(script, state, fixed(script, state, "goodbye"))
    if state.unclear >= MOST_UNCLEAR:
        return ends(script, state, fixed(script, state, "bad_line"))
    again = replace(state, unclear=state.unclear + 1, silences=0)
    return Step(again, asks(script, again, fixed(script, again, "say_again")))


def _understood(script: Script, state: State, heard: Heard) -> Step:
    """What the flow answers by itself, and the engine everything else."""
    clear = replace(state, spoken=state.spoken + 1, silences=0, unclear=0, fillers=0)
    if wishes.again(heard.text) and state.said:
        return Step(clear, asks(script, clear, state.said))
    if wishes.farewell(heard.text) or (script.only_plays and _is_content(script, heard)):
        return ends(script, clear, fixed(script, clear, "goodbye"))
    if state.idle:
        meaning = yes_or_no.read(heard.text, (language(script, state), *script.languages))
        if meaning is False:
            return ends(script, clear, fixed(script, clear, "goodbye"))
        if (
            meaning
            and yes_or_no.answer(heard.text, (language(script, state),)).words == heard.text.casefold()
        ):
            opened = replace(clear, idle=False, asks="")
            return Step(opened, asks(script, opened, fixed(script, opened, "go_on")))
    return Step(replace(clear, thinking=True), (AskEngine(heard),))


def _is_content(script: Script, heard: Heard) -> bool:
    """They have heard the message, and ask nothing: "okay, thank you"."""
    few = len(heard.text.split()) < FEWEST_WORDS
    return few or kind_of_reply(heard.text, script.languages).kind is ReplyKind.YES


def _pressed(script: Script, state: State, keys: Keys) -> Step:
    """9 ends all calls and 0 asks for a person, unless a number was asked for."""
    digits = keys.digits.rstrip("#")
    wanted = patience.of(state.asks)
    if digits == stopping.KEY or (stopping.pressed(digits) and not wanted.takes_nine):
        act = stopping.asks_once if wanted.takes_nine else stopping.opts_out
        return act(script, replace(state, spoken=state.spoken + 1), stopping.PRESSED)
    pressed = Heard(digits, at=keys.at, confidence=1.0, keys=keys.digits)
    if digits == staff.PERSON_KEY and not wanted.numeric:
        return staff.wanted(script, replace(state, spoken=state.spoken + 1), whispers.PRESSED, PRESSED_ZERO)
    if state.asks == FieldKind.YES_NO and digits in ("1", "2"):
        pressed = replace(pressed, text=fixed(script, state, "yes" if digits == "1" else "no"))
    elif not any(map(str.isdigit, digits)):
        pressed = replace(pressed, text="")
    return _heard(script, state, pressed)


def _silent(script: Script, state: State, event: Event) -> Step:
    """Asked twice whether they are there, then goodbye; at once where nothing was asked."""
    if state.idle or script.only_plays:
        return ends(script, state, fixed(script, state, "goodbye"))
    if state.silences >= MOST_SILENCES:
        return ends(script, state, fixed(script, state, "silent_goodbye"))
    if caps.passed(script, state, event.at):
        return ends(script, state, fixed(script, state, "enough"))
    quiet = replace(state, silences=state.silences + 1)
    if quiet.silences == 1:
        return Step(quiet, asks(script, quiet, fixed(script, quiet, "still_there")))
    return Step(quiet, asks(script, quiet, fixed(script, quiet, "cannot_hear"), quiet.said))


def _late(script: Script, state: State) -> Step:
    """A filler and another wait, at most three; then staff, or a callback."""
    if state.fillers >= MOST_FILLERS:
        return staff.wanted(script, state, whispers.SLOW, TOO_SLOW, fixed(script, state, "too_late"))
    waiting = replace(state, fillers=state.fillers + 1)
    return Step(
        waiting, (*says(script, waiting, fixed(script, waiting, f"filler_{waiting.fillers}")), Wait())
    )


def _decided(script: Script, state: State, decided: Decided) -> Step:
    """Its answer, or what follows from it."""
    spoken = decided.language if decided.language in script.languages else ""
    heard = replace(state, thinking=False, fillers=0, language=spoken or state.language)
    if decided.opt_out:
        return stopping.opts_out(script, heard, UNDERSTOOD)
    if decided.hold:
        return stopping.asks_once(script, heard, READS_LIKE_ONE)
    if decided.handoff:
        return staff.wanted(script, heard, decided.why, decided.handoff, decided.say)
    if decided.end:
        return ends(script, heard, decided.say or fixed(script, heard, "goodbye"))
    if caps.passed(script, heard, decided.at):
        return ends(script, heard, decided.say, fixed(script, heard, "enough"))
    return _answers(script, heard, decided)


def _answers(script: Script, state: State, decided: Decided) -> Step:
    """Nothing to say is no silence: is there anything else?"""
    if not says(script, state, decided.say):
        if state.idle:
            return ends(script, state, fixed(script, state, "goodbye"))
        idle = replace(asking_yes_or_no(state), idle=True)
        return Step(idle, asks(script, idle, fixed(script, idle, "anything_else")))
    asked = replace(
        state,
        phase=Phase.TALKING,
        idle=False,
        asks=decided.asks.value if decided.asks else "",
        hints=decided.hints,
        said=decided.say[:LONGEST_SAID],
    )
    return Step(asked, asks(script, asked, decided.say))
