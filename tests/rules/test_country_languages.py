"""The languages of countries, as replies are read."""

from __future__ import annotations

import pytest

from webapp.rules import country_languages
from webapp.rules.replies.yes_no_words import YES


@pytest.mark.parametrize(
    ("country", "languages"),
    [
        ("US", ("en", "es")), ("CA", ("en", "fr")), ("CH", ("fr", "de", "it", "en")), ("BR", ("pt", "en")),
        ("GB", ("en",)), ("", ("en",)), ("JP", ("en",)),
    ],
)  # fmt: skip
def test_the_likeliest_language_is_first_and_english_is_always_tried(
    country: str, languages: tuple[str, ...]
) -> None:
    assert country_languages.of(country) == languages


def test_each_language_is_one_that_replies_are_read_in() -> None:
    assert set(country_languages._COUNTRIES) <= set(YES)
