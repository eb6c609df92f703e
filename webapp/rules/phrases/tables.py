"""How people ask not to be reached any more, a regular expression a phrase, by script and language.

`finding` looks for them in single sentences.
"""

from __future__ import annotations

from webapp.rules.phrases import asian, english, germanic, grave, others, romance, slavic

LATIN = (
    *english.PHRASES,
    *grave.PHRASES,
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
    *others.HAITIAN,
    *asian.HINDI,
    *asian.VIETNAMESE,
    *asian.INDONESIAN,
    *asian.TAGALOG,
)
CYRILLIC = (*slavic.RUSSIAN, *slavic.UKRAINIAN)
REST = (
    *asian.CHINESE,
    *asian.JAPANESE,
    *asian.KOREAN,
    *asian.HINDI,
    *asian.THAI,
    *others.ARABIC,
    *others.HEBREW,
    *others.GREEK,
)
NOT_MEANT = (
    *english.NOT_MEANT,
    *grave.NO_DEATHS,
    *romance.NOT_MEANT,
    *germanic.NOT_MEANT,
    *others.TURKISH_NOT_MEANT,
)
"""The words of a revocation in a sentence that asks for the opposite, or for something else."""
OTHER_THINGS = (*asian.CHINESE_NOT_MEANT, *asian.KOREAN_NOT_MEANT)
"""A sentence about these is about an order or an appointment, or about when to call."""
SIGNS = "🛑🚫⛔✋🖕"
"""A message of signs alone, one of these among them, says it without a word."""
