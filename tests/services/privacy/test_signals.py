"""What happened to someone and was not acted on, because a hook raised, goes with them."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.services.privacy.lists import erase
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.signal import Signal, SignalState
from webapp.services import signals

CAROL, DAVE = "+12025550111", "+12025550122"


def kept() -> list[str | None]:
    return [one.data.get("phone") for one in db.session.scalars(select(Signal).order_by(Signal.id))]


def test_nothing_names_them_any_more(app: Flask) -> None:
    factories.user()
    number = factories.number()
    thread = factories.thread(CAROL, number.id)
    factories.thread(DAVE, number.id)
    for phone in (CAROL, DAVE):
        told = {"phone": phone, "opt_out": 1, "source": "call"}
        db.session.add(
            Signal(kind=signals.OPTED_OUT, data=told, state=SignalState.FAILED, reason="It raised.")
        )
    raised = f"DataError('value out of range', {{'phone': '{CAROL}'}})"
    about = Signal(kind=signals.TEXT_RECEIVED, data={"contact": 1, "phone": ""}, reason=raised)
    about.state = SignalState.FAILED
    db.session.add(about)
    carol = db.session.scalars(select(Contact.id).where(Contact.phone == CAROL)).one()
    for what in (
        {"contact": carol, "name": "Diagnosis", "value": "flu"},
        {"thread": thread.id, "message": 1},
    ):
        db.session.add(Signal(kind=signals.ATTRIBUTE_CHANGED, data=what, state=SignalState.FAILED))
    db.session.commit()
    erase(CAROL)
    assert kept() == [DAVE]
