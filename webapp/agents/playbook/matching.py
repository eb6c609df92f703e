"""Which entry of a playbook a text means.

Measured on BANKING77 (`./outbound bench playbook`): rapidfuzz's token_sort_ratio knows word for word what was
said, token_set_ratio what stands within a longer text, tf-idf which words count. Together, and with the three
nearest phrases of an entry instead of the nearest alone, they answer more at the same rate of mistakes than
each does. WRatio, rapidfuzz's default, is useless here: any short phrase is within a long text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from webapp.agents.base import Match
from webapp.agents.definition import PlaybookEntry
from webapp.agents.function_words import EVERY
from webapp.agents.phrases import without_greeting
from webapp.agents.playbook.contractions import expanded
from webapp.agents.playbook.likeness import Likeness
from webapp.agents.words import words

ACCEPT = 46.0
"""Score of the best entry, from which it is what was meant …"""
MARGIN = 10.0
"""… when the next is so far behind. Both were chosen on BANKING77's train set: see tests/bench/playbook."""
ASK = 38.0
"""Score from which it is worth asking "Did you mean …?"."""
EXACT = 100.0
_SORTED, _WITHIN, _TFIDF = 0.25, 0.25, 0.5
_NEAREST = (0.5, 0.3, 0.2)
"""Weights of an entry's nearest phrases; with fewer phrases, their shares of the sum."""
_POLITE = re.compile(r"\b(?:por favor|porfa|s ?il vous plait|s ?il te plait|svp|stp|bitte)\b")
_MOST_WORDS = 60
"""Of a text; what comes behind them says little, and takes time."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The entries, the best first, and what follows from their scores."""

    matches: tuple[Match, ...]

    @property
    def accepted(self) -> str | None:
        """The key of the entry that was meant without doubt."""
        return self.matches[0].key if self._best >= ACCEPT and self._lead >= MARGIN else None

    @property
    def offered(self) -> tuple[str, ...]:
        """The keys to ask back about: one or two when it may be these, none otherwise."""
        if self._best < ASK:
            return ()
        return tuple(match.key for match in self.matches[:2] if match.score >= max(ASK, self._best - MARGIN))

    @property
    def confidence(self) -> float:
        """0 to 1."""
        return round(min(1.0, self._best / EXACT), 3)

    @property
    def _best(self) -> float:
        return self.matches[0].score if self.matches else 0.0

    @property
    def _lead(self) -> float:
        return self._best - self.matches[1].score if len(self.matches) > 1 else self._best


class Matcher:
    """The entries' phrases, ready to be compared.

    What an entry is called in a question to the contact is in words of theirs: those very words mean it, and
    words that are only like them do not, for it may be called by what many would write.
    """

    def __init__(self, entries: Sequence[PlaybookEntry]) -> None:
        self._names = {entry.key: entry.name for entry in entries}
        phrases = [(entry.key, phrase) for entry in entries for phrase in entry.phrases if words(phrase)]
        self._keys = [key for key, _ in phrases]
        self._written = [phrase for _, phrase in phrases]
        split = [_words(phrase) for phrase in self._written]
        self._phrases = [" ".join(phrase) for phrase in split]
        self._likeness = Likeness(split)
        self._rare = [self._rarer(phrase) for phrase in split]
        asks = [(entry.key, ask) for entry in entries for ask in (entry.ask, *entry.asks.values()) if ask]
        self._asks = [(key, ask, _spelled(ask)) for key, ask in asks]

    def rank(self, text: str, keys: frozenset[str] | None = None) -> Ranking:
        """All entries (or those with these `keys`) by how well they fit the text."""
        said = without_greeting(_words(text))[:_MOST_WORDS]
        nearest: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for key, phrase, score in zip(self._keys, self._written, self._scores(said), strict=True):
            if keys is None or key in keys:
                nearest[key].append((score, phrase))
        for key, ask, spelled in self._asks:
            if spelled == " ".join(said) and (keys is None or key in keys):
                nearest[key].append((EXACT, ask))
        matches = [self._match(key, sorted(found, reverse=True)) for key, found in nearest.items()]
        return Ranking(tuple(sorted(matches, key=lambda match: (-match.score, match.key))))

    def _scores(self, said: Sequence[str]) -> list[float]:
        """For each phrase: 0 to 100; EXACT only for the same words."""
        if not said:
            return [0.0] * len(self._phrases)
        if len(said) == 1 and said[0] in EVERY:  # "what", "a": the same words, or nothing
            return [EXACT * (phrase == said[0]) for phrase in self._phrases]
        text, rare = " ".join(said), self._rarer(said)
        return [
            EXACT
            if text == phrase
            else _SORTED * fuzz.token_sort_ratio(text, phrase)
            + _WITHIN * fuzz.token_set_ratio(rare, rare_phrase)
            + _TFIDF * like
            for phrase, rare_phrase, like in zip(
                self._phrases, self._rare, self._likeness.scores(said), strict=True
            )
        ]

    def _rarer(self, said: Sequence[str]) -> str:
        return " ".join([word for word in said if self._likeness.is_rare(word)] or said)

    def _match(self, key: str, nearest: Sequence[tuple[float, str]]) -> Match:
        best, phrase = nearest[0]
        weighted = list(zip(_NEAREST, (score for score, _ in nearest), strict=False))
        mean = sum(weight * score for weight, score in weighted) / sum(weight for weight, _ in weighted)
        return Match("entry", key, self._names[key], round(best if best >= EXACT else mean, 2), phrase)


def matcher(entries: Sequence[PlaybookEntry]) -> Matcher:
    """The matcher of these entries, built once for a version of an agent."""
    return _built(tuple(map(_told, entries)))


Told = tuple[str, str, tuple[str, ...], str, tuple[tuple[str, str], ...]]
"""What a matcher needs of an entry."""


def _told(entry: PlaybookEntry) -> Told:
    return entry.key, entry.name, tuple(entry.phrases), entry.ask, tuple(entry.asks.items())


@lru_cache(maxsize=64)
def _built(entries: tuple[Told, ...]) -> Matcher:
    return Matcher(
        [
            PlaybookEntry(key, name, phrases, ask=ask, asks=dict(asks))
            for key, name, phrases, ask, asks in entries
        ]
    )


def _words(text: str) -> list[str]:
    """Without "por favor" and its like: two texts are not alike because both are polite."""
    said = words(expanded(text))
    return words(_POLITE.sub(" ", " ".join(said))) or said


def _spelled(text: str) -> str:
    return " ".join(without_greeting(_words(text)))
