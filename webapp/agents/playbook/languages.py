"""Which language a text is in, when that is clear: short texts are not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from webapp.agents.function_words import BY_LANGUAGE
from webapp.agents.words import folded, words

_FEWEST_WORDS = 4
_FEWEST_KNOWN = 2
_LEAD = 2
"""How many times as many words the language must know as the next one."""
_REQUESTS = {
    "en": r"in english|english please|(?:speak|write) english",
    "es": r"no (?:hablo|entiendo|comprendo|leo|se) (?:\w+ )?ingles|en espanol|"
    r"habla(?:s|n| usted)? espanol|in spanish|spanish please|speak spanish",
    "fr": r"(?:parle|comprends|lis) pas (?:bien )?(?:l ?)?anglais|en francais|"
    r"parlez vous francais|in french|french please|speak french",
    "de": r"(?:kein|nicht) englisch|auf deutsch|sprechen sie deutsch|in german|german please|speak german",
    "pt": r"nao (?:falo|entendo|leio|sei) (?:\w+ )?ingles|em portugues|"
    r"fala portugues|in portuguese|portuguese please|speak portuguese",
}
_NOT_UNDERSTOOD = re.compile(
    r"\b(?:no|not|dont|doesnt|cant|cannot) (?:speak|understand|read|know|talk) (?:\w+ )?"
    r"(?:english|spanish|french|german|portuguese)\b|^(?:sorry )?no english\b"
)
_ASKED = {language: re.compile(rf"\b(?:{wordings})\b") for language, wordings in _REQUESTS.items()}


def of_thread(text: str, current: str, spoken: Sequence[str]) -> str:
    """The language to go on in: one of `spoken`, or the `current` one, unless the text clearly changes it."""
    wanted = requested(text) or detect(text)
    return wanted if wanted and wanted in spoken else current


def requested(text: str) -> str | None:
    """The language that a text asks for."""
    said = folded(text)
    return next((language for language, asked in _ASKED.items() if asked.search(said)), None)


def is_not_understood(text: str) -> bool:
    """ "I don't speak English": they say so in it, and name no other."""
    return _NOT_UNDERSTOOD.search(folded(text)) is not None and requested(text) in (None, "en")


def detect(text: str) -> str | None:
    """The language of a text of four words or more; None when it is not clear."""
    said = words(text)
    if len(said) < _FEWEST_WORDS:
        return None
    known = {language: sum(word in listed for word in said) for language, listed in BY_LANGUAGE.items()}
    second, first = sorted(known, key=lambda language: known[language])[-2:]
    clear = known[first] >= max(_FEWEST_KNOWN, _LEAD * known[second])
    return first if clear else None
