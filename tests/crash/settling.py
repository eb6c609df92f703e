"""The end of a run: everything gets its end, and the two records are compared."""

from __future__ import annotations

import random
import time
from typing import Any

from sqlalchemy import update

from tests import postgres
from tests.crash import answers, audit, colleagues, flow_audit, flows, phones, record, scene
from tests.crash.staff import Staff
from tests.crash.talks import Talks
from tests.simulator.server import Control
from webapp.db import db, now
from webapp.models.answering import Answering
from webapp.models.message import Message, MessageState
from webapp.services import row_locks
from webapp.services.outbox.abandoned import PATIENCE

STILL = 4
"""Looks at what is queued, one like the other: it waits for what a killed worker had claimed."""


def settle(control: Control, patient: bool) -> None:
    """No more faults and no pace; then until every webhook has come and everyone and everything has its end.

    Webhooks are asked about last: what is still at work may have caused some.

    `patient`: what a killed worker had claimed is waited for as long as Outbound waits; else those rows are
    made older instead. Raises AssertionError when it does not end.
    """
    control.clear()
    scene.send_without_pace()
    turns, still = list[str](), list[int]()
    deadline = time.monotonic() + PATIENCE.total_seconds() + 300
    while (turns := _waiting()) or not scene.finished() or control.health()["pending"]:
        stand = f"{record.standing()}, going on: {turns[:8]}"
        assert time.monotonic() < deadline, f"unfinished: {stand}"
        still = [record.queued(), *still][:STILL]
        if not patient and len(still) == STILL and len(set(still)) == 1:
            _make_older()
            phones.make_older()
            flow_audit.make_older()
        flows.pass_time(random.Random(0), 1.0)
        time.sleep(0.5)


def _waiting() -> list[str]:
    """Turns of agents, calls, staff phones and runs of workflows that are not over."""
    return [*answers.waiting(), *colleagues.going_on(), *flow_audit.unfinished()]


def audited(
    control: Control, staff: Staff, talks: Talks | None = None
) -> tuple[audit.Offenders, dict[str, Any]]:
    """Who was wronged, and how much went on."""
    carrier, ours = record.carriers(control), record.ours()
    forged = control.counts()["webhooks"].get("forged", 0)
    told = {"replies of staff": len(staff.replied), "deadlocks": postgres.deadlocks(), "unverifiable": forged}
    counts = audit.numbers(carrier, ours) | told
    calls = control.calls()
    counts |= phones.numbers(calls)
    hooks = control.call_webhooks()
    counts |= colleagues.numbers()
    if talks is None:
        return audit.audit(carrier, ours, staff.replied), counts
    said, of_model = answers.read(), talks.asked()
    counts |= answers.numbers(carrier, ours, said, of_model) | {"taken over": len(talks.held)}
    wronged = audit.audit(carrier, ours, [*staff.replied, *talks.replied])
    wronged |= phones.audit(calls) | colleagues.audit(calls, hooks)
    return wronged | answers.audit(carrier, ours, said, talks.held, of_model, talks.given_back), counts


def accepted(control: Control) -> int:
    """Messages that the carrier has taken."""
    return int(control.counts()["messages"].get("accepted", 0))


def _make_older() -> None:
    """Two minutes pass for what is `sending`, and a minute for agents that are thinking."""
    rows = (Message.state == MessageState.SENDING, Message.claimed_at > now() - PATIENCE)
    sent = row_locks.in_turn(Message.id, *rows)
    db.session.execute(update(Message).where(sent).values(claimed_at=now() - 2 * PATIENCE))
    leases = row_locks.in_turn(Answering.thread_id, Answering.leased_until > now())
    db.session.execute(update(Answering).where(leases).values(leased_until=now()))
    db.session.commit()
