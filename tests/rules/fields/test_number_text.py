"""Halves and other parts behind a number, as callers say them; other numbers: test_field_values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from webapp.rules.fields.number_text import find


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2 and a half", "en", "2.5"),
        ("2 and a half hours", "en", "2.5"),
        ("dos y media", "es", "2.5"),
        ("2 heures et demie", "fr", "2.5"),
        ("zweieinhalb", "de", "2.5"),
        ("one and a quarter", "en", None),
        ("3 y cuarto", "es", None),
        ("3 cuartos", "es", "3"),
    ],
)
def test_a_part_is_added_or_asked_for_again(text: str, language: str, expected: str | None) -> None:
    assert find(text, language) == ([Decimal(expected)] if expected else [])
