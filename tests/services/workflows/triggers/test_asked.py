"""A program reports an event; by hand: see test_by_hand."""

from __future__ import annotations

from flask import Flask

from tests.services.workflows.stage import act, flow, live, run, runs, sms, step, texts
from webapp.db import db
from webapp.models.source import Source, SourceKind
from webapp.services.workflows import told
from webapp.services.workflows.told import Told

SHOP = Source(SourceKind.API, "Shop")


def test_an_event_by_its_name_once(app: Flask) -> None:
    live(flow("event", sms(1, "Your {{trigger.item}} is on its way."), event="order.shipped"))
    live(flow("event", step(1, "end"), event="order.paid"), "Paid")
    for _ in range(2):
        told.report("ORDER.shipped", Told("+1 202 555 0111", "order-7", {"item": "lamp"}), SHOP)
        db.session.commit()
    act()
    assert (texts(), run().event) == (
        ["Your lamp is on its way."],
        {"item": "lamp", "event": "ORDER.shipped"},
    )
    assert len(runs()) == 1
