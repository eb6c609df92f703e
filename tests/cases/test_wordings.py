"""Texts of the cases 06 and 07: what opts out or is held, and what quotes ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from tests import factories
from tests.conversations import CAROL, fresh, they_write, thread_of, we_write
from webapp.db import db
from webapp.models.message import Message, MessageState
from webapp.services.opt_outs import holds, register

HERE = Path(__file__).parent
OURS = "Hi Ann, your visit is on Friday. Reply STOP to opt out. Riverside Clinic"
NO_WISHES = 2
"""The last so many of 06."""


def texts(name: str) -> list[str]:
    return (HERE / name).read_text("utf-8").splitlines()


def is_heard() -> bool:
    return bool(register.active([CAROL])) or holds.of(CAROL) is not None


@pytest.mark.parametrize("text", texts("06-opt-out-wordings.txt")[:-NO_WISHES])
def test_each_wording_is_heard(app: Flask, text: str) -> None:
    factories.number()
    they_write(text)
    assert is_heard()


@pytest.mark.parametrize("text", texts("06-opt-out-wordings.txt")[-NO_WISHES:])
def test_what_only_looks_like_one_is_not(app: Flask, text: str) -> None:
    factories.number()
    they_write(text)
    assert not is_heard()


@pytest.mark.parametrize("text", texts("07-quoted-stop.txt"))
def test_what_others_print_or_quote_is_no_wish(app: Flask, text: str) -> None:
    factories.number()
    thread = thread_of(they_write("When is it?"))
    message = we_write(thread, OURS, factories.user().id)
    db.session.execute(update(Message).where(Message.id == message.id).values(state=MessageState.DELIVERED))
    db.session.commit()
    before = fresh(thread).unread
    reaction = they_write(text)
    assert not is_heard()
    if OURS in text:
        assert reaction.reacts_to == message.id
        assert not fresh(thread).needs_reply
        assert fresh(thread).unread == before
