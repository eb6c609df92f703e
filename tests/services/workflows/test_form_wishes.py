"""Who writes into a form that they want no more is not reached until someone has decided."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conversations import CAROL, DAVE
from tests.services.workflows.stage import act, ada, contact, ours, refusals, runs, texts
from tests.services.workflows.test_form_entries import form, kept, send
from webapp.db import db
from webapp.models.note import Note
from webapp.models.thread import Thread
from webapp.rules.workflow.document import WhoAndWhen
from webapp.services.opt_outs import holds, register
from webapp.services.workflows import form_wishes

MESSAGE = """
Name (text) *
Phone (phone) *
Interest (text)
"""


@pytest.mark.parametrize("said", ["Stop", "please stop texting me", "Remove me from your list, thanks"])
@pytest.mark.parametrize("known", [True, False])
def test_a_wish_in_a_form_holds_until_someone_decides(app: Flask, said: str, known: bool) -> None:
    if known:
        contact()
    workflow = form(fields=MESSAGE)
    for _ in range(2):  # the same page, sent twice
        assert send(workflow, {"name": "Carol", "phone": CAROL, "interest": said, "consent": "yes"})
    act()
    assert (texts(CAROL), runs()) == ([], [])
    assert refusals() == ["They wrote what reads like an opt-out into it. Someone has to decide first."]
    held = holds.of(CAROL)
    assert held is not None
    assert (held.text, kept()[0].says) == (said, refusals()[0])
    thread = db.session.get_one(Thread, held.thread_id)
    assert thread.needs_reply
    assert db.session.scalars(select(Note.text)).all() == [f"They wrote into the form “A quote”:\n{said}"]
    holds.opt_out(held, ada())
    assert register.active([CAROL])


WISH = {"name": "Carol", "phone": CAROL, "interest": "please stop texting me", "consent": "yes"}


def test_a_wish_from_a_page_that_was_sent_before_is_heard(app: Flask) -> None:
    """They go back in their browser, and the page has the key that it had."""
    workflow = form(fields=MESSAGE)
    assert send(workflow, {**WISH, "interest": "Roof"})
    for _ in range(2):
        assert send(workflow, WISH)
    act()
    assert texts(CAROL) == []
    assert holds.of(CAROL) is not None
    assert [one.answers["interest"] for one in kept()] == ["Roof", WISH["interest"]]


def test_a_wish_is_heard_while_no_more_may_start(app: Flask) -> None:
    workflow = form(WhoAndWhen(number_id=ours().id, an_hour=1), fields=MESSAGE)
    assert send(workflow, {**WISH, "phone": DAVE, "interest": "Roof"}, "another")
    assert send(workflow, WISH)
    assert holds.of(CAROL) is not None
    assert not send(workflow, {**WISH, "interest": "Roof"}, "third")


def test_it_is_found_among_answers() -> None:
    assert form_wishes.find(["Boston", "stop texting me", "STOP"]) == "stop texting me"
    assert form_wishes.find(["Alto", "Ende", "Stop by at noon?", ""]) == ""


def test_names_and_places_are_no_wishes(app: Flask) -> None:
    workflow = form(fields=MESSAGE)
    for key, (name, said) in enumerate([("Stop", ""), ("Ann", "Alto"), ("Ann", "Stop by at noon?")]):
        send(workflow, {"name": name, "phone": CAROL, "interest": said, "consent": "yes"}, str(key))
    assert holds.of(CAROL) is None
