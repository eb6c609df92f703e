"""Another carrier is a folder and a line: its numbers send through it, and its webhooks come in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from flask import Flask
from sqlalchemy import select

from jobs.dispatch import Connections
from tests import factories
from tests.carriers.tiny import PASSWORD, Tiny
from tests.simulator.server import Simulator
from webapp import queue
from webapp.carriers.base import CarrierError, Report, Sms, StatusReport
from webapp.carriers.registry import CARRIERS
from webapp.db import db
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.models.number_service import NumberService
from webapp.services import receipts
from webapp.services.opt_outs import register
from webapp.services.outbox.dispatcher import Dispatcher
from webapp.services.threads import messages
from webapp.services.threads.enqueue import put

CAROL, OURS = "+12025550111", "+12025550177"


@pytest.fixture
def tiny(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tiny]:
    made = Tiny()
    monkeypatch.setitem(CARRIERS, "tiny", made)
    monkeypatch.setattr("webapp.services.outbox.dispatcher.LOOK_AGAIN", 0.02)
    yield made


def tell(app: Flask, kind: str, said: dict[str, str], password: str = PASSWORD) -> int:
    db.session.commit()
    headers = {"Authorization": password}
    return app.test_client().post(f"/webhooks/tiny/{kind}", json=said, headers=headers).status_code


def text(number: Number, words: str) -> None:
    put(factories.thread(CAROL, number.id), words, Origin.STAFF)


def send_all() -> None:
    db.session.commit()
    with ExitStack() as stack:
        assert not Dispatcher(Connections(stack), queue.redis()).run()


def test_each_number_sends_through_its_own(app: Flask, tiny: Tiny, simulator: Simulator) -> None:
    text(factories.number(), "By Vonage")
    text(factories.number(OURS, carrier="tiny"), "By Tiny")
    send_all()
    assert [(sms.sender, sms.text) for sms in tiny.sent] == [(OURS, "By Tiny")]
    assert [one["text"] for one in simulator.control.messages()] == ["By Vonage"]
    assert tell(app, "status", {"delivered": "tiny-1"}) == 200
    assert db.session.scalar(select(Message.state).where(Message.carrier_id == "tiny-1")) == "delivered"


def test_two_carriers_give_the_same_id(app: Flask, tiny: Tiny) -> None:
    first = put(factories.thread(CAROL, factories.number().id), "By Vonage", Origin.STAFF)
    messages.move(MessageState.SENDING, Message.id == first.id, carrier="vonage")
    messages.move(MessageState.SENT, Message.id == first.id, carrier_id="tiny-1")
    text(factories.number(OURS, carrier="tiny"), "By Tiny")
    send_all()
    assert tell(app, "status", {"delivered": "tiny-1"}) == 200
    named = select(Message.carrier, Message.state).where(Message.carrier_id == "tiny-1").order_by(Message.id)
    assert [tuple(row) for row in db.session.execute(named)] == [("vonage", "sent"), ("tiny", "delivered")]
    came = {"id": "tiny-1", "from": CAROL, "to": OURS, "text": "Thanks"}
    assert tell(app, "inbound", came) == 200
    assert db.session.scalar(select(Message.carrier).where(Message.text == "Thanks")) == "tiny"


def test_reports_of_two_carriers_on_the_same_id_both_count(app: Flask, tiny: Tiny) -> None:
    first = put(factories.thread(CAROL, factories.number().id), "By Vonage", Origin.STAFF)
    messages.move(MessageState.SENDING, Message.id == first.id, carrier="vonage")
    messages.move(MessageState.SENT, Message.id == first.id, carrier_id="tiny-1")
    text(factories.number(OURS, carrier="tiny"), "By Tiny")
    send_all()
    assert receipts.receive(StatusReport("tiny-1", "", Report.DELIVERED, carrier="vonage"), {})
    assert receipts.receive(StatusReport("tiny-1", "", Report.DELIVERED, carrier="tiny"), {})
    assert not receipts.receive(StatusReport("tiny-1", "", Report.DELIVERED, carrier="tiny"), {})
    states = db.session.scalars(select(Message.state).where(Message.carrier_id == "tiny-1")).all()
    assert states == ["delivered", "delivered"]


def test_what_they_write_comes_in_and_stop_counts_everywhere(app: Flask, tiny: Tiny) -> None:
    factories.number(OURS, carrier="tiny")
    stop = {"id": "1", "from": CAROL, "to": OURS, "text": "STOP"}
    assert tell(app, "inbound", stop, "a guess") == 503
    assert tell(app, "inbound", {}) == 200
    assert tell(app, "inbound", stop) == 200
    assert CAROL in register.active([CAROL])
    assert app.test_client().post("/webhooks/other/inbound", json=stop).status_code == 404


def test_a_carrier_that_is_gone_stops_no_other(app: Flask, simulator: Simulator) -> None:
    text(factories.number(OURS, carrier="gone"), "Nobody takes this")
    text(factories.number(), "By Vonage")
    send_all()
    assert [one["text"] for one in simulator.control.messages()] == ["By Vonage"]
    assert db.session.scalar(select(NumberService.slow_reason).join(Number).where(Number.carrier == "gone"))


def test_a_number_that_is_to_wait_is_not_tried_before_its_next_look(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Sms] = []

    class Slow(Tiny):
        def send(self, sms: Sms) -> str:
            tried.append(sms)
            raise CarrierError("Not so fast.", retry_after=60)

    monkeypatch.setitem(CARRIERS, "tiny", Slow())
    text(factories.number(OURS, carrier="tiny"), "By Tiny")
    send_all()
    assert [sms.text for sms in tried] == ["By Tiny"]
