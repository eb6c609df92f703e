"""Dates and times as people text them, in five languages.

Libraries were measured over the first 212 forms in tests/rules/dates_in_text/forms.tsv with a date or a
time: 53 in English, 39 in Spanish, 37 in French, 43 in German, 40 in Portuguese. Of them, dateparser
1.5.0 reads 27, 6, 13, 9 and 9; ctparse 0.3.6 reads 28, 9, 7, 23 and 8; parsedatetime 2.6 and recurrent
0.4.1 read 26 and 28 in English and one in the others; dateutil reads 18, 2, 3, 0 and 3. None says what is
ambiguous, and all of them see dates in texts that have none.

Rules are in `dates` and `times`, words in `languages`, one file a language; how hours without am or pm are
read is in `clock_readings`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from webapp.rules.dates_in_text import dates, lexer, summary, times
from webapp.rules.dates_in_text.kinds import Kind
from webapp.rules.dates_in_text.languages import registry
from webapp.rules.dates_in_text.lexer import Lexeme
from webapp.rules.dates_in_text.mentions import Asked, Mention
from webapp.rules.dates_in_text.said import Said


def parse(
    text: str, now: datetime, languages: Sequence[str], day_first: bool | None, wanted: str = ""
) -> Said:
    """When a text says; nothing that is not said is made up.

    `now`: aware, in the contact's zone. `languages`: tags that the text may be in, the likeliest first.
    `day_first`: how the contact's country writes 12/05; None: by language, ambiguous in English.
    `wanted`: "date" or "time" when that was asked for, and a number alone is the answer.
    Raises ValueError when `now` is naive.
    """
    if now.tzinfo is None:
        raise ValueError("`now` must be aware")
    composed = unicodedata.normalize("NFC", text)
    best = Said(today=now.date())
    for language in registry.known(languages):
        said = _in_language(composed, Asked(now, language, day_first, wanted))
        if _worth(said) > _worth(best):
            best = said
    return best


def _worth(said: Said) -> tuple[int, int]:
    """What to compare readings in several languages by."""
    span = said.span or (0, 0)
    return (said.date is not None) + (said.time is not None), span[1] - span[0]


def _in_language(text: str, asked: Asked) -> Said:
    lexemes = lexer.read(text, registry.words_of(asked.language.code))
    codes, found = _dates(lexer.codes(lexemes), lexemes, asked)
    codes = codes.replace(Kind.DOTTED, Kind.NUMBER)
    lexemes = [each._replace(kind=Kind.NUMBER) if each.kind is Kind.DOTTED else each for each in lexemes]
    codes, clock = times.RULES.find(codes, lexemes, asked)
    return summary.of(codes, lexemes, found, clock, asked)


def _dates(codes: str, lexemes: list[Lexeme], asked: Asked) -> tuple[str, list[Mention]]:
    bare = codes.strip(Kind.BREAK + Kind.COMMA)
    if asked.wanted and bare in (Kind.NUMBER, Kind.ORDINAL, Kind.DOTTED):
        mark = Kind.AT if asked.wanted == "time" else Kind.DAY_MARK
        at = codes.index(bare)
        lexemes.insert(at, Lexeme(mark, None, lexemes[at].start, lexemes[at].start))
        codes = codes[:at] + mark + codes[at:]
    return dates.RULES.find(codes, lexemes, asked)
