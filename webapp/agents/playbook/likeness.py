"""How much two texts are alike by words and groups of letters: tf-idf, cosine (Salton and Buckley, 1988)."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

_GROUP = 4
_LETTERS_WEIGHT = 0.5
"""Of a group of letters beside a word; groups know "top up" in "topping up"."""
_NEVER_SEEN = 0.5
"""How often a word counts as seen that stands in no phrase: it tells a text from all of them."""


class Likeness:
    """Compares texts with a fixed list of phrases; all are as `words.words` gives them."""

    def __init__(self, phrases: Sequence[Sequence[str]]) -> None:
        self._phrases = len(phrases)
        self._holding = Counter(term for phrase in phrases for term in set(_terms(phrase)))
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, phrase in enumerate(phrases):
            for term, weight in self._vector(phrase).items():
                self._postings[term].append((number, weight))

    def scores(self, text: Sequence[str]) -> list[float]:
        """For each phrase, how much the text is like it: 0 to 100."""
        scores = [0.0] * self._phrases
        for term, weight in self._vector(text).items():
            for number, other in self._postings.get(term, ()):
                scores[number] += 100 * weight * other
        return scores

    def is_rare(self, word: str) -> bool:
        """Whether at most half of the phrases hold the word."""
        return self._holding[f" {word} "] * 2 <= self._phrases

    def _vector(self, text: Sequence[str]) -> dict[str, float]:
        weights = {term: self._weight(term, times) for term, times in Counter(_terms(text)).items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {term: weight / length for term, weight in weights.items()}

    def _weight(self, term: str, times: int) -> float:
        rarity = math.log((self._phrases + 1) / (self._holding[term] or _NEVER_SEEN))
        is_word = term[0] == term[-1] == " "
        return (1 + math.log(times)) * (rarity + 0.1) * (1 if is_word else _LETTERS_WEIGHT)


def _terms(text: Sequence[str]) -> Iterator[str]:
    """Words between blanks, and their groups of four letters, the blanks around the word included."""
    for word in text:
        between = f" {word} "
        yield between
        if len(between) > _GROUP:
            yield from (between[start : start + _GROUP] for start in range(len(between) - _GROUP + 1))
