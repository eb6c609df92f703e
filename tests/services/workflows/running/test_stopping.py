"""What stops a run: a label, an attribute, a day that is over, a date that has changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.conversations import CAROL
from tests.services.workflows.stage import act, ada, contact, flow, live, ours, run, sms, step
from webapp.db import db, now
from webapp.models.opt_out import OptOutSource
from webapp.models.source import Source, SourceKind
from webapp.rules.workflow.document import WhoAndWhen
from webapp.services.contacts import attributes, labels
from webapp.services.opt_outs import register
from webapp.services.workflows import by_hand

SHOP = Source(SourceKind.API, "shop")
WAIT = step(2, "wait", amount="1", unit="days")


def begin(**box: Any) -> None:
    whole = WhoAndWhen(number_id=ours().id, **box)
    by_hand.start(live(flow("hand", sms(1), WAIT, box=whole)).id, [contact().id], ada(), "key")
    act()


def test_a_label(app: Flask) -> None:
    begin(stop_label="booked")
    labels.put(contact(), "Other", SHOP)
    act()
    assert run().state == "waiting"
    labels.put(contact(), "Booked", SHOP, suggested=True)
    act()
    assert run().state == "waiting", "it is only suggested"
    labels.confirm(run().contact, "Booked", SHOP)
    act()
    assert (run().state, run().reason) == ("stopped", "They got the label “booked”.")


@pytest.mark.parametrize(("value", "reason"), [("done", "Their visit became “done”."), ("no_show", "")])
def test_an_attribute(app: Flask, value: str, reason: str) -> None:
    begin(stop_attribute="Visit", stop_value="done")
    attributes.put(run().contact, "visit", value, SHOP)
    act()
    assert run().reason.replace("Visit", "visit") == reason


def test_a_day_that_is_over(app: Flask) -> None:
    begin(stop_after="visit")
    attributes.put(run().contact, "visit", (now().date() + timedelta(days=2)).isoformat(), SHOP)
    act()
    assert run().state == "waiting"
    attributes.put(run().contact, "visit", "2020-05-01", SHOP)
    act()
    assert (run().state, run().reason) == ("stopped", "The day of their visit is over.")


def test_an_opt_out_and_what_is_queued_is_skipped(app: Flask) -> None:
    begin(stop_on_reply=False)
    register.record(CAROL, OptOutSource.STAFF, "They rang us.")
    act()
    assert (run().state, run().reason) == ("stopped", "They opted out.")


def test_one_that_starts_because_they_opted_out_is_not_stopped_by_it(app: Flask) -> None:
    live(
        flow(
            "opted_out", step(1, "notify", text="{{contact.name}} is out"), WAIT, step(3, "note", text="Out")
        )
    )
    contact()
    register.record(CAROL, OptOutSource.STAFF, "They rang us.")
    db.session.commit()
    act()
    assert (run().state, run().step) == ("waiting", "s2")
