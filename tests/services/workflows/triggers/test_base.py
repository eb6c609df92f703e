"""Words in a text."""

from __future__ import annotations

import pytest

from webapp.rules.workflow.variables import Values
from webapp.services.workflows.triggers import base


@pytest.mark.parametrize(
    ("text", "word", "there"),
    [
        ("I want to BOOK.", "book", True),
        ("Bücher!", "bücher", True),
        ("handbook", "book", False),
        ("an  appointment", "an appointment", True),
        ("", "book", False),
        ("İPTAL ET", "iptal", True),
        ("iptal et", "İptal", True),
        ("ISI", "ısı", True),
        ("cafe\u0301!", "café", True),
        ("ΝΑΙ, ΜΑΡΙΑΣ", "Μαριας", True),
        ("हाँ जी", "हाँ", True),
        ("ใช่ ครับ", "ใช่", True),
        ("I opt-in", "opt-in", True),
        ("don’t book", "don’t", True),
        ("ok👍🏽", "👍", True),
        ("❤", "❤️", True),
        ("予約したいです", "予約", True),
        ("네이버", "네", False),
        ("what?", "?", False),
    ],
)
def test_a_word_stands_in_a_text(text: str, word: str, there: bool) -> None:
    assert base.has_word(text, *base.spoken(word)) is there


def test_what_others_name_like_a_value_of_the_trigger_hides_neither() -> None:
    told = base.beside({"status": "failed"}, {"Status": "Gold", "city": "Boston"}, "list")
    assert told == {"list_Status": "Gold", "city": "Boston", "status": "failed"}
    assert Values(told)["STATUS"] == "failed"


def test_what_is_typed_with_commas() -> None:
    assert base.spoken(" Book,, An  Appointment ,") == ["book", "an appointment"]
