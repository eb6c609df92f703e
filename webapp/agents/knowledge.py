"""What the agent knows, found by BM25 (Robertson and Zaragoza, 2009) and by titles that read alike.

The formula is computed here and not by a database, so that SQLite and PostgreSQL find the same.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from webapp.agents.definition import Knowledge, KnowledgeHit
from webapp.agents.function_words import topical
from webapp.agents.topics import FITS, About, about, fit
from webapp.agents.words import words

LONGEST_ENTRY = 1_200
"""Characters of one entry, when a long text is split."""
_LONGEST_HEADING = 80
_TITLE_WEIGHT = 4
_K1, _B = 1.2, 0.75
_NEARLY = 85
"""Of the title's likeness to what was asked (0 to 100), from which a misspelt title counts as a hit."""


class Index:
    """The entries of one agent, ready to be searched; build it once for a version of the agent."""

    def __init__(self, entries: Sequence[Knowledge]) -> None:
        self._entries = tuple(entries)
        self._titles = [topical(words(entry.title)) for entry in entries]
        counts = [_weighted(entry) for entry in entries]
        self._lengths = [sum(count.values()) for count in counts]
        self._mean = sum(self._lengths) / len(counts) if counts else 0.0
        self._about = [(about(entry.title), about(entry.text)) for entry in entries]
        self._speaking: dict[str, set[int]] = defaultdict(set)
        for number, (title, text) in enumerate(self._about):
            for term in title.terms | text.terms:
                self._speaking[term].add(number)
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, count in enumerate(counts):
            for word, times in count.items():
                self._postings[word].append((number, times))

    def search(self, text: str, most: int = 5) -> tuple[KnowledgeHit, ...]:
        """The entries that fit `text`, the best first; none when no word, no title and no topic fits."""
        asked = list(dict.fromkeys(topical(words(text))))
        scores, fits = self._bm25(asked), self._fits(about(text))
        hits = [
            KnowledgeHit(
                entry, scores.get(number, 0.0), self._title_score(number, asked), fits.get(number, 0.0)
            )
            for number, entry in enumerate(self._entries)
        ]
        fitting = [hit for hit in hits if hit.score > 0 or hit.title_score >= _NEARLY or hit.fit > 0]
        return tuple(sorted(fitting, key=_place)[:most])

    def _fits(self, asked: About) -> dict[int, float]:
        """Of those that speak of anything that was asked."""
        numbers = set[int]().union(*(self._speaking.get(term, ()) for term in asked.terms))
        return {number: fit(asked, *self._about[number]) for number in numbers}

    def _bm25(self, asked: Sequence[str]) -> dict[int, float]:
        scores: dict[int, float] = defaultdict(float)
        for word in asked:
            holding = self._postings.get(word, ())
            idf = math.log(1 + (len(self._entries) - len(holding) + 0.5) / (len(holding) + 0.5))
            for number, times in holding:
                length = 1 - _B + _B * self._lengths[number] / self._mean
                scores[number] += idf * times * (_K1 + 1) / (times + _K1 * length)
        return scores

    def _title_score(self, number: int, asked: Sequence[str]) -> float:
        """Whether the title stands in what was asked, and how much of that the entry speaks of."""
        title = self._titles[number]
        if not title or not asked:
            return 0.0
        inside = fuzz.token_set_ratio(" ".join(title), " ".join(asked))
        known = [word for word in asked if self._speaks_of(number, word)]
        return 0.6 * inside + 0.4 * 100 * len(known) / len(asked)

    def _speaks_of(self, number: int, word: str) -> bool:
        if any(holding == number for holding, _ in self._postings.get(word, ())):
            return True
        return any(fuzz.ratio(word, other) >= _NEARLY for other in self._titles[number])


def _place(hit: KnowledgeHit) -> tuple[bool, float]:
    """First those whose title or topic is what was asked."""
    return hit.title_score < _NEARLY and hit.fit < FITS, -hit.score


def _weighted(entry: Knowledge) -> Counter[str]:
    count = Counter(words(entry.title) * _TITLE_WEIGHT)
    for start in range(0, len(entry.text), LONGEST_ENTRY):
        count.update(words(entry.text[start : start + LONGEST_ENTRY]))
    return count


def split(title: str, text: str, longest: int = LONGEST_ENTRY) -> list[tuple[str, str]]:
    """A long text as entries of at most `longest` characters: (title, text), cut where it is least felt.

    A short line before a paragraph becomes the title of what follows it.
    """
    entries: list[tuple[str, str]] = []
    heading, body = title, ""
    for block in _blocks(text, longest):
        if _is_heading(block):
            entries += _entry(heading, body, title)
            heading, body = block.strip("#*: ") or title, ""
        elif body and len(body) + 2 + len(block) > longest:
            entries += _entry(heading, body, title)
            body = block
        else:
            body = f"{body}\n\n{block}" if body else block
    return entries + _entry(heading, body, title)


def _entry(heading: str, body: str, title: str) -> list[tuple[str, str]]:
    """A heading with nothing below it is a text itself."""
    if not body and heading == title:
        return []
    return [(heading, body)] if body else [(title, heading)]


def _is_heading(block: str) -> bool:
    if "\n" in block or len(block) > _LONGEST_HEADING:
        return False
    return block.startswith("#") or block[-1] not in ".!?…。！？,;"


def _blocks(text: str, longest: int) -> Iterator[str]:
    """Paragraphs; what is too long is cut behind a sentence, else behind a word, else anywhere."""
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        left = paragraph.strip()
        while len(left) > longest:
            cut = _cut(left[: longest + 1])
            yield left[:cut].strip()
            left = left[cut:].strip()
        if left:
            yield left


def _cut(piece: str) -> int:
    """Where to cut: behind the last sentence or line, else behind the last word, else at the end."""
    for pattern in (r"[.!?…。！？]\s|\n", r"\s"):
        ends = [found.end() for found in re.finditer(pattern, piece)]
        if ends and ends[-1] > 1:
            return ends[-1]
    return len(piece) - 1
