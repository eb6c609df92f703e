"""The NCCOs of staff phones: the whisper, joining the contact, being put through to one."""

from __future__ import annotations

from dataclasses import replace

from webapp.carriers.vonage.ncco import Line, Ncco, talk
from webapp.carriers.vonage.ncco_schema import check
from webapp.rules.callflow import sentences
from webapp.rules.callflow.commands import Join, Refuse, Unreached, Whisper

_SECONDS_FOR_KEY = 10


def whisper(line: Line, leg: int, what: Whisper) -> Ncco:
    """Who calls and why, in one line, and a key; said twice, as the phone may not be at their ear yet.

    `line.url(leg, "staff")`: where the key goes to.
    """
    who = {"who": what.reason} if what.own else {"reason": what.reason}
    key = "own_call" if what.own else "whisper"
    said = sentences.sentence(key, line.language, line.texts, team=what.team, **who)
    asks = {
        "action": "input",
        "type": ["dtmf"],
        "dtmf": {"timeOut": _SECONDS_FOR_KEY, "maxDigits": 1},
        "eventUrl": [line.url(leg, "staff")],
        "eventMethod": "POST",
    }
    words = talk(said, line.language, line, interruptible=True)
    ncco = [*words, *words, asks, *declined(line, Refuse(own=what.own))]
    check(ncco)
    return ncco


def joins(line: Line, waits: bool = False) -> Ncco:
    """They pressed 1: into the conversation, in which the contact waits; it ends when they hang up.

    `waits`: they wait there themselves until the contact has picked up.
    """
    said = sentences.sentence("connecting", line.language, line.texts)
    room = {"action": "conversation", "name": line.room, "startOnEnter": not waits, "endOnExit": True}
    music = {"musicOnHoldUrl": [line.music]} if waits and line.music else {}
    ncco = [*talk(said, line.language, line), room | music]
    check(ncco)
    return ncco


def declined(line: Line, how: Refuse) -> Ncco:
    """They pressed something else, or another phone was faster."""
    key = "own_call_declined" if how.own else "whisper_late" if how.late else "whisper_declined"
    ncco = talk(sentences.sentence(key, line.language, line.texts), line.language, line)
    check(ncco)
    return ncco


def unreached(line: Line, unsure: bool = False) -> Ncco:
    """Whom they called in person did not pick up; `unsure`: no one knows whether their phone rang."""
    key = "unreached_unsure" if unsure else "unreached"
    ncco = talk(sentences.sentence(key, line.language, line.texts), line.language, line)
    check(ncco)
    return ncco


def write(command: Whisper | Join | Refuse | Unreached, turn: int, line: Line) -> Ncco:
    """What a staff phone hears. Raises InvalidNcco."""
    if isinstance(command, Whisper):
        return whisper(line, turn, command)
    if isinstance(command, Join):
        return joins(replace(line, room=command.room), command.waits)
    if isinstance(command, Unreached):
        return unreached(line, command.unsure)
    return declined(line, command)
