"""Which language a text is in, when that is clear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.agents.playbook import languages
from webapp.agents.playbook.sentences import _TABLE, LANGUAGES, sentence


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Can you tell me when my appointment is", "en"),
        ("¿Puede decirme cuándo es mi cita?", "es"),
        ("Pouvez-vous me dire quand est mon rendez-vous ?", "fr"),
        ("Können Sie mir sagen, wann ich den Termin habe?", "de"),
        ("Pode me dizer quando é a minha consulta? Não sei", "pt"),
        ("Dienstag geht leider nicht, anderer Tag?", "de"),
        ("hola buenas tardes necesito otra cita", "es"),
        ("bom dia preciso de outro horário", "pt"),
        ("désolé je voudrais un autre jour", "fr"),
        ("ja passt", None),
        ("ok", None),
        ("no", None),
        ("Maria Lopez Garcia Santos", None),
        ("", None),
    ],
)
def test_detection(text: str, language: str | None) -> None:
    assert languages.detect(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("English please", "en"),
        ("¿Hablas español?", "es"),
        ("auf Deutsch bitte", "de"),
        ("em português", "pt"),
        ("French fries", None),
    ],
)
def test_a_language_can_be_asked_for(text: str, language: str | None) -> None:
    assert languages.requested(text) == language


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_the_thread_keeps_a_language_that_the_agent_speaks(text: str, current: str) -> None:
    assert languages.of_thread(text, current, (current,)) == current


def test_every_sentence_is_there_in_every_language() -> None:
    assert {frozenset(table) for table in _TABLE.values()} == {frozenset(_TABLE["en"])}
    assert sentence("fi", "yes") == "yes"


def test_values_in_a_sentence_keep_their_places() -> None:
    assert all(
        "{one}" in table["did_you_mean"] and "{two}" in table["did_you_mean_one_of"]
        for table in _TABLE.values()
    )
    assert all(
        "{label}" in table["ask"] and "{labels}" in table["what_to_change"] for table in _TABLE.values()
    )
