"""Which of the fixed sentences a team may put into its own words, when it is said, what it must keep."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from webapp.rules import storable
from webapp.rules.callflow.sentences import shipped

LONGEST = 300
"""Characters: about twenty seconds."""
PRESSED: Mapping[str, str] = {
    "disclosure": "9",
    "voicemail_stop_prompt": "9",
    "whisper": "1",
    "own_call": "1",
}
"""The key that a sentence must name, as nothing else tells of it."""
NOTED = "; in English, what the agent noted is said instead"
_PLACEHOLDER = re.compile(r"{[^{}]*}|[{}]")


class Part(NamedTuple):
    """Sentences that are said in the same part of a call: by key, when each is said."""

    title: str
    sentences: Mapping[str, str]


PARTS = (
    Part(
        "At the beginning",
        {
            "disclosure": "First, when we call, where the automated voice is said",
            "disclosure_inbound": "First, when someone calls a number that an agent answers",
            "recorded": "Before a call that is recorded",
            "how_can_i_help": "To someone who calls an agent",
            "introduction": "To a phone that asks who calls, when there is no first message",
        },
    ),
    Part(
        "While they talk",
        {
            "still_there": "After they were silent once",
            "cannot_hear": "After they were silent twice",
            "say_again": "When they were not understood",
            "filler_1": "While the agent looks for an answer",
            "filler_2": "When that takes longer",
            "filler_3": "When it takes longer still",
            "too_late": "When it took too long; staff are rung, or a callback is offered",
            "anything_else": "When the agent has nothing more to say",
        },
    ),
    Part(
        "No more calls",
        {
            "ask_stop": "When what they said may mean that they want no more calls",
            "opted_out": "When they want no more calls; then the call ends",
            "held": "When they did not say yes or no to that",
            "go_on": "When they said no to that",
        },
    ),
    Part(
        "On a voicemail",
        {
            "voicemail_stop_text": "After a message that does not say it, if the number takes texts",
            "voicemail_stop_call": "The same, if it takes none",
        },
    ),
    Part(
        "At the end",
        {
            "goodbye": "When the conversation is over",
            "enough": "When the call has lasted too long",
            "silent_goodbye": "When they were silent three times",
            "bad_line": "When they could not be understood several times",
            "tail": "When Outbound does not answer in time, or is down",
        },
    ),
    Part(
        "When they want a person",
        {
            "handoff": "Before staff phones ring",
            "connecting": "To callers before staff phones ring, and to who takes a call",
            "staff_busy": "When no one takes the call",
            "cut_off": "When the line of staff was lost",
            "offer_callback": "Then, to offer a callback",
            "promised": "When they want a callback, and no time is known",
            "promised_when": "When they want a callback, and a time is known",
        },
    ),
    Part(
        "When a colleague calls back",
        {
            "when_soon": "While someone is on duty",
            "when_today": "Later on the same day",
            "when_tomorrow": "On the next day",
            "when_day": "Within a week, with the name of the day",
            "when_date": "After that, with the date",
        },
    ),
    Part(
        "To callers whom no one answers",
        {
            "voicemail_stop_prompt": "Before that, if the number takes no texts",
            "voicemail_prompt": "Before the tone",
            "voicemail_thanks": "After their message",
            "blocked": "To blocked contacts",
            "unknown_number": "To callers who hide their number, or call one that is not in Outbound",
        },
    ),
    Part(
        "On the phones of staff",
        {
            "whisper": "To who picks up: who calls, and why",
            "whisper_declined": "When they do not take the call",
            "whisper_late": "When another phone was faster, or the caller has hung up",
            "own_call": "To who calls someone in person: their own phone rings first",
            "own_call_declined": "When they do not press the key then",
            "unreached": "When someone whom they called in person was not reached",
            "unreached_unsure": "When it is not known whether the phone of that person rang",
        },
    ),
    Part(
        "On the phones of staff: why they are wanted",
        {
            "why_pressed": "When 0 was pressed",
            "why_slow": "When the agent did not answer in time",
            "why_fault": "When the agent could not work",
            "why_machine": "When it may be a machine that speaks",
            "why_asked": "When they asked for a person" + NOTED,
            "why_upset": "When they sound upset" + NOTED,
            "why_unsure": "When the agent was not sure" + NOTED,
            "why_rule": "When the agent's rules say so" + NOTED,
            "why_incomplete": "When something is not known of them" + NOTED,
            "why_task": "When a task could not be completed" + NOTED,
        },
    ),
)
WHEN: Mapping[str, str] = {key: when for part in PARTS for key, when in part.sentences.items()}


def placeholders(key: str) -> tuple[str, ...]:
    """What a sentence must keep: `{team}` and its like, in the order of the shipped text."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(shipped(key, "en"))))


def clean(typed: str) -> str:
    """On one line."""
    return " ".join(storable.clean(typed).split())


def fault(key: str, text: str) -> str:
    """What is wrong with a text of the team's own, as a sentence; "" for nothing."""
    if not text:
        return "Write what is said here, or go back to the shipped sentence."
    if len(text) > LONGEST:
        return f"Keep it within {LONGEST} characters; these are {len(text)}."
    needed, found = placeholders(key), _PLACEHOLDER.findall(text)
    if missing := [one for one in needed if one not in found]:
        return f"{' and '.join(missing)} must stay in it: what belongs there is filled in."
    if unknown := [one for one in found if one not in needed]:
        return f"{unknown[0]} is filled in nowhere here. Leave it out."
    pressed = PRESSED.get(key)
    if pressed and not re.search(rf"(?<!\d){pressed}(?!\d)", text):
        return f"Say in it which key to press: the {pressed}."
    return ""
