"""The end of a run: everything gets its end, and the two records are compared."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import update

from tests import postgres
from tests.crash import audit, record, scene
from tests.crash.staff import Staff
from tests.simulator.server import Control
from webapp.db import db, now
from webapp.models.message import Message, MessageState
from webapp.services.outbox.abandoned import PATIENCE


def settle(control: Control, patient: bool) -> None:
    """No more faults and no pace; then until every webhook has come and everyone and everything has its end.

    Both at once: a text that comes last is answered.

    `patient`: what a killed worker had claimed is waited for as long as Outbound waits; else those rows are
    made older instead. Raises AssertionError when it does not end.
    """
    control.clear()
    scene.send_without_pace()
    deadline = time.monotonic() + PATIENCE.total_seconds() + 240
    while (coming := control.health()["pending"]) or not scene.finished():
        assert time.monotonic() < deadline, f"unfinished: {record.standing()}, webhooks to come: {coming}"
        if not patient and not record.queued():
            _make_older()
        time.sleep(0.5)


def audited(control: Control, staff: Staff) -> tuple[audit.Offenders, dict[str, Any]]:
    """Who was wronged, and how much went on."""
    carrier, ours = record.carriers(control), record.ours()
    forged = control.counts()["webhooks"].get("forged", 0)
    told = {"replies of staff": len(staff.replied), "deadlocks": postgres.deadlocks(), "unverifiable": forged}
    counts = audit.numbers(carrier, ours) | told
    return audit.audit(carrier, ours, staff.replied), counts


def accepted(control: Control) -> int:
    """Messages that the carrier has taken."""
    return int(control.counts()["messages"].get("accepted", 0))


def _make_older() -> None:
    """Two minutes pass for what is `sending`."""
    rows = (Message.state == MessageState.SENDING, Message.claimed_at > now() - PATIENCE)
    db.session.execute(update(Message).where(*rows).values(claimed_at=now() - 2 * PATIENCE))
    db.session.commit()
