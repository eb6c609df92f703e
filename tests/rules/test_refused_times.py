"""A day that does not suit is no wish."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.refused_times import without


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("can't make it on tuesday, can we do thursday at 3pm instead?", "can we do thursday at 3pm instead"),
        ("I can't come tuesday but thursday is fine", "but thursday is fine"),
        ("Thursday doesn't work", ""),
        ("no puedo el martes, ¿puede ser el jueves?", " ¿puede ser el jueves"),
        ("am Mittwoch kann ich nicht, lieber Donnerstag", " lieber Donnerstag"),
        ("next Friday at 3pm", "next Friday at 3pm"),
        ("no, 2026-03-05", "no, 2026-03-05"),
        ("at 15.30, please", "at 15.30, please"),
    ],
)
def test_what_is_refused_is_left_out(text: str, left: str) -> None:
    assert without(text).strip() == left.strip()


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert len(without(text)) <= len(text) + text.count(".") + text.count("\n") + 60
