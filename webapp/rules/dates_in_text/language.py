"""The shape of a language's words, and the dictionary that is made from them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from webapp.rules.dates_in_text.kinds import Kind
from webapp.rules.dates_in_text.said import Part


@dataclass(frozen=True)
class ReadBack:
    """How a date and a time are said. `parts` by Part; a time is always on the 24-hour clock: 07:30."""

    date: str  # with {weekday}, {day} and {month}
    date_with_year: str
    first_of_month: str
    time: str  # with {time}
    parts: Mapping[Part, str]


@dataclass(frozen=True)
class Language:
    """One language's words. Lists are separated by commas, spellings of one thing by |.

    `words`: by the name of their kind, either a list or lists by their value.
    `exact`: words that count only with their accents.
    """

    code: str
    weekdays: str
    short_weekdays: str
    months: str
    numbers: str  # from zero
    tens: str  # from twenty
    compound: str  # with {tens} and {unit}
    ordinals: str  # from first
    words: Mapping[str, Any]
    read_back: ReadBack
    exact: frozenset[str] = frozenset()
    not_misspelt: frozenset[str] = frozenset()  # words that are one letter away from a weekday
    plain_clock_24: bool = True  # 7:30 is in the morning
    to_means_before: bool = False  # "vor 15 Uhr"; and not "to 3pm"
    month_first: bool = False
    dotted_dates: bool = False  # 4.12 is a date, 4. is an ordinal
    morning_after_weekday: str = ""  # "Dienstag morgen"
    ignored: str = ""  # phrases with words that look like dates


class Phrase(NamedTuple):
    """The words of a phrase as they are compared; `exact`: how it must be written, accents included."""

    words: tuple[str, ...]
    kind: Kind
    value: Any
    exact: str


@dataclass(frozen=True)
class Dictionary:
    """A language's phrases by their first word, longest first, and its weekdays for typing errors."""

    language: Language
    phrases: Mapping[str, list[Phrase]]
    weekdays: Mapping[str, int] = field(default_factory=dict)


_WORD = re.compile(r"\d+(?:[.:/,–-]\d+)*[^\W_]*|[^\W_]+")


class _Folding(dict[int, str]):
    """Each character in small letters and without accents; always one for one, so that positions stay."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        low = unicodedata.normalize("NFKD", character.lower())[:1] or character
        self[code] = low
        return low


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Without case and accents, and of the same length."""
    return text.translate(_FOLDING)


def split(phrase: str) -> tuple[str, ...]:
    """The words of a phrase as they are compared."""
    return tuple(_WORD.findall(fold(phrase)))


def spellings(listed: str) -> list[list[str]]:
    """Things by their place in the list; of each, its spellings."""
    return [[spelling.strip() for spelling in one.split("|")] for one in listed.split(",")]


def dictionary(language: Language) -> Dictionary:
    """A language's words in the form in which they are looked up."""
    phrases: dict[str, list[Phrase]] = defaultdict(list)
    for text, kind, value in _entries(language):
        exact = text if text in language.exact else ""
        for written in {text, _without_umlauts(text)}:
            words = split(written)
            phrases[words[0]].append(Phrase(words, kind, value, exact))
    for listed in phrases.values():
        listed.sort(key=lambda phrase: -len(phrase.words))
    names = {fold(each[0]): day for day, each in enumerate(spellings(language.weekdays))}
    return Dictionary(language, dict(phrases), names)


def _without_umlauts(text: str) -> str:
    """German as it is written without its letters: uebermorgen."""
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(letter, plain)
    return text


def _entries(language: Language) -> Iterator[tuple[str, Kind, Any]]:
    """Earlier ones win over the same words later on."""
    for text in filter(None, map(str.strip, language.ignored.split(","))):
        yield text, Kind.OTHER, None
    yield from _listed(language.weekdays, Kind.WEEKDAY, 0)
    yield from _listed(language.short_weekdays, Kind.SHORT_WEEKDAY, 0)
    yield from _listed(language.months, Kind.MONTH, 1)
    yield from _listed(language.numbers, Kind.NUMBER, 0)
    yield from _compounds(language)
    yield from _listed(language.ordinals, Kind.ORDINAL, 1)
    for name, words in language.words.items():
        for value, listed in words.items() if isinstance(words, Mapping) else [(None, words)]:
            for text in listed.split(","):
                yield text.strip(), Kind[name], value


def _listed(listed: str, kind: Kind, first: int) -> Iterator[tuple[str, Kind, int]]:
    for value, each in enumerate(spellings(listed), first):
        for text in filter(None, each):
            yield text, kind, value


def _compounds(language: Language) -> Iterator[tuple[str, Kind, int]]:
    units = spellings(language.numbers)[:10]
    for count, tens in enumerate(spellings(language.tens), 2):
        for ten in tens:
            yield ten, Kind.NUMBER, count * 10
            for value in range(1, 10):
                for unit in units[value]:
                    yield language.compound.format(tens=ten, unit=unit), Kind.NUMBER, count * 10 + value
