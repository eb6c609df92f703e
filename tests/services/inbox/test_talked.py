"""Conversations by texts, calls, the outcome of the last call, and the batch."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.calls import CAROL, DAVE, ERIN
from tests.conversations import they_write
from webapp.db import db, now
from webapp.models.entry import Kind
from webapp.models.recipient import Recipient
from webapp.models.thread import Thread
from webapp.rules.callflow.outcomes import Outcome
from webapp.services.inbox import listing, talked
from webapp.services.inbox.talked import Talked
from webapp.services.inbox.wishes import InboxFilter, View


def phones(wish: Talked, view: View = View.ALL, search: str = "") -> set[str]:
    db.session.commit()
    return {
        row.thread.contact.phone for row in listing.page(InboxFilter(view, search=search, talked=wish)).rows
    }


@pytest.fixture
def scene(app: Flask) -> int:
    """Carol was busy and then answered, Dave was busy, Erin wrote; the id of Dave's batch."""
    ours = factories.number()
    factories.call(CAROL, ours.id, "ended", outcome="busy")
    factories.call(CAROL, ours.id, "ended", outcome="answered")
    made = factories.batch([DAVE], number_id=ours.id)
    recipient = db.session.scalars(select(Recipient.id)).one()
    factories.call(DAVE, ours.id, "ended", outcome="busy", batch_id=made.id, recipient_id=recipient)
    they_write("Hello", ERIN)
    for thread in db.session.scalars(select(Thread)):
        thread.last_at = thread.last_at or now()
    return made.id


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Talked(), {CAROL, DAVE, ERIN}),
        (Talked(Kind.SMS), {ERIN}),
        (Talked(Kind.CALL), {CAROL, DAVE}),
        (Talked(Kind.CALL, Outcome.BUSY), {DAVE}),
        (Talked(Kind.CALL, Outcome.ANSWERED), {CAROL}),
        (Talked(Kind.CALL, Outcome.VOICEMAIL), set()),
    ],
)
def test_what_happened_narrows_the_list(scene: int, wish: Talked, expected: set[str]) -> None:
    assert phones(wish) == expected
    for one in (CAROL, DAVE, ERIN):  # among the few that a search finds, too
        assert phones(wish, search=one[-4:]) == expected & {one}


def test_a_batch_has_the_conversations_of_those_it_reached(scene: int) -> None:
    assert phones(Talked(batch_id=scene)) == {DAVE}
    assert phones(Talked(Kind.CALL, Outcome.BUSY, scene)) == {DAVE}
    assert phones(Talked(batch_id=scene + 1)) == set()
    assert phones(Talked(batch_id=scene), View.CALL_BACK) == set()
    assert (talked.batch_name(scene), talked.batch_name(scene + 1)) == ("Autumn letter", None)


def test_the_list_says_what_became_of_a_call_that_came_last(scene: int) -> None:
    ids = {one.contact.phone: one.id for one in db.session.scalars(select(Thread))}
    assert talked.last_calls([*ids.values()]) == {ids[CAROL]: "answered", ids[DAVE]: "busy"}
    assert talked.last_calls([]) == {}


@pytest.mark.parametrize(
    ("state", "status"), [("ringing", "ringing"), ("answered", "talking"), ("sent", "calling")]
)
def test_one_that_goes_on_has_its_state(app: Flask, state: str, status: str) -> None:
    call = factories.call(CAROL, state=state, claimed_at=now() - timedelta(seconds=5))
    assert talked.last_calls([call.thread_id]) == {call.thread_id: status}
