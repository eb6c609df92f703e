"""A text says a phone in whatever spelling lists and carriers are understood in, and no other phone."""

from __future__ import annotations

import time

import pytest

from webapp.rules.phones import phone_mentions

MEXICO, ARGENTINA, BRAZIL, BENIN = "+525512345678", "+5491123456789", "+5511961234567", "+2290195123456"
IVORY, VIETNAM, FRANCE, USA, UK = (
    "+2250101234567",
    "+84778123456",
    "+33612345678",
    "+12025550111",
    "+447400123456",
)


@pytest.mark.parametrize(
    ("phone", "text"),
    [
        (MEXICO, "+525512345678"),
        (MEXICO, "5215512345678"),
        (MEXICO, "52 1 55 1234 5678"),
        (MEXICO, "0052-1-55-1234-5678"),
        (MEXICO, "0115215512345678"),
        (MEXICO, "55 1234 5678"),
        (MEXICO, "044 55 1234 5678"),
        (ARGENTINA, "541123456789"),
        (ARGENTINA, "+54 9 11 2345-6789"),
        (ARGENTINA, "011 15 2345-6789"),
        (BRAZIL, "551161234567"),
        (BRAZIL, "(11) 6123-4567"),
        (BENIN, "22995123456"),
        (BENIN, "+229 95 12 34 56"),
        (IVORY, "22501234567"),
        (VIETNAM, "+84 122 812 3456"),
        (VIETNAM, "01228123456"),
        (FRANCE, "06 12 34 56 78"),
        (FRANCE, "+33 (0)6.12.34.56.78"),
        (FRANCE, "tel +33 6‑12‑34‑56‑78, after six"),
        (FRANCE, "٠٦١٢٣٤٥٦٧٨"),
        (FRANCE, "0033612345678"),
        (USA, "(202) 555-0111 ext 4"),
        (USA, "202-555-0122 / 202-555-0111"),
        (USA, "202-555-0111/12"),
        (USA, "720 555 0105 202 555 0111"),
        (USA, "Ann,202-555-0122,NY\nCarol,1 202.555.0111,DC\nDave,202-555-0133,LA"),
        (UK, "07400 123456"),
        (UK, "447400123456.0"),
        (UK, "4.47400123456E+11"),
        (UK, "447,400,123,456"),
        (UK, "0447400123456"),
    ],
)
def test_a_spelling_is_found(phone: str, text: str) -> None:
    assert phone_mentions.of(phone)(text)
    assert phone_mentions.of(phone)(f"Please ring {text} or write.")


@pytest.mark.parametrize(
    ("phone", "text"),
    [
        ("+4930123456", "493012345678"),
        ("+493012345678", "4930123456"),
        (USA, "1 720 555 0111"),
        (USA, "555-0111"),
        (USA, "120255501119"),
        (USA, "99120255501110"),
        (FRANCE, "612345678901"),
        (MEXICO, "2026-11-28 12:34:56.78"),
        (MEXICO, ""),
    ],
)
def test_another_phone_is_not(phone: str, text: str) -> None:
    assert not phone_mentions.of(phone)(text)


def test_who_is_no_phone_must_be_the_whole_text() -> None:
    says = phone_mentions.of("Bank")
    assert says("Bank")
    assert not says("The Bank says hello")


@pytest.mark.parametrize("text", ["345678 " * 50_000, "12345678" * 50_000, "(" * 400_000, "1 " * 200_000])
def test_a_long_text_takes_no_long_time(text: str) -> None:
    began = time.process_time()
    phone_mentions.of(MEXICO)(text)
    assert time.process_time() - began < 5
