"""STOP, START and HELP act at once, in every spelling, and each is confirmed once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.conversations import CAROL, they_write, thread_of
from webapp.db import db
from webapp.models.thread import Direction, Message, Origin
from webapp.services import gate, optouts
from webapp.services.gate import Asking

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
    assert CAROL in optouts.active([CAROL])
    assert len(confirmations()) == 1
    assert "unsubscribed" in confirmations()[0]
    assert thread_of(message).needs_reply is False


@pytest.mark.parametrize(
    "text", ["stop by tomorrow at 5", "please stop texting me", "yes", "Stopping by?", ""]
)
def test_a_longer_message_is_for_people_to_read(text: str) -> None:
    message = they_write(text)
    assert optouts.active([CAROL]) == {}
    assert confirmations() == []
    assert thread_of(message).needs_reply is True


def test_stop_over_and_over_is_confirmed_once() -> None:
    for text in ("STOP", "stop", "Unsubscribe", "STOP"):
        they_write(text)
    assert len(confirmations()) == 1


def test_stop_to_one_number_holds_for_all_of_them() -> None:
    they_write("STOP", to=SHOP)
    assert not gate.ask(CAROL, Asking(Origin.STAFF)).allowed
    assert not gate.ask(CAROL, Asking(Origin.BATCH)).allowed


def test_stop_then_start_then_stop_again_is_out() -> None:
    they_write("STOP")
    they_write("Start")
    assert gate.ask(CAROL, Asking(Origin.STAFF)).allowed
    they_write("unstop")  # nothing to lift: not confirmed again
    they_write("STOP")
    assert not gate.ask(CAROL, Asking(Origin.STAFF)).allowed


def test_start_of_somebody_who_had_not_opted_out_changes_nothing() -> None:
    they_write("START")
    assert confirmations() == []
    assert gate.ask(CAROL, Asking(Origin.STAFF)).allowed


@pytest.mark.parametrize("text", ["HELP", "help?", "Info"])
def test_help_is_answered_once(text: str) -> None:
    they_write(text)
    they_write(text)
    assert len(confirmations()) == 1
    assert gate.ask(CAROL, Asking(Origin.STAFF)).allowed


def test_help_is_answered_even_to_those_who_have_opted_out() -> None:
    they_write("STOP")
    they_write("HELP")
    assert len(confirmations()) == 2
