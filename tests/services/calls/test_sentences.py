"""Fixed sentences in the team's own words, and that they are spoken."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.calls import CAROL, Operator, call_of, dispatch, hears, number, pick_up, say, single
from tests.staff_calls import BEA, on_duty, staff_picks_up, they_press_zero
from webapp.carriers.calls import PickedUp
from webapp.carriers.vonage.carrier import Vonage
from webapp.db import db
from webapp.errors import Fault, NotFound
from webapp.models.event import Event
from webapp.rules.callflow.commands import Record
from webapp.rules.callflow.sentences import shipped
from webapp.services import settings
from webapp.services.calls import answering, line, sentences


def test_it_is_kept_noted_and_taken_back(operator: Operator) -> None:
    ada = factories.user("Ada")
    assert sentences.put("goodbye", "en", " So\nlong. ", ada)
    assert sentences.own() == {"goodbye": {"en": "So long."}}
    assert not sentences.put("goodbye", "en", "So long.", ada), "that is what is said"
    assert sentences.put("goodbye", "en", "Bye bye.", ada)
    assert sentences.reset("goodbye", "en", ada)
    assert sentences.own() == {}
    assert not sentences.reset("goodbye", "en", ada)
    notes = db.session.scalars(select(Event).where(Event.kind == "sentence.changed").order_by(Event.id)).all()
    told = [(note.data["before"], note.data["after"]) for note in notes]
    first = shipped("goodbye", "en")
    assert told == [(first, "So long."), ("So long.", "Bye bye."), ("Bye bye.", first)]


def test_what_must_not_be_said_is_refused(operator: Operator) -> None:
    ada = factories.user("Ada")
    with pytest.raises(Fault, match="Write what is said"):
        sentences.put("goodbye", "en", " \n ", ada)
    for key, language in (("yes", "en"), ("goodbye", "fi"), ("nothing", "en")):
        with pytest.raises(NotFound):
            sentences.put(key, language, "Hm.", ada)


def test_a_call_speaks_them(operator: Operator) -> None:
    ada = factories.user("Ada")
    settings.put("team_name", "Acme")
    sentences.put("disclosure", "en", "A machine of {team} calls. 9 ends it.", ada)
    sentences.put("opted_out", "en", "Never again.", ada)
    single(CAROL, number())
    dispatch()
    assert pick_up()[0] == "A machine of Acme calls. 9 ends it."
    assert say("#9") == ["Never again.", "HangUp", 2]


def test_so_do_the_safe_tail_and_the_end_of_a_message(operator: Operator, app: Flask) -> None:
    ada = factories.user("Ada")
    sentences.put("tail", "en", "Gone.", ada)
    sentences.put("voicemail_thanks", "en", "Got it.", ada)
    single(CAROL, number())
    dispatch()
    pick_up()
    heard = line.spoken(call_of(CAROL))
    ncco = Vonage().speak(heard.commands, heard.line, app.config["SETTINGS"])
    assert ncco[-1]["text"] == "Gone."
    message = Vonage().speak((Record(message=True),), heard.line, app.config["SETTINGS"])
    assert message[-1]["text"] == "Got it."


def test_so_do_the_phones_of_staff(operator: Operator, app: Flask) -> None:
    ada = factories.user("Ada")
    sentences.put("whisper", "en", "Ring ring from {team}: {reason} Take it with 1.", ada)
    sentences.put("whisper_declined", "en", "Never mind.", ada)
    sentences.put("handoff", "en", "Over to a human.", ada)
    on_duty("Bea", BEA)
    [leg] = they_press_zero()
    assert "Over to a human." in hears(CAROL)
    staff_picks_up(leg)
    told = PickedUp(leg.carrier_id or "", leg.client_ref, "", "", "", leg.phone, "tiny")
    heard = answering.answer(told)
    ncco = Vonage().speak(heard.commands, heard.line, app.config["SETTINGS"])
    assert ncco[0]["text"].startswith("Ring ring from ")
    assert ncco[-1]["text"] == "Never mind."
