"""Whatever is verified comes in: of any channel, kind and version, with its text or its captions."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests import factories
from tests.views.client import Browser
from tests.views.signed import INBOUND, Vonage, text
from tests.views.webhooks.conftest import everything, inbox
from webapp import queue
from webapp.db import db
from webapp.models.media import Media
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.models.webhook_event import WebhookEvent
from webapp.services.inbox.receiving import strays, waiting_texts
from webapp.services.opt_outs import holds, register

CAROL, URL = "+12025550111", "https://api-us.nexmo.com/v3/media/1b456509"
NESTED = {"channel": None, "text": None, "sms": None}


def mms(kind: str = "image", **values: Any) -> dict[str, Any]:
    return text(None, channel="mms", message_type=kind, sms=None, **values)


def old(content: object, channel: str = "sms", **values: Any) -> dict[str, Any]:
    """As the Messages API v0.1 tells it."""
    who = {name: {"type": channel, "number": number} for name, number in
           (("from", "12025550111"), ("to", "12025550100"))}  # fmt: skip
    return text(None, **NESTED, message={"content": content}) | who | values


def whatsapp(kind: str, **values: Any) -> dict[str, Any]:
    return text(None, channel="whatsapp", message_type=kind, sms=None, **values)


SAID = {
    "mms text": (mms("text", text="Hello"), "Hello", []),
    "a picture": (mms(image={"url": URL}), "", ["image"]),
    "a picture with a caption": (mms(image={"url": URL, "caption": "My knee"}), "My knee", ["image"]),
    "a picture with a text": (mms(image={"url": URL}, text="My knee"), "My knee", ["image"]),
    "both, the same": (mms(image={"url": URL, "caption": "My knee"}, text="My knee"), "My knee", ["image"]),
    "several": (
        mms(content=[
            {"type": "image", "url": URL + "1", "caption": "Before"},
            {"type": "image", "url": URL + "2", "caption": "After"},
            {"type": "video", "url": URL + "3"},
        ], text="Look"),
        "Look\nBefore\nAfter", ["image", "image", "video"],
    ),
    "told twice": (mms(image={"url": URL}, content=[{"type": "image", "url": URL}]), "", ["image"]),
    "a list of pictures": (mms(image=[{"url": URL + "1"}, {"url": URL + "2"}]), "", ["image", "image"]),
    "a contact card": (mms("vcard", vcard={"url": URL, "name": "a.vcf"}), "", ["vcard"]),
    "sound": (mms("audio", audio={"url": URL}), "", ["audio"]),
    "a video": (mms("video", video={"url": URL, "caption": "See"}), "See", ["video"]),
    "a file": (mms("file", file={"url": URL, "name": "a.pdf"}), "", ["file"]),
    "a kind of tomorrow": (mms("hologram", hologram={"url": URL, "caption": "Wow"}), "Wow", ["file"]),
    "a picture without an address": (mms(image={"caption": "My knee"}), "My knee", []),
    "v0.1": (old({"type": "text", "text": "Hello"}), "Hello", []),
    "v0.1, a bare text": (old("Hello"), "Hello", []),
    "v0.1, several": (
        old([{"type": "text", "text": "Hello"}, {"type": "text", "text": "you"}]), "Hello\nyou", [],
    ),
    "v0.1, a picture": (
        old({"type": "image", "image": {"url": URL, "caption": "My knee"}}, "mms"), "My knee", ["image"],
    ),
    "whatsapp": (whatsapp("text", text="Hello"), "Hello", []),
    "a button": (whatsapp("button", button={"payload": "1", "text": "Yes please"}), "Yes please", []),
    "a choice": (whatsapp("reply", reply={"id": "1", "title": "Yes please"}), "Yes please", []),
    "a sticker": (whatsapp("sticker", sticker={"url": URL}), "", ["image"]),
    "rcs": (text("Hello", channel="rcs"), "Hello", []),
    "viber": (text("Hello", channel="viber_service"), "Hello", []),
    "a number for a text": (text(7), "7", []),
    "a sender as a number": (text("Hello", **{"from": 12025550111}), "Hello", []),
    "a sender as it is written": (text("Hello", **{"from": "+1 (202) 555-0111"}), "Hello", []),
    "without an id": (text("Hello", message_uuid=None), "Hello", []),
    "an id as a number": (text("Hello", message_uuid=7), "Hello", []),
    "an id too long": (text("Hello", message_uuid="x" * 65), "Hello", []),
}  # fmt: skip


@pytest.mark.parametrize(("payload", "said", "kinds"), SAID.values(), ids=SAID)
def test_it_becomes_a_message(
    vonage: Vonage, number: Number, payload: dict[str, Any], said: str, kinds: list[str]
) -> None:
    for _ in range(2):
        assert vonage.says(INBOUND, payload).status_code == 200
    assert everything() == (1, 1)
    message = db.session.scalars(select(Message)).one()
    assert (message.text, message.phone, message.reason) == (said, CAROL, "")
    assert db.session.scalars(select(Media.kind).order_by(Media.position)).all() == kinds


@pytest.mark.parametrize(
    ("payload", "note"),
    [
        (mms("unsupported"), "They sent something that Vonage could not pass on."),
        (whatsapp("location", location={"lat": 1.5, "long": 2}), "They sent a location."),
        (mms("vcard", vcard={}), "They sent a contact card."),
        (old({"type": "location", "location": {"lat": 1}}), "They sent a location."),
        (
            whatsapp("hologram", hologram={"x": 1}),
            "They sent a message of the kind “hologram”, which cannot be shown here.",
        ),
    ],
    ids=str,
)
def test_what_has_no_words_is_told_in_ours(
    vonage: Vonage, number: Number, admin: Browser, payload: dict[str, Any], note: str
) -> None:
    assert vonage.says(INBOUND, payload).status_code == 200
    thread = db.session.scalars(select(Thread)).one()
    assert note in admin.get(f"/inbox/{thread.id}").words
    assert (thread.last_text, thread.needs_reply) == (note, True)


STOPS = {
    "mms": mms("text", text="STOP"),
    "a caption": mms(image={"url": URL, "caption": "Stop"}),
    "the second caption": mms(
        content=[{"type": "image", "url": URL}, {"type": "image", "url": URL + "2", "caption": "STOP"}]
    ),
    "a text beside a picture": mms(image={"url": URL, "caption": "my dog"}, text="Unsubscribe"),
    "the caption of a file": mms("file", file={"url": URL, "caption": "stop"}),
    "v0.1": old({"type": "text", "text": "STOP"}),
    "whatsapp": whatsapp("text", text="STOP"),
    "a button": whatsapp("button", button={"payload": "1", "text": "Stop"}),
    "rcs to a brand": text("STOP", channel="rcs", to="Front Desk Ltd"),
    "to nobody": text("STOP", to=None),
    "to a short code": text("STOP", to="12345"),
}


@pytest.mark.parametrize("payload", STOPS.values(), ids=STOPS)
def test_a_stop_is_a_stop(vonage: Vonage, number: Number, payload: dict[str, Any]) -> None:
    assert vonage.says(INBOUND, payload).status_code == 200
    assert list(register.active([CAROL])) == [CAROL]


@pytest.mark.parametrize(
    ("payload", "held"),
    [
        (mms(image={"url": URL, "caption": "please stop texting me"}), True),
        (mms(image={"url": URL, "caption": "take me off your list"}, text="Hello"), True),
        (mms(image={"url": URL, "caption": "the bus stop"}), False),
    ],
    ids=str,
)
def test_a_longer_wish_in_a_caption_waits_for_a_person(
    vonage: Vonage, number: Number, payload: dict[str, Any], held: bool
) -> None:
    vonage.says(INBOUND, payload)
    assert not register.active([CAROL])
    assert (holds.of(CAROL) is not None) is held


def test_start_below_a_picture_of_something_else_opts_nobody_in(vonage: Vonage, number: Number) -> None:
    vonage.says(INBOUND, text("STOP"))
    vonage.says(INBOUND, mms(image={"url": URL, "caption": "START"}, text="the race", uuid="in-2"))
    assert register.active([CAROL])
    vonage.says(INBOUND, mms(image={"url": URL, "caption": "START"}, uuid="in-3"))
    assert not register.active([CAROL])


@pytest.mark.parametrize("words", ["STOP", "HELP", "Hello"])
def test_digits_of_a_chat_service_are_nobody_s_phone(vonage: Vonage, number: Number, words: str) -> None:
    """Nor is anything sent there."""
    vonage.says(INBOUND, text(words, channel="messenger", **{"from": "12025550111", "to": "98765"}))
    assert db.session.scalars(select(Message.phone)).all() == ["12025550111"]
    assert not register.active([CAROL])


def test_where_no_number_is_named_it_joins_their_latest_conversation(vonage: Vonage, number: Number) -> None:
    second = factories.number("+12025550101")
    vonage.says(INBOUND, text("One"))
    vonage.says(INBOUND, text("Two", uuid="in-2", to="12025550101"))
    vonage.says(INBOUND, text("Three", uuid="in-3", channel="rcs", to="Front Desk"))
    db.session.rollback()
    third = db.session.scalars(select(Message).where(Message.text == "Three")).one()
    assert third.number_id == second.id


STRAYS = {
    "no sender": text("Help me", **{"from": None}),
    "an empty sender": text("Help me", **{"from": ""}),
    "a sender too long for a phone": text("Help me", **{"from": "1" * 16}),
    "a sender that is a list": text("Help me", **{"from": ["12025550111"]}),
    "the id of a chat service": text("Help me", channel="messenger", **{"from": "9" * 17}),
    "v0.1 without a number": old("Help me") | {"from": {"type": "messenger", "name": "Carol"}},
}


@pytest.mark.parametrize("payload", STRAYS.values(), ids=STRAYS)
def test_a_message_of_nobody_waits_until_somebody_has_looked(
    vonage: Vonage, number: Number, staff: Browser, payload: dict[str, Any]
) -> None:
    for _ in range(2):
        assert vonage.says(INBOUND, payload).status_code == 200
    assert everything() == (1, 0)
    waiting_texts.adopt()
    assert "1 message came that belongs to no conversation" in staff.get("/").words
    assert "1 message came that belongs to no conversation" in staff.get("/inbox").words
    page = staff.get("/inbox/strays")
    assert "Help me" in page.words
    done = staff.submit(page, f"/inbox/strays/{strays.waiting()[0].id}/done")
    assert "Help me" not in done.words
    assert "belongs to no conversation" not in staff.get("/").words
    assert strays.count() == 0


def test_without_any_number_a_message_to_a_brand_waits_as_well(app: Flask, vonage: Vonage) -> None:
    vonage.says(INBOUND, text("Hello", channel="rcs", to="Front Desk"))
    assert [(one.sender, one.to, one.said) for one in strays.waiting()] == [(CAROL, "Front Desk", "Hello")]


def test_media_wait_with_a_text_for_a_number_that_is_added_later(vonage: Vonage) -> None:
    vonage.says(INBOUND, mms(image={"url": URL, "caption": "My knee"}))
    assert inbox() == []
    factories.number()
    assert waiting_texts.adopt() == 1
    db.session.commit()
    assert inbox() == ["My knee"]
    assert db.session.scalars(select(Media.url)).all() == [URL]


def test_a_text_that_waited_since_before_there_were_media_is_read(vonage: Vonage) -> None:
    vonage.says(INBOUND, text("Hello"))
    event = db.session.scalars(select(WebhookEvent)).one()
    kept = {name: value for name, value in event.payload["sms"].items() if name not in ("media", "note")}
    db.session.execute(update(WebhookEvent).values(payload={"sms": kept, "raw": {}}))
    factories.number()
    assert waiting_texts.adopt() == 1
    db.session.commit()
    assert inbox() == ["Hello"]


def test_each_is_fetched_by_a_job_of_its_own_after_the_commit(vonage: Vonage, number: Number) -> None:
    vonage.says(INBOUND, mms(content=[{"type": "image", "url": URL + str(n)} for n in range(3)]))
    for media_id in db.session.scalars(select(Media.id)):
        assert queue.redis().exists(queue.waiting_key(queue.FETCH_MEDIA, media_id))
    assert db.session.scalar(select(func.count()).select_from(Media)) == 3


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        (mms(image={"url": URL}), "Picture"),
        (mms(content=[{"type": "image", "url": URL + str(n)} for n in range(2)]), "2 pictures"),
        (mms(content=[{"type": "image", "url": URL}, {"type": "video", "url": URL + "2"}]), "Picture, video"),
        (mms("audio", audio={"url": URL}), "Audio message"),
        (mms(image={"url": URL, "caption": "My knee"}), "My knee"),
    ],
    ids=str,
)
def test_the_list_says_what_came(
    vonage: Vonage, number: Number, staff: Browser, payload: dict[str, Any], shown: str
) -> None:
    vonage.says(INBOUND, payload)
    assert shown in staff.get("/inbox").words
