"""Call the contact, and go on with what became of the call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from webapp.db import db, now
from webapp.field_kinds import Agent, Flag, Whole
from webapp.models.call import LONGEST_CALL, LONGEST_RING, Call, CallState, OnVoicemail
from webapp.models.channel import Channel
from webapp.models.entry import Origin
from webapp.models.workflow_run import Awaits
from webapp.rules.callflow.outcomes import Outcome
from webapp.services.actions.base import Field
from webapp.services.actions.kinds import Choice, Text, fill, in_words
from webapp.services.calls import placing
from webapp.services.calls.placing import CallWanted
from webapp.services.workflows.fields import LANGUAGE
from webapp.services.workflows.steps import reaching
from webapp.services.workflows.steps.base import Done, Result, StepContext, StepHandler, Waits

LOOKS_AGAIN = timedelta(minutes=5)
"""Its end is told by a signal; a call that never gets one is looked at so often."""
OVER = (CallState.ENDED, CallState.FAILED, CallState.SKIPPED, CallState.CANCELED)
BRANCHES = {
    Outcome.ANSWERED: "answered",
    Outcome.VOICEMAIL: "voicemail",
    Outcome.NO_ANSWER: "no_answer",
    Outcome.SCREENED: "no_answer",
    Outcome.MENU: "no_answer",
    Outcome.BUSY: "busy",
    Outcome.REJECTED: "busy",
    Outcome.FAILED: "failed",
    Outcome.CANCELED: "failed",
}
UNKNOWN_AFTER = timedelta(hours=24)
NOT_TOLD = "No one could tell what became of the call."
LASTS = "Seconds, without your staff: who talks with one of you may go on for an hour."


class PlaceCall(StepHandler):
    """It is put into the outbox in the transaction of its step; outside hours the step waits."""

    kind = "place_call"
    fields = (
        Field("agent", "Who talks", Agent(), "No one: the first message is played, and the call ends."),
        Field("first_message", "First message", Text(600, required=True, rows=3), "What is said first."),
        Field("context", "What the agent should know", Text(2000, rows=3)),
        LANGUAGE,
        Field("on_voicemail", "On voicemail", Choice(tuple(OnVoicemail)), default=OnVoicemail.HANG_UP),
        Field("voicemail_message", "Message for voicemails", Text(600, rows=2)),
        Field("record", "Record it", Flag()),
        Field("ring_seconds", "Ring for", Whole(LONGEST_RING), "Seconds.", default="30"),
        Field("longest_seconds", "Longest call", Whole(LONGEST_CALL), LASTS, default="600"),
    )  # fmt: skip

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        way = reaching.obstacle(context, Channel.CALL)
        if isinstance(way, str):
            return Done({"outcome": "not_placed"}, "not_placed", f"They were not called: {way}")
        if way is not None:
            return way
        wanted, said = _wanted(context, values)
        call = placing.place(context.conversation, wanted, Origin.WORKFLOW)
        return Waits(now() + LOOKS_AGAIN, Awaits.CALL, input=said, entry_id=call.id)

    def go_on(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        call = db.session.get(Call, context.record.entry_id) if context.record.entry_id else None
        if context.record.entry_id is None:
            return self.begin(context, values)
        if call is None:
            return Done({"outcome": "failed"}, "failed", "The call was removed.")
        if call.state in OVER:
            return _ended(call)
        if call.state == CallState.UNKNOWN and context.record.at + UNKNOWN_AFTER < now():
            return Done({"outcome": "failed"}, "failed", NOT_TOLD)
        return Waits(now() + LOOKS_AGAIN, Awaits.CALL)


def _wanted(context: StepContext, values: Mapping[str, Any]) -> tuple[CallWanted, dict[str, str]]:
    """The call, and what is said in it, for the page."""
    keys = ("first_message", "context", "voicemail_message")
    said = in_words(context.values, values["language"])
    texts = {key: fill(values[key], said) for key in keys}
    wanted = CallWanted(
        first_message=texts["first_message"],
        agent_id=values["agent"],
        context=texts["context"],
        language=values["language"],
        on_voicemail=OnVoicemail(values["on_voicemail"]),
        voicemail_message=texts["voicemail_message"],
        record=values["record"],
        ring_seconds=values["ring_seconds"],
        longest_seconds=values["longest_seconds"],
    )
    return wanted, {key: text for key, text in texts.items() if text}


def _ended(call: Call) -> Done:
    if call.state == CallState.ENDED and call.outcome is not None:
        outcome = Outcome(call.outcome)
        return Done({"outcome": str(outcome), "seconds": str(call.seconds or 0)}, BRANCHES[outcome])
    placed = call.state == CallState.FAILED
    key = "failed" if placed else "not_placed"
    return Done({"outcome": key}, key, f"They were not called: {call.reason}" if call.reason else "")
