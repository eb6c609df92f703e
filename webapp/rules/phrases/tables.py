"""How people ask not to be reached any more, a regular expression a phrase, by script and language.

They are looked for in single sentences, as `wording.spaced` gives them: without case, accents and punctuation.
What is not ASCII is folded in the same way, so that words can be written here as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

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

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def compiled(phrases: Iterable[str], *, at_words: bool = False) -> re.Pattern[str]:
    """One expression that finds any of the phrases. `at_words`: all of them begin at a word, which is faster."""
    either = "|".join(f"(?:{_NOT_ASCII.sub(_folded, phrase)})" for phrase in phrases)
    return re.compile(f"(?<!\\w)(?:{either})" if at_words else either)


def _folded(letters: re.Match[str]) -> str:
    return fold(letters[0])
