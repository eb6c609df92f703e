"""Someone from whom staff do not want to hear: refused on the phone, and in need of no reply in writing."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import signals as jobs
from tests import calls, desks, factories
from tests.calls import DAVE, Operator, call_of, number, spoken, tell
from tests.conversations import fresh, they_write, thread_of
from webapp.agents.base import HandoffKind
from webapp.carriers.calls import CallEvent, PickedUp
from webapp.db import db
from webapp.models.answering import Answering
from webapp.models.contact import Contact
from webapp.models.event import Event
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services import overview
from webapp.services.agents.turns import handing_off, holding
from webapp.services.calls import answering
from webapp.services.contacts import blocking
from webapp.services.inbox.listing import listing
from webapp.services.inbox.listing.inbox_filter import InboxFilter, View


@pytest.fixture
def operator(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Operator:
    return calls.operator(monkeypatch)


def blocked(by: User) -> Contact:
    thread = factories.thread(DAVE, db.session.scalar(select(Thread.number_id).limit(1)))
    blocking.block(thread.contact, by)
    db.session.commit()
    return thread.contact


def test_what_waited_for_a_reply_waits_no_more(app: Flask) -> None:
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("when are you open", DAVE))
    jobs.act_on_due()
    assert db.session.get_one(Answering, thread.id).answer_at is not None
    db.session.rollback()
    blocked(ada)
    assert (fresh(thread).needs_reply, fresh(thread).unread) == (False, 0)
    assert db.session.get_one(Answering, thread.id).answer_at is None
    kinds = list(db.session.scalars(select(Event.kind).order_by(Event.id)))
    assert kinds[-1] == "contact.blocked"


def test_what_an_agent_had_left_to_staff_waits_no_more(app: Flask) -> None:
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("can I talk to a person", DAVE))
    handing_off.hand_off(holding.must_hold(thread.id), HandoffKind.ASKED, "They asked for a person.")
    db.session.commit()
    assert (listing.need_reply(), listing.handed_off(), overview.present().handed_off) == (1, 1, 1)
    contact = blocked(ada)
    assert (listing.need_reply(), listing.handed_off(), overview.present().handed_off) == (0, 0, 0)
    assert listing.page(InboxFilter(View.HANDED_OFF)).rows == []
    blocking.unblock(contact, ada)
    db.session.commit()
    they_write("please", DAVE)
    assert (listing.need_reply(), listing.handed_off()) == (1, 1)


def test_what_they_write_is_kept_and_needs_no_reply(app: Flask) -> None:
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("hello", DAVE))
    contact = blocked(ada)
    they_write("when are you open", DAVE)
    assert (fresh(thread).needs_reply, fresh(thread).unread) == (False, 0)
    assert fresh(thread).last_text == "when are you open"
    blocking.unblock(contact, ada)
    db.session.commit()
    they_write("and now?", DAVE)
    assert (fresh(thread).needs_reply, fresh(thread).unread) == (True, 1)


def test_their_calls_are_refused(operator: Operator) -> None:
    ours = number()
    blocking.block(factories.thread(DAVE, ours.id).contact, factories.user())
    db.session.commit()
    heard = answering.answer(PickedUp("in-1", "", "CON-2", "", DAVE, factories.OUR_NUMBER, "tiny"))
    assert spoken(heard) == ["We cannot take your call. Goodbye.", "HangUp", 1]
    db.session.commit()
    tell(call_of(DAVE), CallEvent.COMPLETED, ref="", seconds=3)
    assert call_of(DAVE).outcome == "rejected"
    thread = db.session.scalars(select(Thread)).one()
    assert (thread.needs_reply, thread.unread) == (False, 0)


def test_twice_is_once(app: Flask) -> None:
    ada, contact = factories.user(), factories.thread(DAVE).contact
    blocking.unblock(contact, ada)
    blocking.block(contact, ada)
    since = contact.blocked_at
    blocking.block(contact, ada)
    assert contact.blocked_at == since
    assert len(list(db.session.scalars(select(Event).where(Event.kind == "contact.blocked")))) == 1
