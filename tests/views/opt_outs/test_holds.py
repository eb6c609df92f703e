"""Deciding on a hold, in the conversation and on the page of opt-outs."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import factories
from tests.conversations import CAROL, they_write
from tests.views.client import Browser
from webapp.db import db
from webapp.models.contact import Contact
from webapp.services.contacts import details
from webapp.services.opt_outs import holds, register

ASKS = "take me off your list"


@pytest.fixture(autouse=True)
def asked(app: object) -> int:
    """Carol has asked; the id of her conversation."""
    factories.number()
    db.session.commit()
    return they_write(ASKS).thread_id


def test_the_conversation_shows_the_text_beside_the_buttons(staff: Browser, asked: int) -> None:
    page = staff.get(f"/inbox/{asked}")
    assert f"“ {ASKS} ”" in page.words
    assert "Nothing is sent to them until you decide" in page.words
    assert not [one for one in page.root.all("textarea") if one.attrs.get("name") == "text"]
    assert "Opt-out?" in staff.get("/inbox").words


def test_opting_out(staff: Browser, asked: int) -> None:
    page = staff.submit(staff.get(f"/inbox/{asked}"), "/opt-out")
    assert page.status == 200
    assert "They have opted out" in page.words
    db.session.rollback()
    assert CAROL in register.active([CAROL])
    assert "read by" in staff.get("/opt-outs").words


def test_dismissing_from_the_list(staff: Browser, asked: int) -> None:
    details.rename(db.session.scalars(select(Contact)).one(), "Carol Élan")
    db.session.commit()
    page = staff.get("/opt-outs")
    assert "1 person waits for your decision" in page.words
    assert "Carol Élan wrote" in page.words
    for word in ("Opt them out", "It is no opt-out"):  # whose it is, for those who only hear it
        assert f"{word} (Carol Élan)" in page.words
    page = staff.submit(page, "/dismiss")
    assert "said that it was no opt-out" in page.words
    assert [one for one in page.root.all("textarea") if one.attrs.get("name") == "text"]
    db.session.rollback()
    assert holds.count() == 0


def test_deciding_twice_says_that_it_is_decided(staff: Browser, asked: int) -> None:
    page = staff.get(f"/inbox/{asked}")
    staff.submit(page, "/opt-out")
    again = staff.submit(page, "/dismiss")
    assert again.status == 409
    assert "Someone has decided this already" in again.words


def test_a_hold_that_is_not_there(staff: Browser, asked: int) -> None:
    page = staff.get(f"/inbox/{asked}")
    form = page.form("/dismiss")
    form.attrs["action"] = "/holds/99/dismiss"
    assert staff.submit(page, "/holds/99/dismiss").status == 404
