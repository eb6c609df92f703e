"""Weekdays with one typing error in them: tusday, wendesday, vendrdi."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from webapp.rules.dates_in_text.languages.registry import words_of

_SHORTEST, _LONGEST = 5, 11
_SHORTEST_NAME = 6
"""Of a shorter name, too many other words are one letter away."""


@lru_cache(maxsize=2048)  # people use few words
def weekday(word: str, code: str) -> int | None:
    """The weekday (0: Monday) that a word (folded) misspells by one letter; None: none, or several."""
    if not _SHORTEST <= len(word) <= _LONGEST or word in words_of(code).language.not_misspelt:
        return None
    if word[0] not in _first_letters(code):
        return None
    names = {name for cut in (word, *_cuts(word)) for name in _by_cut(code).get(cut, ())}
    days = {words_of(code).weekdays[name] for name in names if _is_near(word, name)}
    return days.pop() if len(days) == 1 else None


@cache
def _first_letters(code: str) -> set[str]:
    return {name[0] for name in words_of(code).weekdays}


@cache
def _by_cut(code: str) -> dict[str, set[str]]:
    """Each weekday by its spellings with one letter left out, as SymSpell does: no search of neighbours."""
    found: dict[str, set[str]] = {}
    for name in words_of(code).weekdays:
        if len(name) >= _SHORTEST_NAME and name.isalpha():
            for cut in (name, *_cuts(name)):
                found.setdefault(cut, set()).add(name)
    return found


def _cuts(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _is_near(word: str, name: str) -> bool:
    """One letter more, less, another or swapped with its neighbour; the first letter is right."""
    if word[0] != name[0]:
        return False
    if len(word) != len(name):
        longer, shorter = sorted((word, name), key=len, reverse=True)
        return shorter in _cuts(longer)
    wrong = [at for at in range(len(word)) if word[at] != name[at]]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        return word[wrong[0]] == name[wrong[1]] and word[wrong[1]] == name[wrong[0]]
    return len(wrong) == 1
