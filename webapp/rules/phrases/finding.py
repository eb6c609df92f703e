"""Finds phrases in single sentences, as `wording.spaced` gives them: without case, accents and punctuation.

What is not ASCII in a phrase is folded in the same way, so that words can be written as they are. Expressions
are compiled when they are first asked: all of them take a third of the time in which a process starts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property

from webapp.rules.first_letters import first_letters
from webapp.rules.wording import fold

_WORD = re.compile(r"(?<!\w)\w")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_unprepared: list[Callable[[], object]] = []


def prepare() -> None:
    """Compile all now: for a process whose forks would each do it again."""
    while _unprepared:
        _unprepared.pop()()


class AnyOf:
    """One expression that finds any of some phrases."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = tuple(phrases)
        _unprepared.append(lambda: self.search(""))

    def search(self, sentence: str) -> re.Match[str] | None:
        """The first place where one of them stands."""
        return self._expression.search(sentence)

    def without(self, sentence: str) -> str:
        """The sentence with a space in the place of each phrase."""
        return self._expression.sub(" ", sentence)

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{_plain(phrase)})" for phrase in self._phrases))


class AtWords:
    """Finds any of some phrases, each of which begins at a word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = tuple(phrases)
        _unprepared.append(lambda: self._by_letter)

    def found_in(self, sentence: str) -> bool:
        """Whether one of them stands there."""
        for word in _WORD.finditer(sentence):
            begins = self._by_letter.get(word[0])
            if begins is not None and begins.match(sentence, word.start()):
                return True
        return _ANYWHERE in self._by_letter and self._by_letter[_ANYWHERE].search(sentence) is not None

    @cached_property
    def _by_letter(self) -> dict[str, re.Pattern[str]]:
        some: dict[str, list[str]] = defaultdict(list)
        for phrase in map(_plain, self._phrases):
            letters = first_letters(phrase)
            for letter in (_ANYWHERE,) if letters is None else letters:
                some[letter].append(f"(?:{phrase})")
        return {letter: re.compile("|".join(phrases)) for letter, phrases in some.items()}


_ANYWHERE = ""
"""In the place of a letter: phrases that may begin with any, or within a word."""


def _plain(phrase: str) -> str:
    return _NOT_ASCII.sub(_folded, phrase)


def _folded(letters: re.Match[str]) -> str:
    return fold(letters[0])
