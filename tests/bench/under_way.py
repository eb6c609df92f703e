"""Messages that the carrier has taken and not yet reported on, and the webhooks that report them."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass

from flask import Flask

from tests import closing, factories
from tests.bench import load
from tests.views import signed
from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.models.channel import Channel
from webapp.services.outbox import from_batch, record
from webapp.services.outbox.claimed_entry import ClaimedEntry, Outcome, Sender, SendResult

AT_ONCE = 500


@dataclass(frozen=True)
class Reported:
    """One webhook to come: whose message, and the request as it goes over the wire."""

    message_id: int
    request: bytes


def under_way(app: Flask, count: int, port: int) -> list[Reported]:
    """A paused batch with `count` messages accepted by the carrier; a delivery report for each."""
    number = factories.number("+12025550177", pace=None)
    batch = factories.batch(factories.phones(count, "0"), state=BatchState.PAUSED, number_id=number.id)
    closing.keep_hours(batch.author)  # asked about, as in earnest, and open at whatever time this runs
    line = Sender(number.id, Channel.SMS, number.e164, number.carrier, None, None)
    found = []
    while entries := _accepted(line, db.session.get_one(Batch, batch.id)):
        found += [_reported(app, port, entry, carrier_id) for entry, carrier_id in entries]
    return found


def _accepted(line: Sender, batch: Batch) -> list[tuple[ClaimedEntry, str]]:
    entries = from_batch.claim(line, [batch], AT_ONCE)
    ids = [str(uuid.uuid4()) for _ in entries]
    accepted = [
        Outcome(one, SendResult.ACCEPTED, carrier_id) for one, carrier_id in zip(entries, ids, strict=True)
    ]
    record.record(accepted)
    db.session.commit()
    return list(zip(entries, ids, strict=True))


def _reported(app: Flask, port: int, entry: ClaimedEntry, carrier_id: str) -> Reported:
    payload = signed.report("delivered", uuid=carrier_id, ref=entry.order.ref, to=entry.phone[1:])
    body = json.dumps(payload).encode()
    authorization = f"Bearer {signed.Vonage(app).token(body)}"
    return Reported(entry.entry_id, load.post(signed.STATUS, f"127.0.0.1:{port}", body, authorization))
