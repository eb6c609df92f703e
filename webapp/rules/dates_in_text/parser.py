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

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime

from webapp.rules.dates_in_text import dates, lexer, summary, times
from webapp.rules.dates_in_text.kinds import Kind
from webapp.rules.dates_in_text.language import fold
from webapp.rules.dates_in_text.languages import registry
from webapp.rules.dates_in_text.lexer import Lexeme
from webapp.rules.dates_in_text.mentions import Asked
from webapp.rules.dates_in_text.said import Said

_NO_DAYS = re.compile(r"\b(?:do|mi|di|mo|sa|fr|we)\b")
"""German days and weekends, when they stand in a text of another language: "can we do 4" is no Donnerstag."""
_HOUR_AND_PART = re.compile(
    r"\b(\d{1,2})h(?=\s+(?:et (?:demie?|quart|le quart)|moins|y (?:media|cuarto)|menos"
    r"|e (?:meia|um quarto))\b)",
    re.I,
)
"""The h of "10h et demie", behind which more of the hour stands."""
_BESIDE_NUMBER = frozenset(
    (
        "please pls plz then maybe perhaps let lets s say make it so thanks thank you works work is fine "
        "good great ok okay yes yeah would be better best can could we i do want need prefer like change the "
        "time hour day for me sharp if possible sorry actually instead d ll come well how about hi hello "
        "por favor porfa mejor gracias digamos seria puede ser esta bien si perdon entonces quizas prefiero "
        "svp il vous plait merci plutot disons alors peut etre serait bien mieux oui va "
        "bitte danke lieber dann vielleicht ware gut besser sagen wir ja geht passt gern gerne "
        "obrigado obrigada melhor entao talvez bom pode sim fica"
    ).split()
)
"""Words beside a number that was asked for: "5 please", "make it 5", "the fourth"."""
_NUMBERS = (Kind.NUMBER, Kind.ORDINAL, Kind.DOTTED)
_BESIDE_KINDS = (*_NUMBERS, Kind.BREAK, Kind.COMMA, Kind.DASH)


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
    composed = _HOUR_AND_PART.sub(r"\1 ", unicodedata.normalize("NFC", text))
    best = Said(today=now.date())
    for rank, language in enumerate(registry.known(languages)):
        read = _NO_DAYS.sub("__", composed) if rank else composed
        said = _in_language(read, Asked(now, language, day_first, wanted))
        if _worth(said) > _worth(best):
            best = said
    return best


def _worth(said: Said) -> tuple[int, int]:
    """What to compare readings in several languages by."""
    span = said.span or (0, 0)
    return (said.date is not None) + (said.time is not None), span[1] - span[0]


def _in_language(text: str, asked: Asked) -> Said:
    lexemes = lexer.read(text, registry.words_of(asked.language.code))
    if asked.wanted:
        lexemes = _as_answer(text, lexemes, asked)
    codes, found = dates.RULES.find(lexer.codes(lexemes), lexemes, asked)
    codes = codes.replace(Kind.DOTTED, Kind.NUMBER)
    lexemes = [each._replace(kind=Kind.NUMBER) if each.kind is Kind.DOTTED else each for each in lexemes]
    codes, clock = times.RULES.find(codes, lexemes, asked)
    return summary.of(codes, lexemes, found, clock, asked)


def _as_answer(text: str, lexemes: list[Lexeme], asked: Asked) -> list[Lexeme]:
    """Of a number alone, or beside polite words: that number, marked as the hour or the day that it is."""
    mark, value = (Kind.AT, None) if asked.wanted == "time" else (Kind.DAY_MARK, True)
    marks = {mark, Kind.TO} if mark is Kind.AT and asked.language.code == "en" else {mark}
    numbers = [each for each in lexemes if each.kind in _NUMBERS]
    others = (each for each in lexemes if each.kind not in _BESIDE_KINDS and each.kind not in marks)
    if len(numbers) != 1 or not all(_is_polite(text, each) for each in others):
        return lexemes
    return [Lexeme(mark, value, numbers[0].start, numbers[0].start), *numbers]


def _is_polite(text: str, each: Lexeme) -> bool:
    return each.kind is Kind.OTHER and fold(text[each.start : each.end]) in _BESIDE_NUMBER
