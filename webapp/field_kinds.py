"""Kinds of typed fields, of settings say: what may be typed, and the value that it becomes.

Each reads a text, raises Fault with a sentence, and says how its field looks in the form.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from webapp import form_fields
from webapp.errors import Fault
from webapp.rules import countries, country_names, segments, typed_text
from webapp.rules.replies import keywords

LONGEST_ANSWER = 3
"""Segments."""
LONGEST_KEPT = 36500
"""Days."""


@dataclass(frozen=True, kw_only=True)
class Kind(ABC):
    """What the form has to know, and how what was typed is read.

    `required`: it may not be left empty. `inputmode`: which keyboard a phone shows; empty: the usual one.
    `rows`: of a text area; 0: one line. `longest`: characters. `chosen`: from a list, not typed.
    `choices`: words to choose from. `box`: it is ticked, or not. `listed`: the list of the page that suggests
    something; empty: none.
    """

    required: bool = False
    inputmode: str = ""
    rows: int = 0
    longest: int | None = None
    chosen: bool = False
    choices: tuple[str, ...] = ()
    box: bool = False
    listed: str = ""

    @abstractmethod
    def read(self, typed: str, key: str) -> Any:
        """The value. Raises Fault that names the field `key`."""


@dataclass(frozen=True)
class Line(Kind):
    """A line of text, white space folded."""

    longest: int

    def read(self, typed: str, key: str) -> str:
        too_long = f"This can have up to {self.longest} characters."
        return form_fields.line(typed, key, self.longest, too_long=too_long)


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number; None where it may be left empty, and is."""

    most: int
    least: int = 1
    required: bool = field(default=True, kw_only=True)
    inputmode: str = field(default="numeric", kw_only=True)

    def read(self, typed: str, key: str) -> int | None:
        if not typed.strip() and not self.required:
            return None
        number = typed_text.whole_number(typed, 7)
        if number < 0 or not self.least <= number <= self.most:
            raise Fault(f"This is a whole number from {self.least} to {self.most:,}.", key)
        return number


@dataclass(frozen=True)
class Rate(Kind):
    """How many a second."""

    least: float
    most: float
    required: bool = field(default=True, kw_only=True)
    inputmode: str = field(default="decimal", kw_only=True)

    def read(self, typed: str, key: str) -> float:
        rate = typed_text.decimal_number(typed)
        if not self.least <= rate <= self.most:
            raise Fault(f"This is a number from {self.least:g} to {self.most:g}.", key)
        return rate


@dataclass(frozen=True)
class Agent(Kind):
    """Who answers: the id of an agent, chosen from a list; None: staff. Whether it can, services know."""

    chosen: bool = field(default=True, kw_only=True)

    def read(self, typed: str, key: str) -> int | None:
        if not typed.strip():
            return None
        number = typed_text.whole_number(typed, 9)
        if number < 1:
            raise Fault("Choose who answers from the list.", key)
        return number


@dataclass(frozen=True)
class Days(Kind):
    """How long something is kept; None: forever."""

    least: int
    inputmode: str = field(default="numeric", kw_only=True)

    def read(self, typed: str, key: str) -> int | None:
        if not typed.strip():
            return None
        number = typed_text.whole_number(typed, 5)
        if number < 0 or number < self.least:
            raise Fault(f"This is a whole number of days, {self.least} or more; or leave it empty.", key)
        return min(number, LONGEST_KEPT)


@dataclass(frozen=True)
class Price(Kind):
    """Of one thing, in any currency; None: not known. More than `most` was meant for something else."""

    most: float
    inputmode: str = field(default="decimal", kw_only=True)

    def read(self, typed: str, key: str) -> float | None:
        if not typed.strip():
            return None
        price = typed_text.decimal_number(typed)
        if not 0 <= price <= self.most:
            example = "for example 0.0075; or leave it empty"
            raise Fault(f"The price is a number from 0 to {self.most:g}, {example}.", key)
        return price


@dataclass(frozen=True)
class Countries(Kind):
    """Names or codes of countries with commas between; their English names are kept, in the order typed."""

    longest: int = field(default=500, kw_only=True)

    def read(self, typed: str, key: str) -> str:
        words = form_fields.line(typed.replace(";", ","), key, self.longest or 0).split(",")
        return ", ".join(dict.fromkeys(self._name(word.strip(), key) for word in words if word.strip()))

    def _name(self, word: str, key: str) -> str:
        code = country_names.find(word)
        if code is None:
            alike = country_names.resembles(word)
            meant = f" Did you mean {countries.NAMES[alike]}?" if alike else ""
            raise Fault(f"“{word}” is no country that we know.{meant}", key)
        return countries.NAMES[code]


@dataclass(frozen=True)
class Answer(Kind):
    """The automatic answer to a keyword. `tells_how`: it must say how to opt out."""

    tells_how: bool = False
    rows: int = field(default=2, kw_only=True)

    def read(self, typed: str, key: str) -> str:
        text = typed_text.several_lines(typed)
        if not text and self.required:
            raise Fault("People who write STOP must get an answer: write one.", key)
        size = segments.measure(text).segments
        if size > LONGEST_ANSWER:
            raise Fault(f"This would be {size} segments; keep it within {LONGEST_ANSWER}.", key)
        if text and self.tells_how and not any(map(_opts_out, text.split())):
            sentence = "Say in it how to get no more messages, for example “Reply STOP to get no more.”"
            raise Fault(sentence, key)
        return text


@dataclass(frozen=True)
class Flag(Kind):
    """On or off: a box that is ticked, or not."""

    box: bool = field(default=True, kw_only=True)

    def read(self, typed: str, key: str) -> bool:
        return bool(typed)


def _opts_out(word: str) -> bool:
    return keywords.match(word) == keywords.Keyword.STOP
