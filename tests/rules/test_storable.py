"""Text that a database can hold: what is dropped, what is put together, and that the rest stays."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules import storable

ANY = st.text(st.characters(codec=None), max_size=30) | st.text(
    st.sampled_from("a\x00\ud83d\ude00\udfffé👍\ufeff")
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("plain", "plain"),
        ("Åsa 👍 נועה", "Åsa 👍 נועה"),
        ("\ufeffBOM stays", "\ufeffBOM stays"),
        ("nul\x00 in it", "nul in it"),
        ("\x00", ""),
        ("é\x00", "é"),
        ("half \ud83d", "half \ufffd"),
        ("\ude00 half", "\ufffd half"),
        ("\ud83d\ude00", "😀"),
        ("\ud83d\x00\ude00", "😀"),
        ("\ud83d\ud83d\ude00", "\ufffd😀"),
    ],
)
def test_what_no_database_holds_is_dropped_or_put_together(text: str, kept: str) -> None:
    assert storable.clean(text) == kept
    assert storable.is_storable(text) == (text == kept)


@given(ANY)
def test_what_is_clean_can_be_stored_and_stays_as_it_is(text: str) -> None:
    clean = storable.clean(text)
    assert "\x00" not in clean
    assert clean.encode().decode() == clean
    assert storable.clean(clean) == clean
    if storable.is_storable(text):
        assert clean is text


@given(ANY)
def test_no_character_is_lost(text: str) -> None:
    whole = [c for c in text if c not in "\x00\ufffd" and not "\ud800" <= c <= "\udfff"]
    kept = [c for c in storable.clean(text) if c != "\ufffd"]
    rest = iter(kept)
    assert all(c in rest for c in whole)


def test_json_is_cleaned_through_and_through() -> None:
    said = {"a\x00": ["\x00b", {"c": "\ud800", "n": 7, "x": None, "t": True}]}
    assert storable.clean_json(said) == {"a": ["b", {"c": "\ufffd", "n": 7, "x": None, "t": True}]}


def test_json_has_no_infinity() -> None:
    said = storable.clean_json(json.loads('{"n": 1e400, "m": [-1e400, 1.5]}'))
    assert said == {"n": "inf", "m": ["-inf", 1.5]}
    json.dumps(said, allow_nan=False)
