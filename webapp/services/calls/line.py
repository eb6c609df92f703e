"""What the line of a call hears now: kept with the call, so that the carrier may ask for it again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from webapp.agents import typed_json
from webapp.carriers.calls import CallLine
from webapp.models.call import Call
from webapp.models.call_leg import CallLeg
from webapp.rules.callflow import commands as do
from webapp.rules.callflow.commands import Command
from webapp.services import settings
from webapp.services.agents.turns import conversation
from webapp.services.calls import sentences

HEARD = (do.Say, do.Listen, do.Wait, do.LeaveMessage, do.RingStaff, do.Meet, do.Record, do.HangUp)
"""Commands that the line hears something of; the others are for us."""
_BY_NAME: dict[str, type[Any]] = {kind.__name__: kind for kind in HEARD}


class Spoken(NamedTuple):
    """Commands for the line, none: what runs there goes on."""

    commands: tuple[Command, ...]
    line: CallLine


def heard(commands: Iterable[Command]) -> tuple[Command, ...]:
    """Those of them that the line hears."""
    return tuple(one for one in commands if isinstance(one, HEARD))


def to_json(commands: Iterable[Command]) -> list[dict[str, Any]]:
    """To be kept with the call."""
    return [{"do": type(one).__name__, **typed_json.to_json(one)} for one in commands]


def of_leg(leg: CallLeg, command: Command, language: str) -> Spoken:
    """What a staff phone hears; it is said once."""
    waits = isinstance(command, do.Join) and command.waits
    music = waits and bool(settings.get("waiting_music"))
    country = conversation.country(leg.phone)
    return Spoken((command,), CallLine(leg.client_ref, 1, language, country, sentences.own(), music))


def spoken(call: Call, own: sentences.Own | None = None) -> Spoken:
    """What its line hears, as it was answered last. `own`: the team's own sentences, where they are known."""
    flow = call.flow or {}
    kept = [one for one in flow.get("answer") or [] if one.get("do") in _BY_NAME]
    commands = tuple(typed_json.from_json(_BY_NAME[one["do"]], one) for one in kept)
    language = str(flow.get("language") or call.language)
    country = conversation.country(call.phone)
    music = any(isinstance(one, do.RingStaff) for one in commands) and bool(settings.get("waiting_music"))
    own = sentences.own() if own is None else own
    line = CallLine(str(call.client_ref), call.turn, language, country, own, music)
    return Spoken(commands, line)
