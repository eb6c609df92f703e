"""The door: the one place where a message meets a carrier. No database here, no transaction open."""

from __future__ import annotations

import structlog

from webapp.carriers.base import Carrier, CarrierError
from webapp.channels import registry as channels
from webapp.services.outbox.claimed_entry import ClaimedEntry, Outcome, SendResult

log = structlog.get_logger(__name__)


def deliver(carrier: Carrier, entry: ClaimedEntry) -> Outcome:
    """Hand one claimed entry to the carrier and say what became of it. Never repeats."""
    try:
        carrier_id = channels.of(entry.channel).hand_over(carrier, entry.order)
    except CarrierError as error:
        return Outcome(
            entry,
            _result(error),
            code=error.code,
            sentence=error.sentence,
            pause=error.pause,
            opted_out=error.opted_out,
            retry_after=error.retry_after,
        )
    return Outcome(entry, SendResult.ACCEPTED, carrier_id=carrier_id)


def _result(error: CarrierError) -> SendResult:
    if error.unknown:
        return SendResult.UNKNOWN
    return SendResult.REFUSED if error.permanent else SendResult.RETURNED


def lost(entry: ClaimedEntry, error: BaseException) -> Outcome:
    """A fault of our own between claim and answer: what the carrier has is not known."""
    log.error("sending failed inside Outbound", entry=entry.entry_id, error=repr(error))
    sentence = (
        f"Outbound failed while it sent this message ({type(error).__name__}); it may or may not go out."
    )
    return Outcome(entry, SendResult.UNKNOWN, code="internal", sentence=sentence)
