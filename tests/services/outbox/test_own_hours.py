"""What a workflow queued within its hours, and whose turn comes later, waits until they open again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.conftest import around_the_clock
from tests.services.workflows.stage import act, ada, contact, flow, live, ours, sms
from webapp.db import db
from webapp.models.entry import Entry
from webapp.rules.workflow.document import WhoAndWhen, Window
from webapp.services.outbox import claim, due
from webapp.services.workflows import by_hand

WORKDAY = (9 * 60, 17 * 60)
WAITS_FOR = {
    "": datetime(2026, 3, 9, 13, tzinfo=UTC),
    "Europe/Berlin": datetime(2026, 3, 9, 8, tzinfo=UTC),
}
"""Monday at nine, when summer has begun in New York and not in Berlin."""


def claimed() -> int:
    found = [one for sender in due.senders() for one in claim.claim(sender, 10)]
    db.session.commit()
    return len(found)


@pytest.mark.parametrize(("zone", "closes"), [("", "22:00"), ("Europe/Berlin", "16:00")])
def test_what_was_queued_at_the_last_minute_leaves_when_they_open_again(
    app: Flask, zone: str, closes: str
) -> None:
    around_the_clock()
    closed = datetime.fromisoformat(f"2026-03-06T{closes}Z")
    with time_machine.travel(closed.replace(minute=0), tick=False) as clock:
        clock.shift(-30)
        box = WhoAndWhen(number_id=ours().id, window=Window(WORKDAY, None, None, zone))
        workflow = live(flow("hand", sms(1), box=box))
        by_hand.start(workflow.id, [contact().id], ada(), "key")
        act()
        clock.move_to(closed)
        assert claimed() == 0
        entry = db.session.scalars(select(Entry)).one()
        assert (str(entry.state), entry.not_before) == ("queued", WAITS_FOR[zone])
        clock.move_to(WAITS_FOR[zone])
        assert claimed() == 1


@pytest.mark.parametrize("window", [None, Window(WORKDAY, None, None)])
def test_what_is_within_them_leaves_at_once_and_so_does_what_has_none(
    app: Flask, window: Window | None
) -> None:
    around_the_clock()
    with time_machine.travel("2026-03-06T21:59:30Z", tick=False):
        workflow = live(flow("hand", sms(1), box=WhoAndWhen(number_id=ours().id, window=window)))
        by_hand.start(workflow.id, [contact().id], ada(), "key")
        act()
        assert claimed() == 1
