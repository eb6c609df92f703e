"""What is known is found by its words and titles, and long texts are cut without losing any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.agents.definition import Knowledge
from webapp.agents.knowledge import LONGEST_ENTRY, Index, split

ENTRIES = [
    Knowledge(1, "Opening hours", "We are open from Monday to Friday, 9 to 17."),
    Knowledge(2, "Parking", "You can leave your car behind the house. It is free."),
    Knowledge(3, "Prices", "A check-up is 40 pounds. Children are free. We take cards on Monday to Friday."),
    Knowledge(4, "What to bring", "Please bring your insurance card and a list of medicines."),
]
INDEX = Index(ENTRIES)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("What are your opening hours?", 1),
        ("opning hours", 1),
        ("where is parking", 2),
        ("can I leave my car somewhere", 2),
        ("how much is a check-up", 3),
        ("do I need my insurance", 4),
        ("PRICES???", 3),
    ],
)
def test_the_fitting_entry_comes_first(text: str, first: int) -> None:
    assert INDEX.search(text)[0].knowledge.id == first


@pytest.mark.parametrize("text", ["", "???", "xylophone", "🦷"])
def test_nothing_is_found_for_what_nobody_wrote_about(text: str) -> None:
    assert INDEX.search(text) == ()


def test_a_title_that_was_asked_for_fits_well_and_one_that_was_only_mentioned_does_not() -> None:
    asked = INDEX.search("what are your opening hours")[0]
    mentioned = {hit.knowledge.id: hit for hit in INDEX.search("my parking ticket came yesterday, who pays")}
    assert asked.title_score >= 95
    assert mentioned[2].title_score < 80


def test_a_word_in_the_title_counts_more_than_in_the_text() -> None:
    entries = [
        Knowledge(1, "Other", "All about refund rules."),
        Knowledge(2, "Refund", "All about other rules."),
    ]
    assert Index(entries).search("refund")[0].knowledge.id == 2


def test_an_empty_index_finds_nothing() -> None:
    assert Index([]).search("hours") == ()


def test_headings_become_titles() -> None:
    text = "Hours\n\nWe open at nine.\n\n# Parking\n\nBehind the house."
    assert split("Page", text) == [("Hours", "We open at nine."), ("Parking", "Behind the house.")]


def test_a_text_without_headings_keeps_its_title() -> None:
    assert split("Page", "We open at nine.\n\nWe close at five.") == [
        ("Page", "We open at nine.\n\nWe close at five.")
    ]


@pytest.mark.parametrize("text", ["", "  \n \n"])
def test_an_empty_text_has_no_entries(text: str) -> None:
    assert split("Page", text) == []


@given(st.text("ab. \n#é", max_size=400), st.integers(5, 60))
def test_no_entry_is_too_long_and_no_letter_is_lost(text: str, longest: int) -> None:
    entries = split("T", text, longest)
    assert all(len(body) <= max(longest, 80) for _, body in entries)
    kept = "".join(title * (title != "T") + body for title, body in entries)
    assert sum(kept.count(letter) for letter in "abé") >= sum(text.count(letter) for letter in "abé")


@given(st.text(max_size=300))
def test_any_text_can_be_searched_for(text: str) -> None:
    assert len(INDEX.search(text, most=2)) <= 2


def test_entries_are_bounded() -> None:
    assert all(len(body) <= LONGEST_ENTRY for _, body in split("T", "word " * 5_000))
