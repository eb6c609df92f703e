"""A calling code in a column of its own, beside the phones: `+49`, `0049`, `49`, `DE`, `Germany (+49)`.

A code decides: what contradicts it is a fault. A country (`DE`, `Germany`) may be where someone lives, so it
only stands in for the assumed country, and where the two lead to different phones, neither is certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

import phonenumbers

from webapp.rules import countries, country_names
from webapp.rules.phones import phone, phone_kind, phone_ranges
from webapp.rules.phones.phone import PhoneFault
from webapp.rules.phones.phone_kind import Kind
from webapp.rules.phones.phone_text import digits, shown

_ENOUGH = 0.5  # of the values in a column must be calling codes or countries
_NAMED_CODE = re.compile(
    r"(?:country|calling|dial|dialing|dialling|phone|mobile|tel|international|intl)(?:calling|dialing)?"
    r"(?:code|prefix|cc)|countryprefix|isd(?:code)?|idd(?:code)?|ddi|cc|l[aä]nder(?:vorwahl|kennung|code)|"
    r"landesvorwahl|indicatifpays|codepays|prefijopa[ií]s|c[oó]digo(?:de|do)?pa[ií]s|"
    r"landcode|landnummer|landekode|landskod",
    re.I,
)
_NAMED_COUNTRY = re.compile(
    r"(?:phone|mobile|mailing|billing|shipping|home)?(?:country|countryregion|countryname|nation)|"
    r"(?:country|region)(?:code|iso|iso2|iso3166)|iso|land|l[aä]ndercode|pays|codepays|pa[ií]s|paese|kraj",
    re.I,
)
_CODE = re.compile(r"\(?\s*(?:\+|00|011)?\s*([1-9]\d{0,3}|1[\s-]?\d{3})\s*\)?(?:\.0)?")
_MARKED_CODE = re.compile(r"\s*\+\s*[1-9]\d{0,2}\s*")
_WITHIN = re.compile(r"\+\s*([1-9]\d{0,2})(?!\d)")
_WORD = 4
"""Letters; fewer are a code."""
_NOTHING = frozenset({"", "-", "--", "n/a", "na", "none", "null", "nil", "unknown", "?", "+"})

Reader = Callable[[Sequence[str]], str]
"""Of a row's cells: its phone as E.164. Raises PhoneFault."""


class Told(NamedTuple):
    """What a cell says: the digits of a calling code, or none, and the country to read a phone in."""

    code: str
    country: str


class Candidate(NamedTuple):
    """A column that may hold calling codes (`rank` 0) or countries (1). `named`: its name says so, too."""

    rank: int
    column: int
    named: bool


def candidates(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Candidate]:
    """All columns of a table that may hold them, from their names and the first rows."""
    found = (_candidate(index, name, _values(rows, index)) for index, name in enumerate(columns))
    return [candidate for candidate in found if candidate]


def find(
    found: Sequence[Candidate], rows: Sequence[Sequence[str]], phone_column: int, country: str | None
) -> int | None:
    """The one that belongs to a column of phones; None when none does.

    One with codes goes before one with countries, a near one before a far one. What only looks like codes
    (the `+1` of a guest who brings someone) must not make phones unusable.
    """
    near = sorted(
        (one.rank, abs(one.column - phone_column), one.column > phone_column, one.column, one.named)
        for one in found
        if one.column != phone_column
    )
    for *_, column, named in near:
        with_it, without = (_readable(rows, one, phone_column, country) for one in (column, None))
        if named or with_it >= without:
            return column
    return None


def _readable(
    rows: Sequence[Sequence[str]], column: int | None, phone_column: int, country: str | None
) -> int:
    read = reader(column, phone_column, country)
    return sum(is_readable(row, read) for row in rows if phone_column < len(row))


def is_readable(row: Sequence[str], read: Reader) -> bool:
    """Whether a row has a phone."""
    try:
        read(row)
    except PhoneFault:
        return False
    return True


def reader(column: int | None, phone_column: int, country: str | None, *, unassigned: bool = False) -> Reader:
    """How phones of a list are read: with the calling code in `column`, if there is one."""
    if column is None:
        return lambda cells: phone.parse(cells[phone_column], country, unassigned)
    return partial(_read, column, phone_column, country, unassigned)


def _values(rows: Sequence[Sequence[str]], index: int) -> list[str]:
    return [row[index] for row in rows if index < len(row) and row[index].strip().casefold() not in _NOTHING]


