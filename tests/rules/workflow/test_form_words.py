"""A public form says everything in each language that it may have."""

from __future__ import annotations

from dataclasses import fields

import pytest

from webapp.rules.workflow.form_words import WORDS, FormWords
from webapp.services.workflows.fields import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_all_of_it(language: str) -> None:
    said = [getattr(WORDS[language], one.name) for one in fields(FormWords)]
    assert all(text.strip() == text and text for text in said)
    sentences = ("missing", "phone", "email", "number", "date", "one_of", "long", "tick")
    sentences += ("again", "busy", "thanks", "closed")
    assert all(getattr(WORDS[language], name).endswith(".") for name in sentences)


def test_no_two_languages_are_the_same() -> None:
    assert len({WORDS[language].thanks for language in WORDS}) == len(WORDS)
