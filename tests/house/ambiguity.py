"""Whether a regular expression may take forever: whether a loop in it reads the same text in two ways.

Then each repetition doubles what is tried before the whole is given up. Told by Glushkov's automaton, whose
states are the places of the expression that take a character: two different ways from one place back to it
along the same text (Weideman et al., "Analyzing Matching Time Behavior of Backtracking Regular Expression
Matchers", 2016). Look-arounds count as nothing, and a bounded repetition of many as one without bound.
"""

from __future__ import annotations

import re
import re._constants as op
import re._parser as parser
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

MOST_COPIES = 12
SAMPLES = "ab zQ59_-.,;:!?'\"()[]{}<>|/\\@#$%&*+=~^`\n\té日ß’\u0900\u00a0"
LOOPS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}


class Part(NamedTuple):
    """A part of an expression: its first and its last places, each with the number of ways there (1, or 2
    for more), and the ways in which it takes nothing."""

    first: dict[int, int]
    last: dict[int, int]
    empty: int


NOTHING = Part({}, {}, 1)


def pumped(pattern: re.Pattern[str]) -> str | None:
    """What is repeated in a text that takes forever; None: no text does."""
    return _Automaton(pattern).pumped()


class _Automaton:
    def __init__(self, pattern: re.Pattern[str]) -> None:
        tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
        self.any_case, self.any_line = (bool(pattern.flags & one) for one in (re.IGNORECASE, re.DOTALL))
        self.samples = sorted({*SAMPLES, *_literals(tree)})
        self.takes: list[frozenset[str]] = []
        self.known: dict[str, frozenset[str]] = {}
        self.in_loops: set[int] = set()
        self.then: dict[int, dict[int, int]] = defaultdict(dict)
        self.reached: dict[int, set[int]] = {}
        self.sequence(tree)

    def sequence(self, tree: Any) -> Part:
        found = NOTHING
        for kind, value in tree:
            found = self.joined(found, self.part(kind, value))
        return found

    def part(self, kind: Any, value: Any) -> Part:
        if kind in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN):
            self.takes.append(self.taken(kind, value))
            place = {len(self.takes) - 1: 1}
            return Part(place, place, 0)
        if kind is op.SUBPATTERN:
            return self.sequence(value[3])
        if kind is op.ATOMIC_GROUP:
            return self.sequence(value)
        if kind is op.BRANCH:
            return self.either([self.sequence(branch) for branch in value[1]])
        return self.loop(*value) if kind in LOOPS else NOTHING

    def loop(self, least: int, most: Any, inner: Any) -> Part:
        if most is op.MAXREPEAT or most > MOST_COPIES:
            begun, found = len(self.takes), self.sequence(inner)
            self.in_loops |= {*range(begun, len(self.takes))}
            self.link(found.last, found.first)
            return found._replace(empty=1 if least == 0 else min(1, found.empty))
        needed = optional = NOTHING
        for _ in range(most - least):
            optional = self.joined(self.sequence(inner), optional)._replace(empty=1)
        for _ in range(least):
            needed = self.joined(needed, self.sequence(inner))
        return self.joined(needed, optional)

    def either(self, parts: list[Part]) -> Part:
        first, last = defaultdict[int, int](int), defaultdict[int, int](int)
        for part in parts:
            _add(first, part.first, 1)
            _add(last, part.last, 1)
        return Part(first, last, min(2, sum(part.empty for part in parts)))

    def joined(self, one: Part, other: Part) -> Part:
        self.link(one.last, other.first)
        first, last = dict(one.first), dict(other.last)
        _add(first, other.first, one.empty)
        _add(last, one.last, other.empty)
        return Part(first, last, min(2, one.empty * other.empty))

    def link(self, last: dict[int, int], first: dict[int, int]) -> None:
        for place, ways in last.items():
            _add(self.then[place], first, ways)

    def taken(self, kind: Any, value: Any) -> frozenset[str]:
        name = f"{kind} {value}"
        if name not in self.known:
            self.known[name] = frozenset(one for one in self.samples if self.fits(kind, value, one))
        return self.known[name]

    def fits(self, kind: Any, value: Any, sign: str) -> bool:
        if kind is op.ANY:
            return sign != "\n" or self.any_line
        signs = {sign, sign.lower(), sign.upper()} if self.any_case else {sign}
        if kind in (op.LITERAL, op.NOT_LITERAL):
            return (chr(value) in signs) is (kind is op.LITERAL)
        negated = any(inner is op.NEGATE for inner, _ in value)
        return any(_holds(*one, signs) for one in value) is not negated

    def pumped(self) -> str | None:
        """Pairs of places of one loop to which one text leads from one place, until the two are one again."""
        for start in self.in_loops:
            if any(ways > 1 and self.loops(start, place) for place, ways in self.then[start].items()):
                return min(self.takes[start], default="")
        forks = (self.steps(start, start) for start in self.in_loops)
        texts = {pair: sign for fork in forks for pair, sign in fork if pair[0] != pair[1]}
        waiting = list(texts)
        while waiting:
            now = waiting.pop()
            for pair, sign in self.steps(*now):
                if pair[0] == pair[1]:
                    return texts[now] + sign
                if pair not in texts:
                    texts[pair] = texts[now] + sign
                    waiting.append(pair)
        return None

    def steps(self, one: int, other: int) -> Iterator[tuple[tuple[int, int], str]]:
        """Where one more character leads from both, within the loop."""
        rights = [right for right in self.then[other] if self.loops(other, right)]
        for left in (left for left in self.then[one] if self.loops(one, left)):
            for right in rights:
                if common := self.takes[left] & self.takes[right]:
                    yield (min(left, right), max(left, right)), min(common)

    def loops(self, one: int, other: int) -> bool:
        """Whether there is a way from each of them to the other."""
        return {one, other} <= self.in_loops and other in self.behind(one) and one in self.behind(other)

    def behind(self, start: int) -> set[int]:
        """All places to which one leads."""
        if start not in self.reached:
            self.reached[start], waiting = set[int](), [start]
            while waiting:
                new = set(self.then[waiting.pop()]) - self.reached[start]
                self.reached[start] |= new
                waiting += new
        return self.reached[start]


def _add(to: dict[int, int], places: dict[int, int], times: int) -> None:
    for place, ways in places.items():
        if times:
            to[place] = min(2, to.get(place, 0) + ways * times)


def _holds(kind: Any, value: Any, signs: set[str]) -> bool:
    if kind is op.LITERAL:
        return chr(value) in signs
    if kind is op.RANGE:
        return any(len(sign) == 1 and value[0] <= ord(sign) <= value[1] for sign in signs)
    return kind is op.CATEGORY and any(re.match(CATEGORIES[value], sign) for sign in signs)


def _literals(tree: Any) -> Iterator[str]:
    """The characters that an expression names."""
    for one in tree if isinstance(tree, list | tuple | parser.SubPattern) else ():
        if isinstance(one, tuple) and len(one) == 2 and one[0] in (op.LITERAL, op.NOT_LITERAL):
            yield chr(one[1])
        elif isinstance(one, tuple) and len(one) == 2 and one[0] is op.RANGE:
            yield from map(chr, one[1])
        else:
            yield from _literals(one)
