"""A day that does not suit is no wish."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.replies.refused_times import without


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("can't make it on tuesday, can we do thursday at 3pm instead?", "can we do thursday at 3pm instead"),
        ("I can't come tuesday but thursday is fine", "but thursday is fine"),
        ("Thursday doesn't work", ""),
        ("no puedo el martes, ¿puede ser el jueves?", " ¿puede ser el jueves"),
        ("am Mittwoch kann ich nicht, lieber Donnerstag", " lieber Donnerstag"),
        ("Dienstag geht leider nicht, anderer Tag?", "anderer Tag"),
        ("Dienstag geht nicht", ""),
        ("Dienstag leider nicht, geht Donnerstag?", "geht Donnerstag"),
        ("geht auch Donnerstag um 15 Uhr?", "geht auch Donnerstag um 15 Uhr?"),
        ("nicht am Dienstag, lieber Mittwoch", "lieber Mittwoch"),
        ("am Dienstag bin ich im Urlaub, Freitag?", "Freitag"),
        ("not Tuesday please, Thursday", "Thursday"),
        ("Tuesday is too early, Friday at 3", "Friday at 3"),
        ("I'm away on Tuesday, Friday?", "Friday"),
        ("el martes me viene mal, ¿el jueves?", "¿el jueves"),
        ("pas mardi, jeudi", "jeudi"),
        ("mardi c'est impossible, jeudi ?", "jeudi"),
        ("terça é ruim para mim, quinta?", "quinta"),
        ("não na terça, quinta", "quinta"),
        ("Tuesday at 3, sorry I meant Thursday", "at 3, Thursday"),
        ("Tuesday at 3\nsorry I meant Thursday", "at 3, Thursday"),
        ("Tuesday, no, Thursday", "Thursday"),
        ("lundi, non mardi", "mardi"),
        ("el lunes, digo el martes a las 4", "el martes a las 4"),
        ("Montag, ich meinte Dienstag", "Dienstag"),
        ("segunda, não, terça", "terça"),
        ("Hi, no problem, Tuesday", "Hi, no problem, Tuesday"),
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
