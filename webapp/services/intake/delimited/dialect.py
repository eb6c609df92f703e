"""How the rows of a text file are written: what separates their cells, and what is done about quotes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from webapp.services.intake.likeness import is_phone_like

USUAL = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
RARE = {"^": "carets (^)", "~": "tildes (~)", ":": "colons"}
WORDS = {**USUAL, **RARE}

_RECORDS = 100
_HEADER_WITHIN = 30  # records
_SHORT = 0.7  # what a row counts that has fewer cells than the header: trailing ones may be left out
_NEARER_TOP = 0.99  # so that of two rows as good the upper one is the header
_UNUSUAL = 0.95  # what else is unlikely must fit better
_CERTAIN = 1.4  # of 2: most rows are as wide as the header and hold a phone
_QUOTE = re.compile(r'(?<!\\)\\"')
_WITHIN = re.compile(r'(?<!\\)\\"(?![,;\t|\r\n]|\Z)')  # a backslash may also be the last of a cell: "C:\"


class Dialect(NamedTuple):
    """`escaped`: a quote inside a cell is written `\\"`; `wrapped`: each line as a whole stands in quotes."""

    delimiter: str = ","
    quote: str = '"'
    escaped: bool = False
    wrapped: bool = False

    def records(self, lines: Iterator[str]) -> Iterator[list[str]]:
        """The rows of a file's lines. Raises csv.Error where a cell does not end."""
        if self.escaped:
            lines = (_QUOTE.sub('""', line) if "\\" in line else line for line in lines)
        records = csv.reader(lines, delimiter=self.delimiter, quotechar=self.quote, skipinitialspace=True)
        return map(self._unwrapped, records) if self.wrapped else records

    def _unwrapped(self, record: list[str]) -> list[str]:
        """The cells inside a record's only cell, which is a line of its own."""
        if not record or self.delimiter not in record[0] or any(record[1:]):
            return record
        inside = Dialect(self.delimiter, self.quote).records(io.StringIO(record[0], newline=""))
        try:
            (cells,) = inside
        except (ValueError, csv.Error):  # several lines, or none
            return record
        return cells

    def words(self) -> list[str]:
        """What there is to tell about it."""
        notes = []
        if self.delimiter != ",":
            notes.append(f"Its columns are separated by {WORDS.get(self.delimiter, self.delimiter)}.")
        if self.wrapped:
            notes.append("Each of its lines stands in quotes as a whole; they were taken off.")
        return notes


def find(sample: str, delimiter: str | None = None) -> Dialect:
    """The dialect that fits the beginning of a file best; `delimiter`: what the file itself declares."""
    base = Dialect(quote=_quote(sample), escaped='""' not in sample and bool(_WITHIN.search(sample)))
    if delimiter:
        return base._replace(delimiter=delimiter)
    scored = [(_score(base._replace(delimiter=each), sample), each, False) for each in USUAL]
    scored += [
        (_UNUSUAL * _score(base._replace(delimiter=each, wrapped=True), sample), each, True)
        for each in USUAL
        if _are_wrapped(base._replace(delimiter=each), sample)
    ]
    best = max(scored, key=lambda found: found[0])
    if best[0] <= 0:
        rare = [(_score(base._replace(delimiter=each), sample), each, False) for each in RARE]
        best = max(rare, key=lambda found: found[0])
        if best[0] < _CERTAIN:
            return base
    return base._replace(delimiter=best[1], wrapped=best[2])


def _quote(sample: str) -> str:
    """An apostrophe where nearly every line begins and ends with one (databases export so)."""
    lines = [line.strip() for line in sample.splitlines()[:_RECORDS] if line.strip()]
    quoted = sum(len(line) > 1 and line[0] == line[-1] == "'" for line in lines)
    return "'" if len(lines) > 1 and quoted >= 0.8 * len(lines) else '"'


def _are_wrapped(dialect: Dialect, sample: str) -> bool:
    """Whether at least half of the rows are one cell, in which the delimiter stands."""
    first = _first(dialect, sample)
    return 2 * sum(dialect.delimiter in row[0] and not any(row[1:]) for row in first) >= len(first)


def _first(dialect: Dialect, sample: str) -> list[list[str]]:
    """The first rows that are not blank; none where a cell does not end."""
    try:
        records = dialect.records(io.StringIO(sample, newline=""))
        return list(islice((record for record in records if any(map(str.strip, record))), _RECORDS))
    except csv.Error:
        return []


def _score(dialect: Dialect, sample: str) -> float:
    """From 0 (it makes one column) to 2 (all rows are as wide as a header, and each holds a phone)."""
    first = _first(dialect, sample)
    with_phone = sum(any(map(is_phone_like, record[:_RECORDS])) for record in first)
    return _evenness(list(map(len, first))) * (1 + with_phone / max(1, len(first)))


def _evenness(widths: Sequence[int]) -> float:
    """How well the rows fit below the best header among the first of them."""
    best = 0.0
    for at, width in enumerate(widths[:_HEADER_WITHIN]):
        if width > 1:
            below = widths[at + 1 :]
            fitting = below.count(width) + _SHORT * sum(1 < each < width for each in below)
            best = max(best, _NEARER_TOP**at * (1 + fitting) / (1 + len(below)))
    return best
