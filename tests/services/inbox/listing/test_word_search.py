"""What was said in calls or written, and titles, are found; and what is erased is not."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, text

from tests import calls, factories
from tests.conversations import CAROL, DAVE, they_write, thread_of, we_write
from tests.plans import plan
from webapp.db import db
from webapp.models.call import Call
from webapp.models.call_turn import CallTurn
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.services.contacts import contact_search
from webapp.services.inbox.listing import listing, word_search
from webapp.services.inbox.listing.inbox_filter import InboxFilter, View
from webapp.services.threads import notes


def said(phone: str, *words: str) -> Thread:
    there = db.session.scalars(select(Number.id)).first()
    number = there or factories.number().id
    calls.turns(factories.call(phone, number, "ended", outcome="answered"), *words)
    db.session.commit()
    return factories.thread(phone, number)


def found(search: str, **narrower: object) -> list[int]:
    criteria = InboxFilter(**{"view": View.ALL, "search": search, **narrower})  # type: ignore[arg-type]
    return [row.thread.id for row in listing.page(criteria).rows]


@pytest.mark.parametrize("few", [True, False])
def test_conversations_are_found_by_what_was_said(
    app: Flask, monkeypatch: pytest.MonkeyPatch, few: bool
) -> None:
    monkeypatch.setattr(contact_search, "FEW", 100 if few else -1)
    carol = said(CAROL, "Hello.", "My tooth is Blue", "Oh.")
    dave = said(DAVE, "Hello.", "I am fine")
    assert found("BLUE") == [carol.id]
    assert sorted(found("hello")) == [carol.id, dave.id]
    assert found("blue", number_id=carol.number_id + 1) == []
    assert found("50%") == found("no such word") == []


@pytest.mark.parametrize("few", [True, False])
def test_conversations_are_found_by_their_texts_and_notes(
    app: Flask, monkeypatch: pytest.MonkeyPatch, few: bool
) -> None:
    monkeypatch.setattr(contact_search, "FEW", 100 if few else -1)
    ada = factories.user()
    factories.number()
    carol = thread_of(they_write("Where is the CAR park?", CAROL))
    dave = thread_of(they_write("Good morning", DAVE))
    we_write(carol, "Behind the house, it’s free.", ada.id)
    notes.add(dave, "They sound tired.", ada.id)
    db.session.commit()
    assert found("car park") == found("it’s free") == [carol.id]
    assert found("tired") == found("MORNING") == [dave.id]
    assert found("100%") == found("_") == []


def test_what_a_batch_wrote_finds_not_all_of_its_people(app: Flask) -> None:
    batch = factories.batch([CAROL, DAVE])
    factories.sent(batch, CAROL).text = "An autumn letter"
    they_write("Which letter?", CAROL)
    assert found("autumn") == []
    assert len(found("letter")) == 1


def test_texts_that_are_removed_or_changed_are_found_as_they_are_now(app: Flask) -> None:
    factories.number()
    text_of_theirs = they_write("My card is blue", CAROL)
    text_of_theirs.text = ""
    db.session.commit()
    assert found("card") == []
    text_of_theirs.text = "My card is green"
    db.session.commit()
    assert len(found("green")) == 1
    db.session.delete(text_of_theirs)
    db.session.commit()
    assert found("green") == []
    if db.session.connection().dialect.name == "sqlite":
        assert db.session.scalar(text("SELECT count(*) FROM entry_search")) == 0


def test_titles_of_summaries_are_found_and_only_as_they_are_now(app: Flask) -> None:
    thread = said(CAROL)
    thread.title = "Talked 2 min: “The invoice”"
    db.session.commit()
    assert found("invoice") == [thread.id]
    thread.title = "Wrong number"
    db.session.commit()
    assert (found("invoice"), found("wrong")) == ([], [thread.id])
    thread.title = ""
    db.session.commit()
    assert found("wrong") == []


def test_the_list_of_callbacks_is_searched_too(app: Flask) -> None:
    said(CAROL, "blue")
    assert found("blue", view=View.CALL_BACK) == []


def test_what_is_too_short_is_not_looked_up(app: Flask) -> None:
    said(CAROL, "ab")
    assert word_search.threads("ab") == ()
    assert word_search.threads(" ") == ()


def test_what_is_erased_is_found_no_more(app: Flask) -> None:
    carol = said(CAROL, "blue", "purple")
    db.session.execute(delete(CallTurn).where(CallTurn.text == "purple"))
    db.session.commit()
    assert (found("purple"), found("blue")) == ([], [carol.id])
    db.session.execute(delete(Call.__table__))  # type: ignore[arg-type]
    db.session.commit()
    assert found("blue") == []
    if db.session.connection().dialect.name == "sqlite":
        assert db.session.scalar(text("SELECT count(*) FROM call_turn_search")) == 0


def test_words_are_looked_up_by_their_index(app: Flask) -> None:
    call = factories.call(CAROL, state="ended", outcome="answered")
    words = [f"{word} and {other}" for word in range(60) for other in range(60)]
    rows = [
        {"call_id": call.id, "n": n, "who": "agent", "text": f"number {two}"} for n, two in enumerate(words)
    ]
    db.session.execute(insert(CallTurn), rows)
    db.session.execute(text("ANALYZE call_turn"))
    if db.session.connection().dialect.name == "postgresql":  # the table is small
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
        db.session.execute(text("SET LOCAL enable_indexscan = off"))
    read = " ".join(plan(word_search.turns("as the 777th")))
    assert "call_turn_search" in read


def test_texts_are_looked_up_by_their_index(app: Flask) -> None:
    ours = factories.number().id
    thread = factories.thread(CAROL, ours)
    words = [f"{word} and {other}" for word in range(60) for other in range(60)]
    one = {"thread_id": thread.id, "number_id": ours, "phone": CAROL, "direction": "in", "state": "received"}
    db.session.execute(insert(Message), [one | {"text": f"number {two}"} for two in words])
    db.session.execute(text("ANALYZE entry"))
    if db.session.connection().dialect.name == "postgresql":  # the table is small
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
        db.session.execute(text("SET LOCAL enable_indexscan = off"))
    assert "entry_search" in " ".join(plan(word_search.texts("as the 777th")))