def _candidate(index: int, name: str, values: Sequence[str]) -> Candidate | None:
    """Bare digits and letters are neither codes nor countries unless the column's name says so."""
    plain = re.sub(r"[\W_]+", "", name)
    is_code, is_country = bool(_NAMED_CODE.fullmatch(plain)), bool(_NAMED_COUNTRY.fullmatch(plain))
    if not values:
        return None
    if not (is_code or is_country):
        is_marked = all(_MARKED_CODE.fullmatch(value) and _told(value) for value in values)
        return Candidate(0, index, named=False) if is_marked else None
    told = [known for value in values if (known := _told(value)) and (known.code or is_country)]
    if len(told) < _ENOUGH * len(values):
        return None
    return Candidate(0 if any(known.code for known in told) else 1, index, named=True)


@lru_cache(maxsize=4096)
def _told(cell: str) -> Told | None:
    """None when it is neither a calling code nor a country."""
    text = " ".join(cell.split())
    match = _CODE.fullmatch(text) or _WITHIN.search(text)
    if match:
        code = re.sub(r"\D", "", match[1])
        known = phone_ranges.split(code)[0]
        area = known == 1 and len(code) == 4
        if not known or (str(known) != code and not area):
            return None
        return Told(code, phonenumbers.region_code_for_country_code(known))
    return _country(text)


def _country(text: str) -> Told | None:
    code = country_names.find(text)
    return Told("", code) if code else None


def _read(column: int, phone_column: int, country: str | None, unassigned: bool, cells: Sequence[str]) -> str:
    raw, cell = cells[phone_column], cells[column] if column < len(cells) else ""
    if cell.strip().casefold() in _NOTHING:
        return phone.parse(raw, country, unassigned)
    told = _told(cell)
    if told is None:
        return _without(cell, raw, country, unassigned)
    if told.code:
        return _with_code(told, cell, raw, unassigned)
    return _in_country(told.country, country, cell, raw, unassigned)


def _without(cell: str, raw: str, country: str | None, unassigned: bool) -> str:
    """Beside a cell that says nothing, only a phone that is certain by itself is taken."""
    if digits(raw)[0] == "+":
        return phone.parse(raw, None, unassigned)
    if country and _says_nothing_of_a_country(cell, country) and (found := _certain(raw, country)):
        return found
    raise PhoneFault(
        "calling_code", f"{shown(cell)} beside {shown(raw)} is neither a calling code nor a country."
    )


@lru_cache(maxsize=4096)
def _says_nothing_of_a_country(cell: str, assumed: str) -> bool:
    """Yorkshire, Bavaria, Other: a word, and no code, nor another country's name with a letter wrong."""
    is_word = sum(map(str.isalpha, cell)) >= _WORD and not any(map(str.isdigit, cell))
    return is_word and country_names.resembles(cell) in (None, assumed)


def _certain(raw: str, country: str) -> str | None:
    """A phone that says its country with 00 or its calling code, or a mobile as people of `country` write it.

    Not so where mobiles look like landlines: ten digits of an American are a landline somewhere else, too.
    """
    found = _try(raw, country)
    says_country = found is not None and "".join(filter(str.isdigit, raw)).endswith(found[1:])
    return found if found and (says_country or phone_kind.kind(found) == Kind.MOBILE) else None


def _with_code(told: Told, cell: str, raw: str, unassigned: bool) -> str:
    try:
        found = phone.parse(raw, told.country)
    except PhoneFault as fault:
        found = _together(told, raw, fault) or phone.parse(raw, told.country, unassigned)
    if not found.startswith(f"+{told.code}"):
        raise PhoneFault(
            "calling_code", f"{shown(raw)} is {phone.pretty(found)}, but beside it stands {shown(cell)}."
        )
    return found


def _together(told: Told, raw: str, fault: PhoneFault) -> str | None:
    """Code and number as one; where the number may be another country's, only a mobile is certain."""
    number = digits(raw)
    found = None if number[0] == "+" else _try(f"+{told.code}{number}", None)
    if found and fault.code == "ambiguous" and not phone_kind.may_be_mobile(found):
        return None
    return found


def _in_country(told: str, assumed: str | None, cell: str, raw: str, unassigned: bool) -> str:
    if raw.lstrip()[:1] == "+":
        return phone.parse(raw, None, unassigned)
    there = _try(raw, told)
    here = _try(raw, assumed) if assumed and assumed != told else there
    if there and here and there != here:
        raise PhoneFault(
            "ambiguous",
            f"{shown(raw)} is {phone.pretty(there)} in {shown(cell)} and {phone.pretty(here)} "
            f"in {countries.in_words(assumed or told)}; write it with + and the country code.",
            (there, here),
        )
    return there or here or phone.parse(raw, told, unassigned)


def _try(raw: str, country: str | None) -> str | None:
    try:
        return phone.parse(raw, country)
    except PhoneFault:
        return None
