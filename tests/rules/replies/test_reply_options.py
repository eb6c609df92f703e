"""Signs that our message explains."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.replies.reply_options import meaning

LETTERS = "Your visit is on Monday. Reply C to confirm or R to reschedule."
DIGITS = "Antworten Sie mit 1 für Ja, 2 für Nein."


@pytest.mark.parametrize(
    ("message", "text", "means"),
    [
        (LETTERS, "C", "confirm"),
        (LETTERS, " r. ", "reschedule"),
        (LETTERS, "x", ""),
        (LETTERS, "come", ""),
        (DIGITS, "1", "Ja"),
        (DIGITS, "2", "Nein"),
        ("Responda 1 para confirmar o 2 para cambiar la cita.", "1", "confirmar"),
        ("Will you come at 1?", "1", ""),
        ("", "1", ""),
        (LETTERS, "", ""),
    ],
)
def test_a_sign_means_what_the_message_says(message: str, text: str, means: str) -> None:
    assert meaning(message, text) == means


@given(st.text(max_size=100), st.text(max_size=5))
def test_what_it_means_stands_in_the_message(message: str, text: str) -> None:
    assert meaning(message, text) in message
