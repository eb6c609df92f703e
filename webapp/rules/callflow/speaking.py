"""What the parts of the flow share: a step, the fixed sentences, the greeting, and how a call ends."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from webapp.rules.callflow import patience, sentences
from webapp.rules.callflow.commands import Command, HangUp, Listen, Record, Say
from webapp.rules.callflow.outcomes import Outcome, strongest
from webapp.rules.callflow.script import Answerer, Script
from webapp.rules.callflow.speakable import speakable
from webapp.rules.callflow.state import Phase, State
from webapp.rules.fields.field_values import FieldKind

MOST_HINTS = 30
LONGEST_SAID = 400
"""Characters of an answer that is kept to be said again."""


class Step(NamedTuple):
    """What comes of an event. No commands: what runs on the line goes on. `outcome`: given once in a call."""

    state: State
    commands: tuple[Command, ...] = ()
    outcome: Outcome | None = None


def language(script: Script, state: State) -> str:
    """That of the call now."""
    return state.language or script.language


def fixed(script: Script, state: State, key: str, **values: str) -> str:
    """One of the fixed sentences."""
    return sentences.sentence(key, language(script, state), script.texts, team=script.team, **values)


def says(script: Script, state: State, text: str, interruptible: bool = False) -> tuple[Say, ...]:
    """Nothing where there is nothing to say."""
    spoken = speakable(text)
    return (Say(spoken, language(script, state), interruptible),) if spoken else ()


def listens(script: Script, state: State) -> Listen:
    """For an answer to what was asked last."""
    wanted = patience.of(state.asks)
    tongue = language(script, state)
    return Listen(tongue, patience=wanted.silence, hints=state.hints[:MOST_HINTS], digits=wanted.digits)


def asks(script: Script, state: State, *texts: str) -> tuple[Command, ...]:
    """Say these, and listen. They may be interrupted."""
    return (
        *(one for text in texts for one in says(script, state, text, interruptible=True)),
        listens(script, state),
    )


def yes_or_no(state: State) -> State:
    """The state in which a question of the flow's own is answered."""
    return replace(state, asks=FieldKind.YES_NO.value, hints=(), silences=0, unclear=0)


def greets(script: Script, state: State) -> Step:
    """The greeting, which nothing interrupts and which waits for nothing, and then a person's answer.

    What may be interrupted by a key may be by any voice, too: by a “hello?”, or by a voicemail. Then no one
    would hear who calls, and how to stop these calls.
    """
    talking = replace(state, phase=Phase.TALKING, said=script.first_message[:LONGEST_SAID], machine="")
    talking = replace(talking, asks="", hints=(), silences=0, unclear=0, thinking=False)
    recording = (Record(),) if script.recorded and state.phase is Phase.NEW else ()
    spoken = [one for text in greeting(script, talking) for one in says(script, talking, text)]
    return Step(talking, (*recording, *spoken, listens(script, talking)))


def greeting(script: Script, state: State) -> list[str]:
    """Who calls, by what voice, how to stop it; that it is recorded; the first message."""
    own = "disclosure_inbound" if script.inbound else "disclosure"
    first = script.first_message or (fixed(script, state, "how_can_i_help") if script.inbound else "")
    return [
        *([fixed(script, state, own)] if script.disclose or not first else []),
        *([fixed(script, state, "recorded")] if script.recorded else []),
        first,
    ]


def ends(script: Script, state: State, *texts: str, acts: tuple[Command, ...] = ()) -> Step:
    """Say these, and hang up."""
    spoken = [one for text in texts for one in says(script, state, text)]
    closing = replace(state, phase=Phase.CLOSING, thinking=False)
    return settled(script, closing, (*acts, *spoken, HangUp()))


def settled(
    script: Script, state: State, commands: tuple[Command, ...] = (), outcome: Outcome | None = None
) -> Step:
    """The outcome is known now; if it was known before, that one stays and is not given again."""
    if state.outcome:
        return Step(state, commands)
    outcome = outcome or shown(script, state)
    return Step(replace(state, outcome=outcome.value), commands, outcome)


def shown(script: Script, state: State) -> Outcome:
    """What the conversation showed of who picked up."""
    signs = [Outcome.ANSWERED] if state.spoken else []
    if state.machine:
        signs.append(Outcome(state.machine))
    if script.inbound and script.blocked:
        signs.append(Outcome.REJECTED)
    elif script.inbound and script.answerer is not Answerer.AGENT:
        signs.append(Outcome.NO_ANSWER)
    return strongest(signs) or Outcome.ANSWERED  # picked up, by someone who never said a word
