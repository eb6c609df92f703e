"""What templates are written with."""

from __future__ import annotations

from webapp.agents.templates.base import LANGUAGES, phrases, translated


def test_phrases_stand_between_bars_and_line_breaks() -> None:
    assert phrases(" yes | ok \n\n  sí, claro |") == ("yes", "ok", "sí, claro")


def test_what_is_translated_has_all_languages_but_english() -> None:
    assert ("en", *translated("a", "b", "c", "d")) == LANGUAGES
