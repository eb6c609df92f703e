"""The door: the one place where a message meets a carrier. No database here, no transaction open."""

from __future__ import annotations

import structlog

from webapp.carriers.base import Carrier, CarrierError
from webapp.channels import registry as channels
from webapp.services.outbox.parcels import ClaimedEntry, Outcome, SendResult

log = structlog.get_logger(__name__)


def deliver(carrier: Carrier, parcel: ClaimedEntry) -> Outcome:
    """Hand one claimed entry to the carrier and say what became of it. Never repeats."""
    try:
        carrier_id = channels.of(parcel.channel).hand_over(carrier, parcel.order)
    except CarrierError as error:
        return Outcome(
            parcel,
            _fate(error),
            code=error.code,
            sentence=error.sentence,
            pause=error.pause,
            opted_out=error.opted_out,
            retry_after=error.retry_after,
        )
    return Outcome(parcel, SendResult.ACCEPTED, carrier_id=carrier_id)


def _fate(error: CarrierError) -> SendResult:
    if error.unknown:
        return SendResult.UNKNOWN
    return SendResult.REFUSED if error.permanent else SendResult.RETURNED


def lost(parcel: ClaimedEntry, error: BaseException) -> Outcome:
    """A fault of our own between claim and answer: what the carrier has is not known."""
    log.error("sending failed inside Outbound", entry=parcel.entry_id, error=repr(error))
    sentence = (
        f"Outbound failed while it sent this message ({type(error).__name__}); it may or may not go out."
    )
    return Outcome(parcel, SendResult.UNKNOWN, code="internal", sentence=sentence)
