"""How people ask not to be reached any more, a regular expression a phrase, by script and language.

They are looked for in single sentences, as `wording.spaced` gives them: without case, accents and punctuation.
What is not ASCII is folded in the same way, so that words can be written here as they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from webapp.rules.first_letters import first_letters
from webapp.rules.phrases import asian, english, germanic, others, romance, slavic
from webapp.rules.wording import fold

LATIN = (
    *english.PHRASES,
    *romance.SPANISH,
    *romance.FRENCH,
    *romance.PORTUGUESE,
    *romance.ITALIAN,
    *romance.ROMANIAN,
    *germanic.GERMAN,
    *germanic.DUTCH,
    *germanic.SWEDISH,
    *germanic.DANISH_AND_NORWEGIAN,
    *slavic.POLISH,
    *slavic.CZECH,
    *others.TURKISH,
    *others.HUNGARIAN,
    *others.FINNISH,
    *asian.HINDI,
    *asian.VIETNAMESE,
    *asian.INDONESIAN,
)
CYRILLIC = (*slavic.RUSSIAN, *slavic.UKRAINIAN)
REST = (
    *asian.CHINESE,
    *asian.JAPANESE,
    *asian.KOREAN,
    *asian.HINDI,
    *others.ARABIC,
    *others.HEBREW,
    *others.GREEK,
)
NOT_MEANT = (
    *english.NOT_MEANT,
    *romance.NOT_MEANT,
    *germanic.NOT_MEANT,
    *others.TURKISH_NOT_MEANT,
)
"""The words of a revocation in a sentence that asks for the opposite, or for something else."""
OTHER_THINGS = (*asian.CHINESE_NOT_MEANT, *asian.KOREAN_NOT_MEANT)
"""A sentence about these is about an order or an appointment, or about when to call."""
SIGNS = "🛑🚫⛔✋🖕"
"""A message of signs alone, one of these among them, says it without a word."""

_WORD = re.compile(r"(?<!\w)\w")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


class AtWords:
    """Finds any of some phrases, each of which begins at a word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        by_letter: dict[str, list[str]] = defaultdict(list)
        anywhere = []
        for phrase in map(_plain, phrases):
            letters = first_letters(phrase)
            for letter in letters or ():
                by_letter[letter].append(phrase)
            if letters is None:
                anywhere.append(phrase)
        self._by_letter = {letter: _either(some) for letter, some in by_letter.items()}
        self._anywhere = _either(anywhere) if anywhere else None

    def found_in(self, sentence: str) -> bool:
        """`sentence` is as `wording.spaced` gives it."""
        for word in _WORD.finditer(sentence):
            begins = self._by_letter.get(word[0])
            if begins is not None and begins.match(sentence, word.start()):
                return True
        return self._anywhere is not None and self._anywhere.search(sentence) is not None


def compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    """One expression that finds any of the phrases."""
    return _either(map(_plain, phrases))


def _either(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases))


def _plain(phrase: str) -> str:
    return _NOT_ASCII.sub(_folded, phrase)


def _folded(letters: re.Match[str]) -> str:
    return fold(letters[0])
