"""What rules find in a row of words: dates and times, with where they stand."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from webapp.rules.dates_in_text.kinds import Kind, pattern
from webapp.rules.dates_in_text.language import Language
from webapp.rules.dates_in_text.lexer import Lexeme
from webapp.rules.dates_in_text.said import Ambiguity, Part


@dataclass(frozen=True)
class Asked:
    """When and in which language something is said; `wanted`: "date" or "time", when that was asked for."""

    now: datetime.datetime
    language: Language
    day_first: bool | None
    wanted: str = ""

    @property
    def today(self) -> datetime.date:
        return self.now.date()


@dataclass(frozen=True)
class Mention:
    """`start` and `end` count words. Neither date nor time: something that needs a question.

    A rule that took fewer words than it matched gives an `end` of its own, counted from where it began.
    """

    start: int = 0
    end: int = 0
    date: datetime.date | None = None
    time: datetime.time | None = None
    ambiguity: Ambiguity | None = None
    part: Part | None = None
    is_open: bool = False  # am or pm is a guess, which a part of the day may settle
    is_written: bool = False  # with its minutes in digits: 10:00 is not meant for 22:00


class Words:
    """The words that a rule matched, by their kind."""

    def __init__(self, lexemes: Sequence[Lexeme], asked: Asked) -> None:
        self.lexemes = lexemes
        self.asked = asked

    def has(self, *kinds: Kind) -> bool:
        return any(each.kind in kinds for each in self.lexemes)

    def get(self, *kinds: Kind) -> Lexeme:
        """The first of these kinds. Raises LookupError when there is none."""
        for each in self.lexemes:
            if each.kind in kinds:
                return each
        raise LookupError(kinds)

    def place(self, *kinds: Kind) -> int:
        """Where the first of these kinds stands."""
        return self.lexemes.index(self.get(*kinds))

    def value(self, *kinds: Kind) -> int:
        """The number that is the value of the first of these kinds. Raises LookupError when there is none."""
        return int(self.get(*kinds).value)

    def values(self, *kinds: Kind) -> list[int]:
        return [each.value for each in self.lexemes if each.kind in kinds]


_MOST = 40
"""Places where a rule is tried. A text with more dates than that is no answer to a question."""

Build = Callable[[Words], Mention | None]
"""What a rule makes of its words; None: they are not what they seemed."""


class Rules:
    """Rules in order. Where several match, the first one counts that makes something of its words."""

    def __init__(self, found: Kind, *rules: tuple[str, Build]) -> None:
        self._found = found
        self._rules = [(re.compile(pattern(words)), build) for words, build in rules]
        self._any = re.compile("|".join(f"({rule.pattern})" for rule, _ in self._rules))
        """Its groups are the rules, so it says which one is the first to match."""

    def find(self, codes: str, lexemes: Sequence[Lexeme], asked: Asked) -> tuple[str, list[Mention]]:
        """Kinds with what was found in place of its words (as many characters as before); and what it is."""
        found, at = [], 0
        for _ in range(_MOST):
            match = self._any.search(codes, at)
            if match is None:
                break
            mention = self._build(codes, match, lexemes, asked)
            at = mention.end if mention else match.start() + 1
            if mention:
                found.append(mention)
        return _replaced(codes, found, self._found), found

    def _build(
        self, codes: str, first: re.Match[str], lexemes: Sequence[Lexeme], asked: Asked
    ) -> Mention | None:
        start = first.start()
        for rule, build in self._rules[(first.lastindex or 1) - 1 :]:
            match = rule.match(codes, start)
            mention = build(Words(lexemes[start : match.end()], asked)) if match else None
            if match and mention:
                return replace(mention, start=start, end=start + mention.end if mention.end else match.end())
        return None


def _replaced(codes: str, found: list[Mention], kind: Kind) -> str:
    pieces, at = [], 0
    for mention in found:
        pieces += [codes[at : mention.start], kind * (mention.end - mention.start)]
        at = mention.end
    return "".join([*pieces, codes[at:]])
