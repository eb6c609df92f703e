"""Which of several choices an answer names: by its number, by its name, or nearly so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from webapp.rules.dates_in_text.kinds import Kind
from webapp.rules.dates_in_text.languages import registry
from webapp.rules.wording import bare, spaced

_NEAR, _CLEARLY = 0.75, 0.12
"""How alike a misspelt name must be (0 to 1), and by how much more than the next one."""
_SHORT = 4
"""Words. A number in a longer answer may be about something else."""
_ALONE = 2
"""Words of a score and nothing else: "a four"."""
_LONGEST = 200
_EXCEPT = re.compile(
    r"\b(?:any|anything|all|everything|either|every one) but\b"
    r"|\b(?:except|other than|ausser|bis auf|excepto|menos|salvo|sauf|exceto)\b"
)
_STARS = re.compile(r"\s*(?:[⭐★🌟*]\ufe0f?\s*)+[!.]*\s*")
_FIRST = re.compile(r"\s*(?P<score>\d{1,2})\s*(?:[,!;:]|\s-|[–—])(?!\s*\d)")
"""A score, and a remark behind it: "1 - you left me waiting for 2 hours"."""
_OF = re.compile(
    r"(?<![\d.,/-])(?P<score>\d{1,2})\s*(?:/|(?:points? |stars? )?(?:out )?of|sur|von|de|auf)\s*"
    r"(?P<most>\d{1,2})(?![\d/-]|[.,]\d)",
    re.I,
)


def find(text: str, choices: Sequence[str], languages: Sequence[str], by_place: bool = True) -> int | None:
    """The place of the choice (from 0); None where none is named, or more than one.

    `languages`: codes, the likeliest first. `by_place`: "2" or "the second one" names it, too.
    """
    names = [_words(choice) for choice in choices]
    score = _score(text[:_LONGEST], names)
    if score is not None:
        return names.index(score) if score in names else None
    said = _words(text[:_LONGEST])
    if not said or not names:
        return None
    if said in names:
        return names.index(said)
    words = said.split()
    if _is_denied(words, languages[0]):
        return None
    named = _contained(said, names)
    if named:
        return named[0] if len(named) == 1 else None
    counts = by_place or (are_numbers(names) and len(words) <= _ALONE)
    numbers = (_number(words, names, language) for language in languages) if counts else ()
    number = next((place for place in numbers if place is not None), None)
    return number if number is not None else _near(said, words, names)


def _score(text: str, names: Sequence[str]) -> str | None:
    """Of choices that are numbers, what "4/5", "4 out of 5" and ⭐⭐⭐⭐ say; None: no such thing."""
    if not are_numbers(names):
        return None
    if stars := _STARS.fullmatch(text):
        return str(sum(sign in "⭐★🌟*" for sign in stars[0]))
    said = _OF.search(text)
    if said and said["most"] == names[-1]:
        return said["score"]
    first = _FIRST.match(text)
    return first["score"] if first and first["score"] in names else None


def are_numbers(names: Sequence[str]) -> bool:
    """Of a scale: a number in an answer is one of them, not the place of one."""
    return bool(names) and all(name.strip().isdecimal() for name in names)


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


def _number(words: Sequence[str], names: Sequence[str], language: str) -> int | None:
    """Of "2", "number 2", "the second one"; on a scale, of "four"."""
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
    if len(words) == len(numbers) == 2 and numbers[0] == 1 and words[0].isalpha():
        found = {numbers[1]}  # "eine vier"
    if len(found) != 1:
        return None
    number = found.pop()
    if are_numbers(names):
        return names.index(str(number)) if str(number) in names else None
    return number - 1 if 0 < number <= len(names) else None


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
    """ "Not the red one", "anything but red"."""
    if _EXCEPT.search(" ".join(words)):
        return True
    phrases = registry.words_of(registry.known([language])[0].code).phrases
    return any(
        phrase.kind is Kind.NOT and tuple(words[at : at + len(phrase.words)]) == phrase.words
        for at, word in enumerate(words)
        for phrase in phrases.get(word, ())
    )
