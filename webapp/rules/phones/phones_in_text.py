"""All phones in a text, for opt-outs: there, what can be read must count, however untidy the cell is.

`720-555-0105 / 720-555-0106`, `(720) 555-0107 x12`, `Home: … Mobile: …`, `720-555-0108, do not call!` …
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from webapp.rules.phones import phone_lookalikes
from webapp.rules.phones.phone_text import PhoneFault, readable, shown
from webapp.rules.phones.phone_written import in_words

_EXTENSION = re.compile(
    r"(?<=\d)[\s;,(]*(?:ext(?:ension|n)?|int|durchwahl|dw|x|доб|#)[.=:\s]*\d{1,7}(?!\d)\)?", re.I
)
_RUN = re.compile(r"(?<![+(])[+(]*\d[\d\s().+/&,;|-]*")
_APART = re.compile(r"[;,|&\n]+|\s-\s|\s{2,}|(?<=[\d)])\s*(?=\+)")
_PERHAPS_APART = re.compile(r"/+")  # in 030/1234567 it is not
_WORDS = re.compile(r"(?<=[\d)])\s+(?:or|and|und|oder|ou|et|o|y|e)\s+(?=[\d(+])", re.I)
_FEWEST = 7
"""Digits that may be a phone; fewer are a house number, a year, a note."""
_SHARED = 4
"""Digits, at most, of a second phone that shares its beginning with the first: `720-555-0105/06`."""
_MOST_WORDS = 24
_LONGEST = 10_000
"""Bounds of what is looked at in a cell."""

Read = Callable[[str], str]
"""The one phone (E.164) that a text is. Raises PhoneFault."""


class Found(NamedTuple):
    """The phones (E.164) in a text, and what of it could not be read, in a sentence; empty: nothing."""

    phones: tuple[str, ...]
    fault: str


def find(raw: str, read: Read) -> Found:
    """Every phone that can be read; where one may be two, both."""
    try:
        return Found((read(raw),), "")
    except PhoneFault as fault:
        return find_in(raw, fault, read)


def find_in(raw: str, fault: PhoneFault, read: Read) -> Found:
    """The same for a text that is not just one phone, as `fault` says."""
    if fault.readings:
        out = "Both are" if len(fault.readings) > 1 else f"{in_words(fault.readings[0])} is"
        return Found(fault.readings, f"{fault.sentence} {out} opted out.")
    if fault.code in ("empty", "rounded"):
        return Found((), fault.sentence)
    search = _Search(read)
    search.cut_off(raw[_LONGEST:])
    search.look_through(_WORDS.sub(" / ", _EXTENSION.sub(" ", readable(raw[:_LONGEST]))))
    return search.found(raw, fault)


class _Search:
    """Gathers phones, and what has as many digits and is none."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._phones: dict[str, None] = {}
        self._unread: list[str] = []

    def look_through(self, text: str) -> None:
        for run in _RUN.findall(text):
            if not self._take(run) and not phone_lookalikes.what(run):
                self._look_into(run)

    def cut_off(self, rest: str) -> None:
        """What is behind the end of what is looked at."""
        self._unread += [rest] if len(_digits(rest)) >= _FEWEST else []

    def found(self, raw: str, fault: PhoneFault) -> Found:
        if not self._phones:
            several = fault.code in ("several", "extension")
            return Found((), f"No phone could be read in {shown(raw)}." if several else fault.sentence)
        why = f"{shown(self._unread[0])} in {shown(raw)} could not be read." if self._unread else ""
        return Found(tuple(self._phones), why)

    def _look_into(self, run: str) -> None:
        for part in _APART.split(run):
            if not self._take(part):
                self._look_into_part(part)

    def _look_into_part(self, part: str) -> None:
        last = ""
        for piece in _PERHAPS_APART.split(part):
            shared = _digits(piece)
            if last and 0 < len(shared) <= _SHARED and self._take(_digits(last)[: -len(shared)] + shared):
                continue
            if self._take(piece) or self._words(piece.split()):
                last = piece

    def _words(self, words: list[str]) -> bool:
        """Phones with nothing but a space between them; the longest that is one goes first."""
        taken, rest, words = False, words[_MOST_WORDS:], words[:_MOST_WORDS]
        self._unread += [" ".join(rest)] if rest else []
        while words:
            size = next((size for size in range(len(words), 0, -1) if self._take(" ".join(words[:size]))), 0)
            if not size and len(_digits(" ".join(words))) >= _FEWEST:
                self._unread.append(" ".join(words))
            if not size:
                return taken
            taken, words = True, words[size:]
        return taken

    def _take(self, text: str) -> bool:
        """Whether a text is a phone; of one that may be two, both are kept, and it is said."""
        if len(_digits(text)) < _FEWEST:
            return False
        try:
            self._phones[self._read(text.strip(" .,;/-"))] = None
        except PhoneFault as fault:
            self._phones |= dict.fromkeys(fault.readings)
            self._unread += [text.strip()] if fault.readings else []
            return bool(fault.readings)
        return True


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
