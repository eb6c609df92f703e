"""How a call ended, where several have a word in it."""

from __future__ import annotations

from webapp.carriers.calls import CallEvent
from webapp.models.call import Call, Detected
from webapp.rules.callflow.outcomes import Outcome

BY_CARRIER = {
    CallEvent.BUSY: Outcome.BUSY,
    CallEvent.NO_ANSWER: Outcome.NO_ANSWER,
    CallEvent.REJECTED: Outcome.REJECTED,
    CallEvent.FAILED: Outcome.FAILED,
    CallEvent.CANCELED: Outcome.CANCELED,
    CallEvent.COMPLETED: Outcome.ANSWERED,
}
"""What the carrier's last word means where nothing else is known."""


def decide(call: Call, event: CallEvent, seconds: int | None = None) -> Outcome:
    """The outcome of a call that the carrier says is over. The first that is known of these decides:

    what the conversation found out; where no one picked up, that we hung up ourselves, or what the carrier
    says; where someone, or something, did, what the carrier's detection took it for. `seconds`: billed.
    """
    if found := of_conversation(call):
        return found
    if not _picked_up(call, event, seconds):
        if call.hang_up_at is not None:
            return Outcome.CANCELED
        return Outcome.NO_ANSWER if event == CallEvent.COMPLETED else BY_CARRIER[event]
    return Outcome.VOICEMAIL if call.detected == Detected.MACHINE else Outcome.ANSWERED


def of_conversation(call: Call) -> Outcome | None:
    """What the conversation found out, see rules/callflow; None when there was none that did."""
    told = (call.flow or {}).get("outcome")
    return Outcome(told) if told in set(Outcome) else None


def _picked_up(call: Call, event: CallEvent, seconds: int | None) -> bool:
    if call.answered_at is not None:
        return True
    return event == CallEvent.COMPLETED and seconds != 0 and call.hang_up_at is None
