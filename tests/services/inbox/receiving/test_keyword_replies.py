"""STOP, START and HELP act at once, in every spelling, and each is confirmed once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import factories
from tests.conversations import CAROL, DAVE, they_write, thread_of
from webapp.db import db, now
from webapp.models.channel import Channel
from webapp.models.entry import Direction, Origin
from webapp.models.message import Message
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.rules.replies.replies import Meaning
from webapp.services import settings
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.opt_outs import register
from webapp.services.outbox import claim, due, overdue
from webapp.services.setting_list import BY_KEY

SHOP = "+12025550199"


@pytest.fixture(autouse=True)
def numbers(app: Flask) -> None:
    """The front desk's number, and the shop's."""
    factories.number()
    factories.number(SHOP, label="Shop")


def confirmations() -> list[str]:
    query = select(Message.text).where(Message.direction == Direction.OUT).order_by(Message.id)
    return list(db.session.scalars(query.where(Message.origin == Origin.CONFIRMATION)))


@pytest.mark.parametrize(
    "text", ["STOP", "Stop.", " stop! ", "StOpAlL", "opt-out", "Arrêt", "UNSUBSCRIBE", "ＳＴＯＰ", "“quit”"]
)
def test_every_spelling_of_stop_opts_out_with_one_confirmation(text: str) -> None:
    message = they_write(text)
    assert CAROL in register.active([CAROL])
    assert len(confirmations()) == 1
    assert "unsubscribed" in confirmations()[0]
    assert thread_of(message).needs_reply is False


@pytest.mark.parametrize(
    "text", ["stop by tomorrow at 5", "please stop texting me", "yes", "Stopping by?", ""]
)
def test_a_longer_message_is_for_people_to_read(text: str) -> None:
    message = they_write(text)
    assert register.active([CAROL]) == {}
    assert confirmations() == []
    assert thread_of(message).needs_reply is True


def test_every_keyword_that_only_asks_has_an_answer_of_its_own() -> None:
    acts = {Meaning.OPT_OUT, Meaning.OPT_IN, Meaning.HOLD, Meaning.NOTHING}
    asks = set(Meaning) - acts
    assert asks
    assert {f"confirm_{meaning}" for meaning in asks} <= BY_KEY.keys()


def test_stop_over_and_over_is_confirmed_once() -> None:
    for text in ("STOP", "stop", "Unsubscribe", "STOP"):
        they_write(text)
    assert len(confirmations()) == 1


def test_stop_to_one_number_holds_for_all_of_them() -> None:
    they_write("STOP", to=SHOP)
    assert not gate.ask(CAROL, Asking(Origin.STAFF, Channel.SMS)).allowed
    assert not gate.ask(CAROL, Asking(Origin.BATCH, Channel.SMS)).allowed


def test_stop_then_start_then_stop_again_is_out() -> None:
    they_write("STOP")
    they_write("Start")
    assert gate.ask(CAROL, Asking(Origin.STAFF, Channel.SMS)).allowed
    they_write("unstop")  # nothing to lift: not confirmed again
    they_write("STOP")
    assert not gate.ask(CAROL, Asking(Origin.STAFF, Channel.SMS)).allowed


def test_start_of_somebody_who_had_not_opted_out_is_a_reply_as_any_other() -> None:
    """It may answer “Reply START to begin”: no one but staff can know."""
    message = they_write("START")
    assert confirmations() == []
    assert gate.ask(CAROL, Asking(Origin.STAFF, Channel.SMS)).allowed
    assert thread_of(message).needs_reply is True


@pytest.mark.parametrize("text", ["HELP", "help?", "Info"])
def test_help_is_answered_once(text: str) -> None:
    they_write(text)
    they_write(text)
    assert len(confirmations()) == 1
    assert gate.ask(CAROL, Asking(Origin.STAFF, Channel.SMS)).allowed


def test_help_that_no_answer_is_sent_to_waits_for_staff() -> None:
    assert thread_of(they_write("HELP")).needs_reply is False
    assert thread_of(they_write("help")).needs_reply is True
    settings.put("confirm_help", "")
    assert thread_of(they_write("Help", DAVE)).needs_reply is True


def test_help_says_who_we_are_and_how_to_stop() -> None:
    settings.put("team_name", "Corner Clinic")
    they_write("HELP")
    assert confirmations()[0].startswith("Corner Clinic: ") and "STOP" in confirmations()[0]
    settings.put("confirm_help", "Here is the corner clinic. Reply STOP to get no more messages.")
    they_write("HELP", DAVE)
    assert confirmations()[1] == "Here is the corner clinic. Reply STOP to get no more messages."


@pytest.mark.parametrize("to", [factories.OUR_NUMBER, SHOP])
def test_a_second_stop_within_a_day_is_not_confirmed(to: str) -> None:
    they_write("STOP")
    they_write("START")
    settings.put("confirm_stop", "You are out.")
    they_write("STOP", to=to)
    assert len([text for text in confirmations() if "unsubscribed" in text or "out" in text]) == 1
    assert not gate.ask(CAROL, Asking(Origin.STAFF, Channel.SMS)).allowed


def test_a_day_later_it_is_confirmed_again() -> None:
    they_write("STOP")
    they_write("START")
    yesterday = now() - timedelta(days=1, minutes=1)
    db.session.execute(update(OptOut).values(created_at=yesterday))
    db.session.execute(update(Message).values(created_at=yesterday))
    they_write("STOP")
    assert len([text for text in confirmations() if "unsubscribed" in text]) == 2


@pytest.mark.parametrize(("minutes", "sent"), [(4, True), (6, False)])
def test_a_confirmation_goes_out_within_five_minutes_or_not_at_all(minutes: int, sent: bool) -> None:
    """Whether our workers were down, or the web, so that the carrier brought the STOP late."""
    they_write("STOP")
    word = Message.direction == Direction.IN
    db.session.execute(update(Message).where(word).values(sent_at=now() - timedelta(minutes=minutes)))
    db.session.commit()
    entries = claim.claim(due.senders()[0], 10)
    confirmation = db.session.scalars(select(Message).where(Message.origin == Origin.CONFIRMATION)).one()
    db.session.refresh(confirmation)
    assert [entry.entry_id for entry in entries] == ([confirmation.id] if sent else [])
    assert confirmation.state == ("sending" if sent else "skipped")
    assert confirmation.reason == ("" if sent else overdue.WHY)
    assert CAROL in register.active([CAROL])


def confirmation_comes_to(state: str) -> None:
    confirmation = update(Message).where(Message.origin == Origin.CONFIRMATION)
    db.session.execute(confirmation.values(state=state))
    db.session.commit()


@pytest.mark.parametrize("state", ["skipped", "failed", "canceled"])
@pytest.mark.parametrize("word", ["HELP", "STOP"])
def test_an_answer_that_did_not_go_out_silences_none(word: str, state: str) -> None:
    they_write(word)
    confirmation_comes_to(state)
    they_write("START")
    they_write(word)
    assert confirmations().count(confirmations()[0]) == 2


@pytest.mark.parametrize("state", ["queued", "sending", "unknown", "sent", "rejected", "delivered"])
@pytest.mark.parametrize("word", ["HELP", "STOP"])
def test_an_answer_that_may_have_gone_out_is_not_repeated(word: str, state: str) -> None:
    they_write(word)
    confirmation_comes_to(state)
    they_write("START")
    they_write(word)
    assert confirmations().count(confirmations()[0]) == 1


def test_a_stop_after_help_and_start_is_confirmed() -> None:
    """Other answers do not stand for the one to STOP."""
    register.record(CAROL, OptOutSource.STAFF, "by phone")
    they_write("START")
    they_write("HELP")
    they_write("STOP")
    assert len([text for text in confirmations() if "unsubscribed" in text]) == 1


def test_help_is_answered_even_to_those_who_have_opted_out() -> None:
    they_write("STOP")
    they_write("HELP")
    assert len(confirmations()) == 2
