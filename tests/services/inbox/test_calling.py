"""Staff have someone called: what the form begins with, what stands in the way, one call for each form."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import calls, desks, factories
from tests.calls import CAROL, DAVE
from webapp.db import db, now
from webapp.errors import Fault, Faults
from webapp.models.call import Call, CallState, OnVoicemail
from webapp.models.contact import Contact
from webapp.models.number import Number
from webapp.models.number_service import NumberService
from webapp.models.opt_out import OptOutSource
from webapp.models.user import User
from webapp.services.inbox import calling, reply
from webapp.services.inbox.calling import CallForm
from webapp.services.opt_outs import register

SAYS = "Hello Carol, this is Bright Smile."


@pytest.fixture
def ada(app: Flask) -> User:
    made, ours = factories.user(), calls.number()
    desk = desks.agent(made, languages=("es", "en"))
    ours.services["call"].agent_id = desk.id
    db.session.commit()
    return made


def ours() -> Number:
    return db.session.scalars(select(Number)).one()


def form(**changes: Any) -> CallForm:
    agent = ours().services["call"].agent_id
    whole = CallForm(CAROL, ours().id, agent, SAYS, "A patient.", "en", key=reply.new_key())
    return replace(whole, **changes)


def count() -> int:
    db.session.commit()
    return db.session.scalar(select(func.count()).select_from(Call)) or 0


def named(phone: str, name: str) -> None:
    factories.thread(phone, ours().id)
    db.session.scalars(select(Contact).where(Contact.phone == phone)).one().name = name
    db.session.commit()


def test_the_call_waits_for_its_turn_with_all_that_was_typed(ada: User) -> None:
    placed, until = calling.start(form(on_voicemail="message", voicemail_message="Please call us."), ada.id)
    assert (placed.state, placed.phone, placed.user_id, until) == (CallState.QUEUED, CAROL, ada.id, None)
    assert (placed.first_message, placed.context, placed.language) == (SAYS, "A patient.", "en")
    assert (placed.on_voicemail, placed.voicemail_message) == (OnVoicemail.MESSAGE, "Please call us.")
    assert placed.agent_version == 1


def test_the_same_form_twice_is_one_call(ada: User) -> None:
    wanted = form()
    first, again = calling.start(wanted, ada.id)[0], calling.start(wanted, ada.id)[0]
    assert (first.id == again.id, count()) == (True, 1)
    calling.start(form(), ada.id)
    assert count() == 2


FAULTS = [
    ({"phone": "12"}, "phone"),
    ({"phone": " "}, "phone"),
    ({"phone": factories.OUR_NUMBER}, "phone"),
    ({"number_id": None}, "number"),
    ({"agent_id": None}, "agent"),
    ({"agent_id": 999}, "agent"),
    ({"language": "xx"}, "language"),
    ({"on_voicemail": "retry"}, "on_voicemail"),
    ({"on_voicemail": "message"}, "voicemail_message"),
    ({"first_message": "  "}, "first_message"),
    ({"first_message": "a" * 1501}, "first_message"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "field"), FAULTS)
def test_what_is_wrong_is_said_at_its_field(ada: User, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Faults) as raised:
        calling.start(form(**changes), ada.id)
    assert list(raised.value.by_field) == [field]
    assert count() == 0


def test_a_form_without_its_key_is_refused(ada: User) -> None:
    with pytest.raises(Fault, match="incomplete"):
        calling.start(form(key="1"), ada.id)


def test_who_has_opted_out_is_refused_in_words(ada: User) -> None:
    register.record(CAROL, OptOutSource.STAFF, "On the phone")
    present = calling.verdict(CAROL, ours())
    assert present.obstacle and present.obstacle.startswith("They have opted out.")
    with pytest.raises(Fault, match="They have opted out") as raised:
        calling.start(form(), ada.id)
    assert (raised.value.field, count()) == ("phone", 0)


def test_what_stands_in_the_way_is_known_before(ada: User) -> None:
    assert calling.verdict(CAROL, ours()).allowed
    assert calling.verdict("12345", ours()).obstacle
    db.session.get_one(NumberService, (ours().id, "call")).active = False
    db.session.commit()
    off = calling.verdict(CAROL, ours()).obstacle
    assert off == f"Calls are switched off for {ours().label}. An admin can switch them on under Numbers."


def test_outside_their_hours_it_waits(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    later = now() + timedelta(hours=3)
    waits = calling.Verdict(False, "It is night there.", "night", later)
    monkeypatch.setattr(
        "webapp.services.gate.gate.outside_hours", lambda phones, asking: dict.fromkeys(phones, waits)
    )
    placed, until = calling.start(form(), ada.id)
    assert (placed.not_before, until) == (later, later)


def test_a_form_begins_with_the_number_s_agent_in_its_language(ada: User) -> None:
    begins = calling.prefilled(CAROL, ours().id, ada.id, "")
    assert begins == CallForm(CAROL, ours().id, ours().services["call"].agent_id, language="es")


def test_it_begins_as_the_last_call_did_with_the_other_one_s_name(ada: User) -> None:
    named(CAROL, "Carol Quixote")
    named(DAVE, "Dave Miller")
    calling.start(form(), ada.id)
    begins = calling.prefilled(DAVE, ours().id, ada.id, "")
    assert (begins.first_message, begins.context) == ("Hello Dave, this is Bright Smile.", "")
    again = calling.prefilled(CAROL, None, ada.id, "")
    assert (again.first_message, again.context, again.number_id) == (SAYS, "A patient.", ours().id)
    nameless = calling.prefilled("+12025550144", ours().id, ada.id, "")
    assert nameless.first_message == "Hello, this is Bright Smile."
    for name, greeted in (("Carol \\1", "Hello Carol,"), ("Quixote Carol", "Hello Quixote,")):
        named(DAVE, name)
        assert calling.prefilled(DAVE, ours().id, ada.id, "").first_message.startswith(greeted)
    other = factories.user(email="other@example.org")
    assert calling.prefilled(CAROL, ours().id, other.id, "").first_message == ""
