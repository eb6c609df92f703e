"""Texts for a number that no one has added are kept until someone does."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, select

from jobs import signal_hooks as jobs
from jobs.sweep import sweep
from tests import factories
from tests.views.client import Browser
from tests.views.signed import INBOUND, Vonage, text
from tests.views.webhooks.conftest import inbox
from webapp.db import db
from webapp.models.event import Event
from webapp.models.message import Message
from webapp.models.opt_out import OptOut
from webapp.models.webhook_event import WebhookEvent
from webapp.services import hooks, settings
from webapp.services.opt_outs import register


def test_a_text_for_an_unknown_number_is_kept_and_read_once_the_number_is_added(
    vonage: Vonage, admin: Browser
) -> None:
    for uuid, words in (("in-1", "Anybody there?"), ("in-2", "Hello?")):
        assert vonage.says(INBOUND, text(words, uuid=uuid)).status_code == 200
    vonage.says(INBOUND, text("Other", uuid="in-3", to="12025550199"))
    assert inbox() == []

    page = admin.get("/numbers")
    assert "2 texts came for +1 202-555-0100" in page.words
    assert "which is not among your numbers" in page.words
    assert "1 text came for +1 202-555-0199" in page.words

    form = admin.get("/numbers/add?phone=%2B12025550100")
    assert form.value("phone") == "+12025550100"
    page = admin.submit(form, "/numbers/add")
    assert "came for +1 202-555-0100" not in page.words
    follow()
    assert inbox() == ["Anybody there?", "Hello?"]
    assert "came for +1 202-555-0100" not in admin.get("/numbers").words
    assert "Hello?" in admin.get("/inbox").words


WHO, KNOWN = "+12025550111", "12025550122"
STOPS = {
    "SMS": text("STOP"),
    "with our name": text("STOP Bright Smile"),
    "a caption": text("") | {"message_type": "image", "image": {"url": "https://x/1.jpg", "caption": "Stop"}},
    "to a brand": text("arrêt") | {"to": "Bright"},
}


def add(admin: Browser) -> None:
    admin.submit(admin.get("/numbers/add"), "/numbers/add", phone="+12025550100")
    follow()


def follow() -> None:
    """What follows from it happens, as the jobs do it."""
    for signal_id in hooks.due():
        jobs.act(signal_id)


def is_out() -> bool:
    db.session.rollback()
    return WHO in register.active([WHO])


def lines(kind: str) -> list[Event]:
    return list(db.session.scalars(select(Event).where(Event.kind == kind)))


@pytest.mark.parametrize("said", STOPS.values(), ids=STOPS)
def test_a_stop_to_an_unknown_number_counts_at_once(
    vonage: Vonage, admin: Browser, said: dict[str, Any]
) -> None:
    settings.put("team_name", "Bright Smile")
    for _ in range(2):
        assert vonage.says(INBOUND, said).status_code == 200
    assert is_out()
    assert (inbox(), len(lines("contact.opted_out"))) == ([], 1)
    assert "+1 202-555-0111" in admin.get("/opt-outs").words


def test_it_is_read_when_the_number_is_added_and_neither_recorded_again_nor_confirmed(
    vonage: Vonage, admin: Browser
) -> None:
    vonage.says(INBOUND, text("STOP"))
    add(admin)
    assert inbox() == ["STOP"]
    assert len(lines("contact.opted_out")) == 1
    out, messages = db.session.scalars(select(OptOut)).one(), db.session.scalars(select(Message)).all()
    assert [one.id for one in messages] == [out.message_id]


def test_who_was_let_back_meanwhile_stays_so(vonage: Vonage, admin: Browser) -> None:
    vonage.says(INBOUND, text("STOP"))
    assert register.lift(WHO, "She rang.", factories.user("Grace").id)
    add(admin)
    assert not is_out()


@pytest.mark.parametrize(
    ("said", "out"),
    [
        ("STOP, START", False),
        ("START, STOP", True),
        ("STOP, START, STOP", True),
        ("STOP, START, STOP known", True),
        ("START, STOP known", True),
        ("STOP, START known", False),
        ("START, STOP, START", False),
        ("START", False),
        ("Hello", False),
        ("Please stop texting me", False),
    ],
)
def test_what_they_said_last_holds(vonage: Vonage, admin: Browser, said: str, out: bool) -> None:
    factories.number(f"+{KNOWN}")
    for serial, words in enumerate(said.split(", ")):
        to = KNOWN if words.endswith("known") else "12025550100"
        vonage.says(INBOUND, text(words.removesuffix(" known"), uuid=f"in-{serial}", to=to))
    add(admin)
    assert is_out() is out


def test_a_stop_that_could_not_be_read_when_it_came_counts_when_it_is(vonage: Vonage, admin: Browser) -> None:
    vonage.says(INBOUND, text("STOP"))
    event = db.session.scalars(select(WebhookEvent)).one()
    event.payload = {name: event.payload[name] for name in ("sms", "raw")}  # as it was kept before
    db.session.execute(delete(OptOut))
    db.session.commit()
    add(admin)
    assert is_out()


@pytest.mark.parametrize("sender", ["12345", "Bank"])
def test_nobody_but_a_phone_is_out_for_it(vonage: Vonage, admin: Browser, sender: str) -> None:
    vonage.says(INBOUND, text("STOP") | {"from": sender})
    assert db.session.scalars(select(OptOut)).all() == []


def test_an_old_start_does_not_undo_a_stop_that_came_after_the_number(vonage: Vonage, admin: Browser) -> None:
    vonage.says(INBOUND, text("START", uuid="in-1"))
    admin.submit(admin.get("/numbers/add"), "/numbers/add", phone="+12025550100")
    vonage.says(INBOUND, text("STOP", uuid="in-2"))
    sweep()
    assert "+1 202-555-0111" in admin.get("/opt-outs").words


def test_staff_are_told_about_such_texts_too(vonage: Vonage, staff: Browser) -> None:
    vonage.says(INBOUND, text())
    assert "An admin can add it to read it." in staff.get("/numbers").words
