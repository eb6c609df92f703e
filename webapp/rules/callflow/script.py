"""What the flow is told of a call before it begins. It does not change while the call lasts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class VoicemailPolicy(StrEnum):
    """What to do at a voicemail. AGAIN: hang up; the batch's retry rule counts it as no answer."""

    HANG_UP = "hang_up"
    LEAVE_MESSAGE = "leave_message"
    AGAIN = "again"


class MachinePolicy(StrEnum):
    """What to do at call screening or a menu. INTRODUCE: say once who calls and why, and wait."""

    INTRODUCE = "introduce"
    HANG_UP = "hang_up"


class Answerer(StrEnum):
    """Who takes a call that comes in."""

    AGENT = "agent"
    STAFF = "staff"
    VOICEMAIL = "voicemail"


@dataclass(frozen=True, slots=True)
class Script:
    """`first_message`: spoken first, all variables filled. `team`: our name, as it is spoken.

    `disclose`: say first who calls, that it is an automated voice, and how to stop. `recorded`: the call is
    recorded, and that is said. `reason`: why we call, for call screening; "": the first message says it.
    `takes_texts`: our number does, so that one can opt out by text.
    `languages`: that the agent speaks, the call's `language` among them, ISO 639-1.
    `staff`: there are phones to ring now. `callback_when`: when a callback is promised for, as it is spoken.
    `closed`: someone calls outside the hours, and can leave a message. `away`: what is said of that first; in
    a call of ours, instead of a conversation. `blocked`: the caller is not to be put through.
    `most_turns` of the contact, silences included, and `longest` in seconds: then it ends with a goodbye.
    `only_plays`: no one holds the conversation, the first message is all there is to say.
    `connects`: a member calls in person, and waits to be put through.
    `texts`: fixed sentences in the team's own words, by key, then language.
    """

    team: str = ""
    first_message: str = ""
    language: str = "en"
    languages: tuple[str, ...] = ("en",)
    disclose: bool = True
    recorded: bool = False
    reason: str = ""
    voicemail: VoicemailPolicy = VoicemailPolicy.HANG_UP
    voicemail_message: str = ""
    takes_texts: bool = False
    screening: MachinePolicy = MachinePolicy.INTRODUCE
    menu: MachinePolicy = MachinePolicy.INTRODUCE
    inbound: bool = False
    answerer: Answerer = Answerer.AGENT
    staff: bool = False
    ring_staff: float = 25.0
    callback_when: str = ""
    closed: bool = False
    away: str = ""
    blocked: bool = False
    only_plays: bool = False
    connects: bool = False
    most_turns: int = 30
    longest: float = 600.0
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
