"""What a cell says: nothing that no one sees or means is counted or sent."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webapp.rules.cells.cell_text import clean, clean_row, seen

KEPT = [
    "Ann",
    "Mary Ann",
    " Ann ",
    "12 Main St\nApt 4",
    "Tom & Jerry",
    "R&D; AT&T",
    "https://example.com/?a=1&copy=2&reg=3",
    "José",
    "山田　太郎",
    "علی\u200cرضا",  # Persian: without it the letters join
    "क्\u200dष",
    "ന്\u200d",  # an old Malayalam letter ends with one
    "👩\u200d👩\u200d👧",
    "❤\ufe0f\u200d🔥",
    "🏳\ufe0f\u200d🌈",
    "👍🏽",
    "1\ufe0f\u20e3",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "葛\U000e0100城",
    "ᠠ\u180b",
    "\u1112\u1161\u11ab",
]
CLEANED = [
    # what no one sees
    ("Ann\u200e", "Ann"),
    ("\u202bדוד\u202c", "דוד"),
    ("\u2067דוד\u2069\u200f", "דוד"),
    ("\ufeffAnn", "Ann"),
    ("An\u200bn", "Ann"),
    ("An\u00adn", "Ann"),
    ("A\u2060n\u200dn", "Ann"),
    ("علی\u200c", "علی"),
    ("Ann\ufe0f", "Ann"),
    ("👩\u200d", "👩"),
    ("Ann\U000e0068\U000e0069", "Ann"),
    ("An\u3164n", "Ann"),
    ("\u061cAnn", "Ann"),
    # what a database cannot hold
    ("A\0nn", "Ann"),
    ("Ann\ud83d", "Ann"),
    ("\udc00Ann", "Ann"),
    ("Ann \ud83d\ude00", "Ann 😀"),
    ("A\x07n\x1bn\x7f", "Ann"),
    # composed, with plain spaces and line ends
    ("Jose\u0301", "José"),
    ("Nguye\u0302\u0303n", "Nguyễn"),
    ("ᄒ\u1161\u11ab", "한"),
    ("Mary\u00a0Ann", "Mary Ann"),
    ("1\u202f000\u2009€", "1 000 €"),
    ("a\tb", "a b"),
    ("a\r\nb\rc\x0bd\u2028e", "a\nb\nc\nd\ne"),
    ("O\x92Brien", "O’Brien"),  # Windows-1252 that was taken for Latin-1
    # HTML
    ("O&#039;Brien", "O'Brien"),
    ("O&amp;#039;Brien", "O'Brien"),
    ("O&#x27;Brien", "O'Brien"),
    ("Tom &amp; Jerry", "Tom & Jerry"),
    ("&quot;Bob&quot;", '"Bob"'),
    ("Jos&eacute;", "José"),
    ("Mary&nbsp;Ann", "Mary Ann"),
    ("O&#146;Brien", "O’Brien"),
    ("&#55357;&#56832;", "😀"),
    ("An&#0;n", "Ann"),
    ("An&zwnj;n", "Ann"),
    # nothing at all
    ("\u00a0", ""),
    ("&nbsp;", ""),
    ("\u200b", ""),
    ("\u3164", ""),
    ("\u2800", ""),
    ("&#8203;&nbsp;", ""),
    ("NULL", ""),
    ("\u00a0#N/A\u200b", ""),
    ("&lt;NULL&gt;", ""),
]


@pytest.mark.parametrize("text", KEPT)
def test_what_is_meant_stays(text: str) -> None:
    composed = {"\u1112\u1161\u11ab": "한"}.get(text, text)
    assert clean(text) == composed


@pytest.mark.parametrize(("text", "expected"), CLEANED)
def test_what_nobody_means_goes(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_a_message_keeps_its_entities_and_dashes() -> None:
    assert seen("A&amp;B\u00a0-\u200e") == "A&amp;B -"
    assert seen("-") == "-"


ODD = st.sampled_from(
    "\0\t\r\n\x92 &#039;amp;-\u00a0\u0301\u200b\u200c\u200d\u200e\ufe0f\ufeff\ud83d\ude00é👩ع\u3164"
)


@given(st.text(ODD | st.characters()))
def test_cleaning_twice_changes_nothing_more_but_what_was_escaped(text: str) -> None:
    once = clean(text)
    once.encode("utf-8")
    assert "\0" not in once
    if "&" not in once:
        assert clean(once) == once


@example([" . "])
@given(st.lists(st.text(ODD | st.characters(), max_size=8), min_size=1, max_size=5))
def test_a_row_is_cleaned_as_its_cells_are(cells: list[str]) -> None:
    assert clean_row(cells, "".join(cells)) == list(map(clean, cells))


def test_a_cell_full_of_marks_takes_no_longer_than_others() -> None:
    started = time.process_time()
    for _ in range(20):
        clean("a" + "\u0301\u0327\u0323" * 30_000)
    assert time.process_time() - started < 4, "sorting the marks would take minutes"
