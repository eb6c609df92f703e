"""Which of several choices an answer names: by its number, by its name, or nearly so."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from webapp.rules.dates_in_text.kinds import Kind
from webapp.rules.dates_in_text.languages import registry
from webapp.rules.wording import bare, spaced

_NEAR, _CLEARLY = 0.75, 0.12
"""How alike a misspelt name must be (0 to 1), and by how much more than the next one."""
_SHORT = 4
"""Words. A number in a longer answer may be about something else."""
_LONGEST = 200


def find(text: str, choices: Sequence[str], language: str, by_place: bool = True) -> int | None:
    """The place of the choice (from 0); None where none is named, or more than one.

    `by_place`: "2" or "the second one" names it, too.
    """
    said = _words(text[:_LONGEST])
    names = [_words(choice) for choice in choices]
    if not said or not names:
        return None
    if said in names:
        return names.index(said)
    words = said.split()
    if _is_denied(words, language):
        return None
    number = _number(words, len(choices), language) if by_place else None
    named = _contained(said, names)
    if named:
        return named[0] if len(named) == 1 else None
    return number if number is not None else _near(said, words, names)


def _words(text: str) -> str:
    return spaced(bare(text)).replace("'", " ")


def _contained(said: str, names: Sequence[str]) -> list[int]:
    """The choices whose whole name is said, without those whose name is part of another one's that is."""
    held = [place for place, name in enumerate(names) if name and f" {name} " in f" {said} "]
    return [
        place
        for place in held
        if not any(other != place and f" {names[place]} " in f" {names[other]} " for other in held)
    ]


def _number(words: Sequence[str], count: int, language: str) -> int | None:
    """Of "2", "number 2", "the second one"."""
    if len(words) > _SHORT:
        return None
    phrases = registry.words_of(registry.known([language])[0].code).phrases
    numbers: list[int] = []
    ordinals: list[int] = []
    for word in words:
        if word.isdecimal() and len(word) <= 3:
            numbers.append(int(word))
        for phrase in phrases.get(word, ()):
            if phrase.words == (word,) and phrase.kind in (Kind.NUMBER, Kind.ORDINAL):
                (numbers if phrase.kind is Kind.NUMBER else ordinals).append(phrase.value)
    found = set(ordinals or numbers)
    place = found.pop() - 1 if len(found) == 1 else -1
    return place if 0 <= place < count else None


def _near(said: str, words: Sequence[str], names: Sequence[str]) -> int | None:
    scores = sorted(((_likeness(said, words, name), place) for place, name in enumerate(names)), reverse=True)
    best, place = scores[0]
    second = scores[1][0] if len(scores) > 1 else 0.0
    return place if best >= _NEAR and best - second >= _CLEARLY else None


def _likeness(said: str, words: Sequence[str], name: str) -> float:
    """Of a name and as many words of the answer as it has."""
    size = len(name.split())
    parts = [" ".join(words[at : at + size]) for at in range(max(1, len(words) - size + 1))]
    return max(SequenceMatcher(None, part, name, autojunk=False).ratio() for part in [said, *parts])


def _is_denied(words: Sequence[str], language: str) -> bool:
    """ "Not the red one"."""
    phrases = registry.words_of(registry.known([language])[0].code).phrases
    return any(
        phrase.kind is Kind.NOT and tuple(words[at : at + len(phrase.words)]) == phrase.words
        for at, word in enumerate(words)
        for phrase in phrases.get(word, ())
    )
