"""Of each conversation on the page, what the search found last."""

from __future__ import annotations

from flask import Flask

from tests import factories
from tests.conversations import CAROL, DAVE, they_write, thread_of
from webapp.services.inbox.listing import found_texts


def test_the_newest_of_each_conversation_on_the_page(app: Flask) -> None:
    factories.number()
    they_write("My card is blue", CAROL)
    newest = they_write("My card is green", CAROL)
    they_write("Thanks", CAROL)
    carol, dave = thread_of(newest), thread_of(they_write("A CARD?", DAVE))
    found = found_texts.of("My Card ", [carol.id, dave.id])
    assert {thread_id: (one.entry_id, one.text) for thread_id, one in found.items()} == {
        carol.id: (newest.id, "My card is green")
    }
    assert set(found_texts.of("card", [dave.id])) == {dave.id}
    assert found_texts.of("ca", [carol.id]) == found_texts.of("card", []) == {}
