"""Migration 0022: what was kept under another spelling of a phone is that phone's; no opt-out is lost."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from tests import factories
from webapp.db import db, now
from webapp.models.contact import Contact
from webapp.models.entry import Direction
from webapp.models.event import Event
from webapp.models.hold import Hold
from webapp.models.left_already import LeftAlready
from webapp.models.message import Message, MessageState
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.thread import Thread
from webapp.services.opt_outs import register
from webapp.services.recipients import tallies

pytestmark = pytest.mark.long  # this update is finished: test_migrations goes through it

CARLA, CARLA_BEFORE = "+525512345678", "+5215512345678"
PEDRO, PEDRO_BEFORE = "+5491123456789", "+541123456789"
ALICE = "+447700900123"


def migrate() -> None:
    """On the tables of that time, as far as it knows them."""
    db.session.commit()
    downgrade(revision="0025")
    migration: Any = import_module("webapp.migrations.versions.20261128_one_form_of_each_phone")
    migration.move(db.session.connection())
    db.session.commit()
    upgrade()
    db.session.expire_all()


def wrote(phone: str, text: str, number_id: int, days_ago: int = 0) -> Message:
    """As it was taken in before: under the sender as the carrier spelled it."""
    thread = factories.thread(phone, number_id)
    at = now() - timedelta(days=days_ago)
    thread.last_at = thread.last_inbound_at = at
    thread.last_text, thread.last_direction, thread.unread, thread.needs_reply = text, "in", 1, True
    found: Message = factories.add(
        Message(
            thread_id=thread.id, number_id=number_id, phone=phone, direction=Direction.IN,
            state=MessageState.RECEIVED, text=text, created_at=at,
        )
    )  # fmt: skip
    return found


def opted_out(phone: str, evidence: str = "STOP") -> OptOut:
    found: OptOut = factories.add(OptOut(phone=phone, source=OptOutSource.KEYWORD, evidence=evidence))
    return found


def held(message: Message) -> Hold:
    found: Hold = factories.add(
        Hold(phone=message.phone, message_id=message.id, thread_id=message.thread_id, text=message.text)
    )
    return found


def test_who_was_opted_out_in_another_spelling_is_opted_out(app: Flask) -> None:
    number = factories.number()
    opted_out(CARLA_BEFORE)
    opted_out(PEDRO_BEFORE)
    wrote(ALICE.replace("+44", "+0"), "STOP", factories.number("+447700900999", country="GB").id)
    opted_out(ALICE.replace("+44", "+0"))
    wrote("+8001234", "Your code is 1", number.id)
    migrate()
    assert set(register.active([CARLA, PEDRO, ALICE])) == {CARLA, PEDRO, ALICE}
    assert set(db.session.scalars(select(Contact.phone))) == {ALICE, "8001234"}


def test_of_two_opt_outs_one_stays_with_the_evidence_of_both(app: Flask) -> None:
    message = wrote(CARLA_BEFORE, "STOP", factories.number().id)
    before, after = opted_out(CARLA_BEFORE, "no more"), opted_out(CARLA, "by phone")
    db.session.add(LeftAlready(opt_out_id=before.id, message_id=message.id))
    migrate()
    row = db.session.scalars(select(OptOut)).one()
    assert (row.id, row.phone, row.lifted_at) == (after.id, CARLA, None)
    assert row.told_again == f"{CARLA_BEFORE}, {row.created_at:%Y-%m-%d}: no more"
    assert db.session.scalars(select(LeftAlready.opt_out_id)).one() == after.id


def test_an_opt_out_that_was_lifted_lifts_no_other(app: Flask) -> None:
    opted_out(CARLA).lifted_at = now()
    opted_out(CARLA_BEFORE)
    opted_out(PEDRO)
    opted_out(PEDRO_BEFORE).lifted_at = now()
    migrate()
    assert set(register.active([CARLA, PEDRO])) == {CARLA, PEDRO}
    assert db.session.query(OptOut).count() == 4


def test_a_contact_in_another_spelling_only_gets_its_phone(app: Flask) -> None:
    message = wrote(CARLA_BEFORE, "Hola", factories.number().id)
    contact_id = db.session.scalars(select(Contact.id)).one()
    migrate()
    assert db.session.get_one(Contact, contact_id).phone == CARLA
    assert db.session.get_one(Message, message.id).phone == CARLA


def test_two_contacts_become_one_with_all_that_was_said(app: Flask) -> None:
    number, other = factories.number(), factories.number("+12025550199")
    listed = factories.thread(CARLA, number.id)
    listed.last_at, listed.last_text = now() - timedelta(days=1), "Hi Carla"
    listed.contact.name = "Carla"
    first = wrote(CARLA_BEFORE, "¿Sí?", number.id)
    second = wrote(CARLA_BEFORE, "Hola", other.id)
    db.session.add(Event(kind="thread.done", thread_id=first.thread_id, data={}))
    hold = held(first)
    migrate()
    contact = db.session.scalars(select(Contact)).one()
    assert (contact.phone, contact.name) == (CARLA, "Carla")
    threads = {row.number_id: row for row in db.session.scalars(select(Thread))}
    assert set(threads) == {number.id, other.id}
    merged = threads[number.id]
    assert (merged.id, merged.last_text, merged.unread, merged.needs_reply) == (listed.id, "¿Sí?", 1, True)
    assert db.session.get_one(Message, first.id).thread_id == listed.id
    assert db.session.get_one(Message, second.id).thread_id == threads[other.id].id
    assert (hold.phone, hold.thread_id, hold.decided_at) == (CARLA, listed.id, None)
    assert db.session.scalars(select(Event.thread_id)).one() is None


def test_of_two_open_holds_one_stays_open(app: Flask) -> None:
    number_id = factories.number().id
    held(wrote(CARLA, "stop it", number_id))
    held(wrote(CARLA_BEFORE, "please", number_id))
    migrate()
    rows = db.session.scalars(select(Hold)).all()
    assert {row.phone for row in rows} == {CARLA}
    assert [row.text for row in rows if row.decided_at is None] == ["stop it"]


def test_who_is_queued_is_met_by_the_opt_out_and_nobody_is_queued_twice(app: Flask) -> None:
    batch = factories.batch([PEDRO_BEFORE, CARLA, ALICE])
    both = factories.batch([PEDRO, PEDRO_BEFORE], number_id=batch.number_id)
    migrate()
    of = select(Recipient.phone, Recipient.status, Recipient.skip_reason).order_by(Recipient.row_no)
    queued = RecipientStatus.QUEUED
    assert [tuple(row) for row in db.session.execute(of.where(Recipient.batch_id == batch.id))] == [
        (PEDRO, queued, ""),
        (CARLA, queued, ""),
        (ALICE, queued, ""),
    ]
    assert [tuple(row) for row in db.session.execute(of.where(Recipient.batch_id == both.id))] == [
        (PEDRO, queued, ""),
        ("+5491123456789", RecipientStatus.SKIPPED, "duplicate of row 2"),
    ]
    counts = tallies.counts(both.id)
    assert (counts[queued], counts[RecipientStatus.SKIPPED]) == (1, 1)


def test_what_is_as_it_should_be_stays(app: Flask) -> None:
    number = factories.number()
    wrote(ALICE, "Hello", number.id)
    wrote("12345", "Your code is 1", number.id)
    wrote("Vonage", "Hi", number.id)
    opted_out(CARLA)
    migrate()
    assert set(db.session.scalars(select(Contact.phone))) == {ALICE, "12345", "Vonage"}
    assert register.active([CARLA])
