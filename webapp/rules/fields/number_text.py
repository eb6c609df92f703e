"""Numbers as people write them: 1,234.5 and 1.234,5 by language, and small ones in words."""

from __future__ import annotations

import re
from decimal import Decimal

from webapp.rules.dates_in_text.kinds import Kind
from webapp.rules.dates_in_text.language import Dictionary, split
from webapp.rules.dates_in_text.languages import registry
from webapp.rules.wording import plain

_POINT_ABROAD = ("es-mx", "es-us", "es-pr", "es-gt", "es-hn", "es-ni", "es-sv", "es-pa", "es-do")
"""Spanish with a decimal point (Unicode CLDR: es-419's number symbols, and these regions of it)."""
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<digits>-?\d+(?:[.,'’\u00a0\u202f ]\d{3})*(?:[.,]\d+)?)(?![\w]*\d)"
    r"(?:[ \u00a0\u202f]?(?P<unit>[^\W\d_]+)\b)?"
)
_UNITS = {
    **dict.fromkeys("hundred hundert".split(), 100),
    **dict.fromkeys("k mil mille tausend tsd thousand grand".split(), 1_000),
    **dict.fromkeys("mio million millions millionen millon millones milhao milhoes mi".split(), 1_000_000),
}
"""Words behind digits: "5 mil" is five thousand. As they are without accents."""
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}([.,])000")
_GROUPS = re.compile(r"['’\u00a0\u202f ]")
_BIG = frozenset(
    (
        "dozen sixty seventy eighty ninety hundred thousand million docena sesenta setenta ochenta noventa "
        "cien ciento doscientos mil millon douzaine soixante quatre-vingt cent cents mille million dutzend "
        "sechzig siebzig achtzig neunzig hundert tausend million duzia sessenta setenta oitenta noventa cem "
        "cento duzentos milhao half media medio meio meia halb demi demie anderthalb "
    ).split()
)
"""Parts of numbers that are not put together here: digits are asked for instead."""
_LONGEST = 500
_A_HALF = Decimal("0.5")
_HALF = r"(?: and a half| y medi[oa]| et demie?| e mei[oa]| ?(?:und )?eine? ?halbe?)\b(?! \d)"
"""Behind a number, as `plain` gives it: "two and a half", "dos y media", "zweieinhalb"."""
_PART = r"(?: and (?:a|one|three) quarters?| y (?:un )?cuarto| et (?:un )?quart| e (?:um )?quarto)\b"
"""Behind one, too; such numbers are not put together: digits are asked for instead."""
_HALF_BEHIND, _PART_BEHIND = (re.compile(f"(?: [a-z]+)??{part}") for part in (_HALF, _PART))
"""Also "2 hours and a half"."""
_HALF_SAID, _PART_SAID = re.compile(_HALF), re.compile(_PART)


def find(text: str, language: str) -> list[Decimal]:
    """The numbers in a text: those in digits, or when there are none, those in words (up to 59).

    `language`: a tag (BCP 47), which decides whether 1.234 is a thousand.
    """
    text = text[:_LONGEST]
    found = list(_NUMBER.finditer(text))
    digits = [value for match in found if (value := _value(match, language)) is not None]
    if len(digits) == 1 and len(found) == 1:
        return _with_part(digits[0], plain(text[found[0].end("digits") :]))
    return digits if found else _in_words(text, language)


def _with_part(number: Decimal, behind: str) -> list[Decimal]:
    """ "2 and a half"; "2 and a quarter" is none. `behind`: what follows the digits."""
    if _HALF_BEHIND.match(f" {behind}"):
        return [number + _A_HALF]
    return [] if _PART_BEHIND.match(f" {behind}") else [number]


def _value(match: re.Match[str], language: str) -> Decimal | None:
    """None for what is no number in any country: 1,000,00."""
    written = _with_point(_GROUPS.sub("", match["digits"]), language)
    return None if written.count(".") > 1 else Decimal(written) * _UNITS.get(plain(match["unit"] or ""), 1)


def _with_point(written: str, language: str) -> str:
    """Without groups, and with a decimal point. Where both signs are used, the last is the decimal one."""
    point, comma = written.rfind("."), written.rfind(",")
    if point >= 0 and comma >= 0:
        decimal = "." if point > comma else ","
    else:
        decimal = _only_sign(written, language)
    group = "," if decimal == "." else "."
    return written.replace(group, "").replace(decimal, ".")


def _only_sign(written: str, language: str) -> str:
    """The decimal sign: the language's, unless what is written cannot be grouped by the other one.

    "2.000" is two thousand everywhere: no one writes two with three zeros behind it.
    """
    if thousands := _THOUSANDS.fullmatch(written):
        return "," if thousands[1] == "." else "."
    tag = language.lower().replace("_", "-")
    decimal = "." if tag.startswith("en") or tag in _POINT_ABROAD else ","
    group = "," if decimal == "." else "."
    grouped = re.fullmatch(rf"-?\d{{1,3}}(?:\{group}\d{{3}})+", written) and not written.lstrip(
        "-"
    ).startswith("0")
    if group in written and not grouped:
        return group
    return decimal


def _in_words(text: str, language: str) -> list[Decimal]:
    known = registry.known([language])[0]
    said = plain(text)
    if (half := _HALF_SAID.search(said)) and half.start():
        whole = _in_words(said[: half.start()], language)
        return [number + _A_HALF for number in whole] if len(whole) == 1 else []
    words = split(text)
    if _BIG.intersection(words) or _PART_SAID.search(said):
        return []
    found, at = [], 0
    while at < len(words):
        size, value = _phrase(words[at : at + 5], registry.words_of(known.code))
        found += [Decimal(value)] if value is not None else []
        at += size
    return found


def _phrase(words: tuple[str, ...], dictionary: Dictionary) -> tuple[int, int | None]:
    """How many words the number at their beginning takes, and what it is."""
    for phrase in dictionary.phrases.get(words[0], ()):
        if phrase.kind is Kind.NUMBER and words[: len(phrase.words)] == phrase.words:
            return len(phrase.words), phrase.value
    return 1, None
