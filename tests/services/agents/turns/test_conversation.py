"""What an engine may know: this contact, the newest batch's row, what was said, what is to be answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import calls, desks, factories
from tests.conversations import CAROL, DAVE, they_send, they_write, thread_of, we_write
from webapp.agents import memory
from webapp.agents.base import MOST_TURNS, Memory, OpenTask, Who
from webapp.db import db, now
from webapp.models.contact import Contact
from webapp.models.entry import Origin
from webapp.models.hold import Hold
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.models.recipient import Recipient
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.agents.turns import conversation, holding
from webapp.services.agents.turns.conversation import Asked, Said
from webapp.services.agents.turns.holding import Held
from webapp.services.opt_outs import holds
from webapp.services.threads.enqueue import put

DESK = desks.replace(desks.DESK, languages=("es", "en"))


@pytest.fixture
def ada(app: Flask) -> User:
    return desks.at_work()[0]


def read(thread: Thread) -> Said:
    db.session.commit()
    thread = db.session.get_one(Thread, thread.id)
    return conversation.read([Asked(Held(thread, holding.answering(thread.id)), "Desk", DESK)])[thread.id]


def asked(thread: Thread) -> tuple[str, ...]:
    found = read(thread).conversation
    return found.unanswered() if found else ()


def reached(text: str, phone: str = CAROL, context: str = "") -> Message:
    """What a phone gets from a batch, from the number that is there."""
    ada, number = db.session.scalars(select(User)).first(), db.session.scalars(select(Number)).one()
    assert ada is not None
    batch = factories.batch([phone], number_id=number.id, created_by=ada.id, context=context)
    message = factories.sent(batch, phone)
    message.text = text
    db.session.commit()
    return message


def test_the_row_of_the_newest_batch_with_its_message_and_context_and_no_other_row(ada: User) -> None:
    reached("An older one", context="old")
    reached("Hi Dave", DAVE, "for Dave")
    reached("Hi Person 2", context="{{first_name}} is a patient.")
    found = read(thread_of(they_write("Hello there"))).conversation
    assert found is not None
    assert found.outreach.row == {"phone_number": CAROL, "first_name": "Person 2"}
    assert (found.outreach.message, found.outreach.context) == ("Hi Person 2", "Person 2 is a patient.")
    assert DAVE not in repr(found)
    assert "Dave" not in repr(found)


def test_turns_oldest_first_with_who_said_them(ada: User) -> None:
    reached("Hi Person 2")
    thread = thread_of(they_write("Where can I park?"))
    put(thread, "Behind the house.", Origin.AGENT)
    db.session.execute(update(Message).where(Message.origin == Origin.AGENT).values(state=MessageState.SENT))
    we_write(thread, "Or in front.", ada.id)
    they_write("Thank you! And when?")
    found = read(thread).conversation
    assert found is not None
    assert [(turn.who, turn.text) for turn in found.turns] == [
        (Who.STAFF, "Hi Person 2"), (Who.CONTACT, "Where can I park?"), (Who.AGENT, "Behind the house."),
        (Who.STAFF, "Or in front."), (Who.CONTACT, "Thank you! And when?"),
    ]  # fmt: skip
    assert found.unanswered() == ("Thank you! And when?",)


def test_turns_are_bounded_and_card_numbers_masked(ada: User) -> None:
    thread = thread_of(they_write("first"))
    for number in range(MOST_TURNS):
        they_write(f"my card is 4111 1111 1111 1111, text {number}")
    found = read(thread).conversation
    assert found is not None
    assert len(found.turns) == MOST_TURNS
    assert "4111 1111" not in repr(found.turns)
    assert "[card ending in 1111]" in found.turns[-1].text


def test_a_batch_that_goes_out_after_a_question_does_not_answer_it(ada: User) -> None:
    thread = thread_of(they_write("Where can I park?"))
    reached("Our autumn letter")
    assert asked(thread) == ("Where can I park?",)


@pytest.mark.parametrize(("reaches_out", "open_still"), [(True, False), (False, True)])
def test_a_yes_to_a_newer_batch_confirms_nothing_that_the_agent_asked_before(
    ada: User, reaches_out: bool, open_still: bool
) -> None:
    reached("Will you come?")
    first = they_write("Can I move it?")
    thread = thread_of(first)
    put(thread, "Tuesday at 3: is that right?", Origin.AGENT)
    db.session.execute(update(Message).where(Message.origin == Origin.AGENT).values(state=MessageState.SENT))
    left_open = memory.to_json(Memory(OpenTask("move", {"day": "2026-03-03"}, confirming=True)))
    row = holding.answering(thread.id)
    row.memory, row.read_to = left_open, first.id
    if reaches_out:
        reached("Your next appointment is on 2 May. Will you come?")
    they_write("yes")
    found = read(thread).conversation
    assert found is not None
    assert (found.memory.task is not None) is open_still


def test_what_is_settled_is_not_asked_again(ada: User) -> None:
    first = they_write("Where can I park?")
    thread = thread_of(first)
    holding.answering(thread.id).read_to = first.id
    assert asked(thread) == ()
    they_write("And when?")
    assert asked(thread) == ("And when?",)


def test_a_dismissed_wish_and_keywords_are_not_asked_again(ada: User) -> None:
    thread = thread_of(they_write("please take me off your list, I never asked for this"))
    holds.dismiss(db.session.scalars(select(Hold)).one(), ada)
    they_write("HELP")
    they_write("Where can I park?")
    assert asked(thread) == ("Where can I park?",)


def test_what_never_left_was_never_said(ada: User) -> None:
    thread = thread_of(they_write("Where can I park?"))
    we_write(thread, "Behind the house.", ada.id)
    db.session.execute(update(Message).where(Message.direction == "out").values(state=MessageState.CANCELED))
    assert asked(thread) == ("Where can I park?",)


def test_a_picture_has_no_words(ada: User) -> None:
    thread = thread_of(they_send(("image", "https://api.nexmo.com/1", "")))
    assert read(thread).wordless
    they_write("What is this?")
    assert not read(thread).wordless


def test_who_they_are_and_what_their_clock_says(ada: User) -> None:
    thread = thread_of(they_write("Hello there"))
    values = {"name": "Carol Ray", "attributes": {"plan": "gold"}, "timezone": "Asia/Tokyo"}
    db.session.execute(update(Contact).where(Contact.phone == CAROL).values(**values))
    found = read(thread).conversation
    assert found is not None
    assert (found.contact.name, found.contact.country, found.contact.attributes) == (
        "Carol Ray", "US", {"plan": "gold"},
    )  # fmt: skip
    assert str(found.local_now.tzinfo) == "Asia/Tokyo"
    assert abs(found.local_now - now()) < timedelta(minutes=1)


def test_knowledge_memory_and_language(ada: User) -> None:
    thread = thread_of(they_write("Are dogs welcome?"))
    found = read(thread).conversation
    assert found is not None
    assert [hit.knowledge.title for hit in found.agent.knowledge] == ["Dogs"]
    assert (found.language, found.memory.unsure) == ("es", 0)
    row = holding.answering(thread.id)
    row.language, row.memory = "en", {"unsure": 1}
    found = read(thread).conversation
    assert found is not None
    assert (found.language, found.memory.unsure) == ("en", 1)


def test_the_newest_text_is_no_reaction(ada: User) -> None:
    text = they_write("Hello there")
    message = we_write(thread_of(text), "We are open from nine.", ada.id)
    db.session.execute(update(Message).where(Message.id == message.id).values(state=MessageState.SENT))
    db.session.commit()
    they_write("Liked “We are open from nine.”")
    empty = factories.thread("+12025550199", text.number_id).id
    assert conversation.newest_texts([text.thread_id, empty]) == {text.thread_id: text.id, empty: 0}


def test_what_was_said_in_the_newest_call_stands_among_the_turns(ada: User) -> None:
    first, answered = they_write("Please call me"), now()
    thread = thread_of(first)
    holding.answering(thread.id).read_to = first.id
    for words in (("Old.", "Old too."), ("Hello, this is Desk.", "I have a car.", "Good.", "Bye")):
        call = factories.call(CAROL, thread.number_id, "ended", outcome="answered", answered_at=answered)
        calls.turns(call, *words)
    after = they_write("Where can I park?")
    after.created_at = now() + timedelta(minutes=1)
    found = read(thread).conversation
    assert found is not None
    assert [(turn.who, turn.text) for turn in found.turns] == [
        (Who.CONTACT, "Please call me"), (Who.AGENT, "Hello, this is Desk."), (Who.CONTACT, "I have a car."),
        (Who.AGENT, "Good."), (Who.CONTACT, "Where can I park?"),
    ]  # fmt: skip
    assert found.unanswered() == ("Where can I park?",)


def test_the_row_and_the_first_words_of_a_call_batch(ada: User) -> None:
    reached("An older one", context="old")
    number = db.session.scalars(select(Number)).one()
    batch = factories.batch([CAROL], number_id=number.id, created_by=ada.id, context="They are patients.")
    recipient = db.session.scalars(select(Recipient).where(Recipient.batch_id == batch.id)).one()
    factories.call(
        CAROL, number.id, "ended", batch_id=batch.id, recipient_id=recipient.id, outcome="answered",
        first_message="Hello Person 2.",
    )  # fmt: skip
    found = read(thread_of(they_write("Hello there"))).conversation
    assert found is not None
    assert found.outreach.row["first_name"] == "Person 2"
    assert (found.outreach.message, found.outreach.context) == ("Hello Person 2.", "They are patients.")
