"""The languages in which dates and times are understood."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from webapp.rules.dates_in_text.language import Dictionary, Language, dictionary
from webapp.rules.dates_in_text.languages.english import ENGLISH
from webapp.rules.dates_in_text.languages.french import FRENCH
from webapp.rules.dates_in_text.languages.german import GERMAN
from webapp.rules.dates_in_text.languages.portuguese import PORTUGUESE
from webapp.rules.dates_in_text.languages.spanish import SPANISH

LANGUAGES = {each.code: each for each in (ENGLISH, SPANISH, FRENCH, GERMAN, PORTUGUESE)}


def find(tag: str) -> Language | None:
    """The language of a tag (BCP 47: `pt`, `pt-BR`); None for one that is not known here."""
    return LANGUAGES.get(tag.replace("_", "-").partition("-")[0].lower())


def known(tags: Sequence[str]) -> list[Language]:
    """The languages of these tags that are known, each once; English when there are none."""
    found = dict.fromkeys(each.code for each in map(find, tags) if each)
    return [LANGUAGES[code] for code in found] or [ENGLISH]


@cache
def words_of(code: str) -> Dictionary:
    """Made when a language is first met."""
    return dictionary(LANGUAGES[code])
