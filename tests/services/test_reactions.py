"""A phone's reaction stands at our message; it needs no answer, and says nothing about opting out."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import factories
from tests.conversations import CAROL, DAVE, fresh, they_write, thread_of, we_write
from webapp.db import db, now
from webapp.models.message import Message, MessageState
from webapp.models.recipient import Recipient
from webapp.models.thread import Thread
from webapp.services import settings
from webapp.services.inbox import reply, withdraw
from webapp.services.inbox.timeline import timeline
from webapp.services.opt_outs import holds, register
from webapp.services.privacy import erasure, export, traces
from webapp.services.threads import messages

OURS = "Hi Carol, your visit is on Friday. Reply STOP to opt out. Riverside Clinic"


@pytest.fixture
def thread(app: Flask) -> Thread:
    """We wrote to her, and she got it."""
    factories.number(label="")
    ada = factories.user()
    found = thread_of(they_write("When is it?"))
    message = we_write(found, OURS, ada.id)
    deliver(message)
    return fresh(found)


def deliver(message: Message) -> None:
    db.session.execute(update(Message).where(Message.id == message.id).values(state=MessageState.DELIVERED))
    db.session.commit()


def ours() -> Message:
    return db.session.scalars(select(Message).where(Message.text == OURS)).one()


def chip(thread: Thread) -> str | None:
    reaction = timeline.latest(fresh(thread), None).reactions.get(ours().id)
    return reaction.reaction if reaction else None


def untouched(phone: str = CAROL) -> bool:
    return not register.active([phone]) and holds.of(phone) is None


@pytest.mark.parametrize("text", [f"Liked “{OURS}”", f"👍 to “{OURS[:40]}…”", f"A aimé « {OURS} »"])
def test_it_stands_at_our_message_and_asks_for_nothing(thread: Thread, text: str) -> None:
    before = fresh(thread)
    state = (before.needs_reply, before.unread, before.last_text, before.last_inbound_at, before.last_at)
    revision = before.revision
    message = they_write(text)
    after = fresh(thread)
    assert (message.reacts_to, message.text) == (ours().id, text)
    assert chip(thread) == "👍"
    assert (after.needs_reply, after.unread, after.last_text, after.last_inbound_at, after.last_at) == state
    assert after.revision > revision
    assert untouched()
    shown = [one.text for one in timeline.latest(after, None).messages]
    assert shown == ["When is it?", OURS]


def test_the_latest_one_counts_until_it_is_taken_back(thread: Thread) -> None:
    they_write(f"Liked “{OURS}”")
    they_write(f"Loved “{OURS}”")
    assert chip(thread) == "❤️"
    they_write(f"Removed a heart from “{OURS}”")
    assert chip(thread) is None
    they_write(f"Reacted 🎉 to “{OURS}”")
    assert chip(thread) == "🎉"


def test_a_wish_behind_it_is_one(thread: Thread) -> None:
    they_write(f"Liked “{OURS}”. STOP")
    assert not untouched()


@pytest.mark.parametrize(
    "text",
    [f"“{OURS}” thanks", f"> {OURS}\nSee you then", f"{OURS}\n\nok!", f"What does “{OURS}” mean?"],
)
def test_words_of_ours_that_they_quote_are_no_wish(thread: Thread, text: str) -> None:
    message = they_write(text)
    assert message.reacts_to is None
    assert fresh(thread).needs_reply
    assert untouched()


def test_words_of_ours_that_read_like_a_wish_are_still_ours(thread: Thread) -> None:
    deliver(we_write(thread, "Shall we stop texting you? Say so here.", factories.user().id))
    they_write("“Shall we stop texting you? Say so here.” no, they help me")
    assert untouched()
    they_write("“Shall we stop texting you? Say so here.” yes, stop texting me")
    assert holds.of(CAROL) is not None


def test_a_quotation_that_is_not_ours_is_an_ordinary_text(thread: Thread) -> None:
    message = they_write("Liked “Lunch on Sunday?”")
    assert message.reacts_to is None
    assert fresh(thread).needs_reply


def test_what_we_wrote_to_somebody_else_is_not_quoted(thread: Thread) -> None:
    assert they_write(f"Liked “{OURS}”", DAVE).reacts_to is None


def test_what_never_left_cannot_be_quoted(thread: Thread) -> None:
    message = we_write(thread, "The address is 12 High Street.", factories.user().id)
    messages.move(MessageState.CANCELED, Message.id == message.id)
    db.session.commit()
    assert they_write("Liked “The address is 12 High Street.”").reacts_to is None


def test_a_batch_counts_no_reply(app: Flask) -> None:
    batch = factories.batch([CAROL])
    sent = factories.sent(batch, CAROL)
    db.session.execute(
        update(Message).where(Message.id == sent.id).values(text="Hi Carol, open day on Friday!")
    )
    db.session.commit()
    assert they_write("Liked “Hi Carol, open day on Friday!”").reacts_to == sent.id
    assert db.session.scalars(select(Recipient.replied_at)).one() is None


def test_stop_and_our_name_opts_out(thread: Thread) -> None:
    settings.put("team_name", "Bright Smile")
    they_write("stop bright smile")
    assert register.active([CAROL])


def test_stop_and_the_name_below_our_texts_opts_out(thread: Thread) -> None:
    they_write("Stop Riverside Clinic")
    assert register.active([CAROL])


def test_it_is_taken_away_and_erased_with_the_rest(thread: Thread) -> None:
    text = f"Liked “{OURS}”"
    they_write(text)
    found = traces.look(CAROL)
    assert text in export.whole(CAROL, found).replace("\\n", "\n")
    assert any("Liked" in line for line in export.messages(CAROL))
    erasure.erase(CAROL, found)
    db.session.commit()
    assert db.session.scalars(select(Message)).all() == []


def test_nobody_waits_again_when_staff_take_back_what_they_wrote_after_it(thread: Thread) -> None:
    reply.mark_answered(thread)
    ada = factories.user()
    later = we_write(thread, "And bring your card.", ada.id)
    they_write(f"Liked “{OURS}”")
    db.session.execute(update(Message).where(Message.id == later.id).values(not_before=now()))
    withdraw.withdraw(later.id, ada)
    db.session.commit()
    assert not fresh(thread).needs_reply
