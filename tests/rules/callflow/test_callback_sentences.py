"""The words around the time of a callback belong to the fixed sentences."""

from __future__ import annotations

from webapp.rules.callflow.callback_sentences import CALLBACKS
from webapp.rules.callflow.sentences import KEYS, sentence


def test_they_are_sentences_with_the_values_that_a_time_has() -> None:
    assert set(CALLBACKS) <= set(KEYS)
    assert (
        sentence("when_date", "de", day="7", month="Dezember", time="um 9 Uhr") == "am 7. Dezember um 9 Uhr"
    )
