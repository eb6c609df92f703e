"""Recipients outside their hours wait, visibly, and go on by themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from time_machine import travel

from tests import closing, factories
from tests.conversations import they_write
from tests.simulator.server import Simulator
from webapp import queue
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.contact import Contact
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.models.opt_out import OptOutSource
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.user import User
from webapp.rules.hours.hours import Hours
from webapp.services import settings, sweep
from webapp.services.batches import lifecycle
from webapp.services.hours import places
from webapp.services.opt_outs import register
from webapp.services.outbox import abandoned, claim, due, waiting
from webapp.services.outbox.dispatcher import Dispatcher
from webapp.services.recipients import tallies
from webapp.services.threads import activity
from webapp.services.threads.enqueue import put

MIAMI, PENSACOLA, LOS_ANGELES, BERLIN = "+13055550111", "+18505550111", "+13105550111", "+4915112345678"
TOLL_FREE, BIRMINGHAM = "+18005550111", "+12055550111"


@pytest.fixture
def ada(app: Flask) -> User:
    """An admin of a team that keeps the hours Outbound came with."""
    settings.put("keep_hours", True)
    return factories.user()


def taken(batch: Batch, most: int = 50) -> set[str]:
    """Who is claimed now."""
    lines = [line for line in due.senders() if line.id == batch.number_id]
    entries = [entry for line in lines for entry in claim.claim(line, most)]
    db.session.commit()
    return {entry.phone for entry in entries}


def standing(batch: Batch) -> dict[str, str]:
    rows = db.session.scalars(select(Recipient).where(Recipient.batch_id == batch.id))
    return {row.phone or "": f"{row.status} {row.skip_reason}".strip() for row in rows}


def test_a_day_over_four_zones(ada: User) -> None:
    """At 20:30 in New York Florida is closed, California open, Berlin asleep; each goes on in its morning."""
    to = [MIAMI, PENSACOLA, LOS_ANGELES, BERLIN, TOLL_FREE]
    batch = factories.batch(to, created_by=ada.id)
    db.session.commit()
    with travel("2026-11-26T01:30:00", tick=False):
        assert taken(batch) == {LOS_ANGELES}
        assert standing(batch) == {
            MIAMI: "waiting until 8:00 their time",
            PENSACOLA: "waiting until 8:00 their time",
            LOS_ANGELES: "sending",
            BERLIN: "waiting until 8:00 their time",
            TOLL_FREE: "skipped time zone unknown",
        }
        assert batch.wakes_at == datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
    for moment, who in {
        "2026-11-26T06:59:59": set(),
        "2026-11-26T07:00:00": {BERLIN},
        "2026-11-26T13:00:00": {MIAMI},
        "2026-11-26T13:59:59": set(),
        "2026-11-26T14:00:00": {PENSACOLA},
    }.items():
        with travel(moment, tick=False):
            assert taken(batch) == who, moment
    assert batch.wakes_at is None
    counts = Counter(str(row.status) for row in db.session.scalars(select(Recipient)))
    assert {name: count for name, count in tallies.counts(batch.id).items() if count} == counts


def test_a_sunday_in_alabama(ada: User) -> None:
    batch = factories.batch([BIRMINGHAM], created_by=ada.id)
    db.session.commit()
    with travel("2026-11-22T18:00:00", tick=False):
        assert taken(batch) == set()
        assert standing(batch) == {BIRMINGHAM: "waiting until 8:00 their time"}
    with travel("2026-11-23T14:00:00", tick=False):
        assert taken(batch) == {BIRMINGHAM}


def test_their_own_zone_comes_before_that_of_their_phone(ada: User) -> None:
    batch = factories.batch([MIAMI, LOS_ANGELES], created_by=ada.id)
    factories.thread(LOS_ANGELES, batch.number_id)
    factories.thread(MIAMI, batch.number_id)
    for phone, zone in ((LOS_ANGELES, "America/New_York"), (MIAMI, "America/Los_Angeles")):
        db.session.scalars(select(Contact).where(Contact.phone == phone)).one().timezone = zone
    db.session.commit()
    with travel("2026-11-26T02:30:00", tick=False):  # 21:30 in New York, 18:30 in Los Angeles
        assert taken(batch) == {MIAMI}


def test_whoever_made_the_batch_says_where_the_others_are(ada: User) -> None:
    batch = factories.batch([TOLL_FREE], created_by=ada.id, unknown_zone="America/Chicago")
    db.session.commit()
    with travel("2026-11-25T13:59:00", tick=False):
        assert taken(batch) == set()
        assert standing(batch) == {TOLL_FREE: "waiting until 8:00 their time"}
    with travel("2026-11-25T14:00:00", tick=False):
        assert taken(batch) == {TOLL_FREE}


def test_ten_o_clock_where_they_are(ada: User) -> None:
    batch = factories.batch([MIAMI, LOS_ANGELES, BERLIN], created_by=ada.id, local_at="2026-11-25T10:00")
    db.session.commit()
    for moment, who in {
        "2026-11-25T08:59:00": set(),
        "2026-11-25T09:00:00": {BERLIN},
        "2026-11-25T15:00:00": {MIAMI},
        "2026-11-25T18:00:00": {LOS_ANGELES},
    }.items():
        with travel(moment, tick=False):
            assert taken(batch) == who, moment


def test_many_who_are_outside_their_hours_are_put_aside_together(ada: User) -> None:
    batch = factories.batch([*factories.phones(300), LOS_ANGELES], created_by=ada.id)
    db.session.commit()
    with travel("2026-11-26T03:00:00", tick=False):  # 22:00 in Washington
        taken(batch, 7)
        assert taken(batch, 7) == {LOS_ANGELES}
    assert tallies.counts(batch.id)["waiting"] == 300


def test_the_batch_is_not_over_while_somebody_waits_and_the_sweep_wakes_it(ada: User) -> None:
    batch = factories.batch([MIAMI], created_by=ada.id)
    db.session.commit()
    with travel("2026-11-26T03:00:00", tick=False):
        taken(batch)
        lifecycle.finish_if_done(batch.id)
        assert batch.state == BatchState.RUNNING
        assert sweep.look()[queue.DISPATCH] == []
    with travel("2026-11-26T13:00:01", tick=False):
        assert [line.id for line in sweep.look()[queue.DISPATCH]] == [batch.number_id]


def test_whoever_opts_out_while_they_wait_is_skipped_at_once(ada: User) -> None:
    batch = factories.batch([MIAMI], created_by=ada.id)
    db.session.commit()
    with travel("2026-11-26T03:00:00", tick=False):
        taken(batch)
    register.record(MIAMI, OptOutSource.STAFF, "said so")
    db.session.commit()
    assert standing(batch) == {MIAMI: "skipped opted out"}
    with travel("2026-11-26T13:00:00", tick=False):
        assert taken(batch) == set()


def test_a_canceled_batch_leaves_nobody_waiting(ada: User) -> None:
    batch = factories.batch([MIAMI], created_by=ada.id)
    db.session.commit()
    with travel("2026-11-26T03:00:00", tick=False):
        taken(batch)
    lifecycle.cancel(batch, ada.id)
    assert batch.id in sweep.look()[queue.END_UNSENT_ROWS]
    lifecycle.end_unsent_rows(batch.id)
    db.session.commit()
    assert standing(batch)[MIAMI].startswith("canceled")


def test_what_staff_write_at_night_waits_for_the_morning_but_not_an_answer(ada: User) -> None:
    front_desk = factories.number()
    cold, warm = factories.thread(MIAMI, front_desk.id), factories.thread(LOS_ANGELES, front_desk.id)
    with travel("2026-11-26T08:00:00", tick=False):  # 3:00 in Miami, midnight in Los Angeles
        they_write("Are you there?", LOS_ANGELES)
        late, answer = (put(thread, "Hello", Origin.STAFF, ada.id) for thread in (cold, warm))
        db.session.commit()
        (line,) = due.senders()
        assert [entry.entry_id for entry in claim.claim(line, 10)] == [answer.id]
        db.session.commit()
        assert (late.state, late.not_before) == (MessageState.QUEUED, datetime(2026, 11, 26, 13, tzinfo=UTC))
        assert due.senders() == []
    with travel("2026-11-26T13:00:00", tick=False):
        (line,) = due.senders()
        assert [entry.entry_id for entry in claim.claim(line, 10)] == [late.id]
        db.session.rollback()


def test_what_waits_for_the_morning_goes_out_when_they_write(ada: User) -> None:
    thread = factories.thread(MIAMI, factories.number().id)
    with travel("2026-11-26T03:00:00", tick=False):
        late = put(thread, "Hello", Origin.STAFF, ada.id)
        db.session.commit()
        (line,) = due.senders()
        assert claim.claim(line, 10) == []
        db.session.commit()
        they_write("Still awake?", MIAMI)
        (line,) = due.senders()
        assert [entry.entry_id for entry in claim.claim(line, 10)] == [late.id]
        db.session.rollback()


def test_their_clock_is_kept_where_no_hours_are(ada: User) -> None:
    settings.put("keep_hours", False)
    to = [LOS_ANGELES, BERLIN, TOLL_FREE]
    batch = factories.batch(to, created_by=ada.id, local_at="2026-11-25T23:00")
    db.session.commit()
    for moment, who in {
        "2026-11-25T21:59:00": {TOLL_FREE},
        "2026-11-25T22:00:00": {BERLIN},
        "2026-11-26T07:00:00": {LOS_ANGELES},
    }.items():
        with travel(moment, tick=False):
            assert taken(batch) == who, moment


def test_where_no_hour_is_open_they_wait_and_are_not_lost(ada: User) -> None:
    closing.keep_hours(ada, closing.MORNING)
    places.put(replace(places.get("US-FL").place, hours=Hours(*[closing.EVENING] * 3)), ada)
    batch = factories.batch([MIAMI], created_by=ada.id)
    db.session.commit()
    assert taken(batch) == set()
    assert standing(batch) == {MIAMI: "waiting no hour is open for them"}


def test_an_answer_a_day_later_waits_again(ada: User) -> None:
    factories.number()
    with travel("2026-11-25T03:00:00", tick=False):
        they_write("Are you there?", MIAMI)
    for moment, wrote in (("2026-11-26T02:59:00", {MIAMI}), ("2026-11-26T03:01:00", set())):
        with travel(moment, tick=False):
            assert activity.wrote_since([MIAMI], now() - timedelta(hours=24)) == wrote


@pytest.mark.long
def test_from_closed_to_delivered(simulator: Simulator, dispatcher: Dispatcher) -> None:
    """Through the real dispatcher and the wire: nothing goes out while it is closed, all of it afterwards."""
    ada = factories.user()
    closing.close(ada)
    batch = factories.batch(factories.phones(20), created_by=ada.id)
    db.session.commit()
    assert dispatcher.run() is False
    assert simulator.control.messages() == []
    assert tallies.counts(batch.id)["waiting"] == 20
    closing.open_again(ada)
    dispatcher.run()
    simulator.control.idle()
    assert len(simulator.control.messages()) == 20
    db.session.rollback()
    assert db.session.get_one(Batch, batch.id).state == BatchState.FINISHED
    assert not list(db.session.scalars(select(Recipient).where(Recipient.status == RecipientStatus.WAITING)))
    abandoned.give_up()
    assert {message.state for message in db.session.scalars(select(Message))} == {MessageState.DELIVERED}
    waiting.look_again()
