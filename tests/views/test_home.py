"""The first page: first steps that are ticked by what is really there."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from redis import Redis
from rq import Queue

from jobs.sweep import sweep
from jobs.worker import QuietWorker
from tests import desks, factories
from tests.conversations import they_write
from tests.views.client import Browser
from webapp import queue
from webapp.db import db, now
from webapp.models.batch import BatchState
from webapp.models.channel import Channel
from webapp.models.user import Role, User
from webapp.models.webhook_event import WebhookEvent
from webapp.rules.phones import phone
from webapp.services.numbers import numbers
from webapp.services.outbox import aside
from webapp.services.team import invitations
from webapp.simulator.people import PEOPLE, person

pytestmark = pytest.mark.usefixtures("with_simulator")


def test_the_first_steps_are_ticked_one_by_one(admin: Browser, ada: User) -> None:
    assert "0 of 4 done" in admin.get("/").words
    numbers.add(numbers.simulated(), ada)
    page = admin.get("/")
    assert "1 of 4 done" in page.words
    assert all(one.words() for one in page.root.all("p")), "nothing empty below the steps"
    invitations.invite(ada, Role.STAFF)
    page = admin.get("/")
    assert "2 of 4 done" in page.words
    assert "Invite a colleague (done)" in page.words


def test_the_simulator_says_so_on_every_page(admin: Browser) -> None:
    for path in ("/", "/numbers", "/people", "/profile"):
        assert "Simulator: nothing is really sent." in admin.get(path).words


def test_the_sample_list_can_be_sent_and_its_people_answer(admin: Browser) -> None:
    answer = admin.client.get("/sample.csv")
    assert "outbound-sample.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    phones = [phone.parse(row["phone_number"], None) for row in rows]
    assert len(set(phones)) == len(rows) == 7
    assert {person(p).replies for p in phones} >= {("STOP",), ("yes",)}
    assert {person(p) for p in phones} <= set(PEOPLE)


def test_admins_see_what_was_set_aside_and_why(admin: Browser, staff: Browser) -> None:
    number = factories.number()
    aside.rest((number.id, Channel.SMS), ValueError("injected"))
    payload = {"sms": {"sender": "+12025550111", "to": number.e164}}
    waiting = {"kind": "inbound", "carrier_id": "c", "received_at": now()}
    db.session.add(WebhookEvent(key="inbound:c", payload=payload, state="unreadable", **waiting))
    page = admin.get("/")
    assert "Nothing is sent now" not in page.words
    assert "sends nothing for the moment: Outbound failed while it worked for this number" in page.words
    assert "1 text that came in could not be read." in page.words
    assert "sends nothing for the moment" not in staff.get("/").words
    page = admin.get("/numbers")
    assert "It is from +1 202-555-0111" in page.words
    assert "Ask them what they wrote: it may have been STOP." in page.words
    page = admin.submit(page, "/numbers/unreadable-texts")
    assert "could not be read" not in page.words
    assert "could not be read" not in staff.get("/numbers").words


@pytest.fixture(params=["cannot write", "away"])
def standing_still(
    request: pytest.FixtureRequest, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A Valkey without room, or none."""
    present = queue.redis()
    monkeypatch.setitem(app.extensions, "redis_silence", queue.Silence())
    if request.param == "away":
        away = Redis.from_url("unix:///nowhere/valkey.sock")
        monkeypatch.setitem(app.extensions, "redis", away)
    else:
        present.config_set("maxmemory", 1)
    yield request.param
    present.config_set("maxmemory", 0)


def test_it_is_said_that_nothing_is_sent(standing_still: str, admin: Browser, staff: Browser) -> None:
    batch = factories.batch(["+12025550101"], state=BatchState.RUNNING, started_at=now())
    page = admin.get("/")
    assert "Nothing is sent now, and no one is called." in page.words
    full = standing_still == "cannot write"
    assert ("its disk is full" in page.words) == full
    assert ("nothing is lost" in page.words) == (not full), "the database may lie on the same disk"
    assert "Nothing is sent" not in staff.get("/").words
    assert "Tell an admin of your team." in staff.get(f"/batches/{batch.id}").words
    told = {"database": "ok", "redis": standing_still, "work": standing_still}
    assert admin.client.get("/healthz").json == told


def test_a_disk_without_room_is_no_good_health(admin: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading goes on, so that the database answers; nothing that comes in is taken."""
    monkeypatch.setattr("webapp.dialects.sqlite.LEAST_ROOM", 1 << 62)
    answer = admin.client.get("/healthz")
    told = ("cannot write", 503) if db.engine.name == "sqlite" else ("ok", 200)
    assert ((answer.json or {})["database"], answer.status_code) == told


def test_it_is_said_that_no_one_does_the_work(
    app: Flask, monkeypatch: pytest.MonkeyPatch, admin: Browser, staff: Browser
) -> None:
    def told() -> str:
        answer = admin.client.get("/healthz").json or {}
        assert {"database": "ok", "redis": "ok"}.items() < answer.items()
        return str(answer["work"])

    batch = factories.batch(["+12025550101"], state=BatchState.RUNNING, started_at=now())
    connection = queue.redis()
    sweeps = Queue("default", connection=connection)
    monkeypatch.setitem(app.extensions, "redis_silence", queue.Silence())
    queue.expect_workers(app)
    assert told() == "ok"  # all may have started a moment ago
    monkeypatch.setitem(app.extensions, "workers_expected", -1e9)
    assert told() == "no worker"
    assert "The workers, which send and call, have done nothing" in admin.get("/").words
    assert "The workers, which send and call" in staff.get(f"/batches/{batch.id}").words
    worker = QuietWorker([sweeps], connection=connection, worker_ttl=60)
    worker.register_birth()  # type: ignore[no-untyped-call]
    worker.set_state("idle")
    assert told() == "no scheduler"
    assert "What is due at a time does not begin now. The scheduler" in admin.get("/").words
    sweeps.enqueue("jobs.sweep.sweep")
    assert told() == "no worker"  # it takes nothing: it hangs
    worker.set_state("busy")
    assert told() == "ok"  # a long import, say
    worker.set_state("idle")
    sweep()
    assert told() == "ok"
    app.extensions["redis_silence"].until = time.monotonic() - 1
    connection.delete(queue.AT_WORK)
    assert told() == "ok"  # Redis is back a moment, and was wiped


def test_what_agents_have_handed_off_is_told(admin: Browser) -> None:
    desks.at_work()
    assert "Handed off" not in admin.get("/").words
    they_write("Can I talk to a real person?")
    desks.answer()
    page = admin.get("/")
    tile = next(a for a in page.root.all("a") if a.words() == "1 Handed off")
    assert "1 Need a reply" in page.words
    assert "+1 202-555-0111" in admin.get(tile.attrs["href"]).words


def test_a_batch_that_has_begun_is_not_said_to_start(admin: Browser) -> None:
    factories.batch(["+12025550101"], state=BatchState.PAUSED, started_at=now() - timedelta(days=1))
    page = admin.get("/")
    assert "Autumn letter" in page.words and "1 day ago" in page.words
    assert "Starts" not in page.words
