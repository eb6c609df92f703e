"""What the flow of a call is told before it begins: who calls, what is said first, what to do at machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.agents.stored import Definition
from webapp.db import db, now
from webapp.models.agent import Agent
from webapp.models.call import Call, OnMachine, OnVoicemail
from webapp.models.channel import Channel
from webapp.models.entry import Direction
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.rules.callflow import disclosure
from webapp.rules.callflow.script import Answerer, MachinePolicy, Script, VoicemailPolicy
from webapp.rules.hours import hours
from webapp.rules.phones import phone
from webapp.services import settings
from webapp.services.agents import able
from webapp.services.agents.turns import conversation
from webapp.services.calls import callback_times, sentences, staff_phones
from webapp.services.team import duty
from webapp.services.team.duty import Roster

GOODBYE = 15.0
"""Seconds before the carrier ends a call: for saying that it is over."""
SHORTEST = 30.0
SAID = ("team_name", "say_automated", "say_automated_in", "call_away")
"""The settings that decide what a call says."""
Settings = Mapping[str, Any]
"""By key, as they were read."""
VOICEMAIL: Mapping[OnVoicemail, VoicemailPolicy] = {
    OnVoicemail.HANG_UP: VoicemailPolicy.HANG_UP,
    OnVoicemail.MESSAGE: VoicemailPolicy.LEAVE_MESSAGE,
    OnVoicemail.RETRY: VoicemailPolicy.AGAIN,
}
MACHINE: Mapping[OnMachine, MachinePolicy] = {
    OnMachine.INTRODUCE: MachinePolicy.INTRODUCE,
    OnMachine.HANG_UP: MachinePolicy.HANG_UP,
}


@dataclass(frozen=True)
class Speaker:
    """The agent that holds a call, as it was told to when the call was made."""

    agent: Agent
    definition: Definition


def speaker(call: Call) -> Speaker | None:
    """None: no one holds the conversation, or its agent cannot any more."""
    told = able.as_told(call.agent_id, call.agent_version) if call.agent_id else None
    return Speaker(told.agent, told.definition) if told else None


def of(call: Call, number: Number, by: Speaker | None) -> Script:
    """`number`: the one it is placed from, or that was called. `by`: the speaker of the call."""
    roster, told = duty.roster(), settings.several(SAID, sentences.PREFIX)
    inbound, own = call.direction == Direction.IN, sentences.among(told)
    closed = inbound and _is_closed(by, roster)
    return Script(
        team=_team(number, told),
        first_message=call.first_message,
        language=call.language,
        languages=languages(call.language, by),
        disclose=_says_automated(call.phone, told),
        recorded=call.record,
        voicemail=VOICEMAIL[call.on_voicemail],
        voicemail_message=call.voicemail_message,
        takes_texts=number.can(Channel.SMS),
        screening=MACHINE[call.on_screening],
        menu=MACHINE[call.on_menu],
        inbound=inbound,
        staff=number.can(Channel.CALL) and bool(staff_phones.free(call.phone, team=roster)),
        callback_when=callback_times.of(call, by.definition if by else None, own, roster).words,
        answerer=Answerer.AGENT if by or not inbound else Answerer.STAFF,
        closed=closed,
        away=_away(by, told) if closed else "",
        blocked=inbound and _is_blocked(call),
        longest=max(SHORTEST, call.longest_seconds - GOODBYE),
        only_plays=not inbound and call.agent_id is None,
        connects=call.connects,
        texts=own,
    )


def team(number: Number) -> str:
    """Who calls, as it is spoken."""
    return _team(number, settings.several(["team_name"]))


def _team(number: Number, told: Settings) -> str:
    return str(told["team_name"]).strip() or number.label.strip() or phone.pretty(number.e164)


def languages(language: str, by: Speaker | None) -> tuple[str, ...]:
    """That of the call, then those of its agent."""
    return tuple(dict.fromkeys((language, *(by.definition.languages if by else ()))))


def says_automated(e164: str) -> bool:
    """Everywhere, or in the countries that the team has named."""
    return _says_automated(e164, settings.several(["say_automated", "say_automated_in"]))


def _says_automated(e164: str, told: Settings) -> bool:
    where = conversation.country(e164)
    return bool(told["say_automated"]) or disclosure.is_said_in(where, told["say_automated_in"])


def _is_blocked(call: Call) -> bool:
    return db.session.get_one(Thread, call.thread_id).contact.blocked_at is not None


def _is_closed(by: Speaker | None, roster: Roster) -> bool:
    """Outside the agent's hours; where no agent answers, while none of the staff is on duty."""
    if by is None:
        return bool(roster.users) and not roster.on_duty()
    if by.definition.hours is None:
        return False
    told, moment = by.definition.hours, now()
    opens = hours.next_open(moment, (told.zone,), (told.hours,))
    return opens is not None and opens > moment


def _away(by: Speaker | None, told: Settings) -> str:
    """Said to those who call then; "" for nothing."""
    return by.definition.away.strip() if by else str(told["call_away"])
