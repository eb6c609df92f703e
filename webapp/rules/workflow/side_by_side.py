"""Two workflows beside one another: which parts are the same, and what is different in the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from typing import cast


class Difference(StrEnum):
    """What became of a part. MOVED says nothing about its values: see `Row.changed`."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Value:
    """What is set in a field. `typed` is compared, `words` are shown."""

    label: str
    typed: str
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """A step, say, or a branch. `key`: names it in both workflows. `values`: what is set in it, by field."""

    key: str
    title: str
    icon: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()

    @property
    def settings(self) -> list[tuple[str, str]]:
        """What is set, by the labels of its fields; those that are empty left out."""
        return [(value.label, value.words) for value in self.values.values() if value.typed.strip()]

    def typed(self, name: str) -> str:
        """What is set in a field; empty where nothing is."""
        return self.values[name].typed.strip() if name in self.values else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A part as it was and as it is; None where it is not there. `depth`: how many others it stands within.

    `changed`: the fields whose values are different; of what was added or removed, none.
    """

    before: Part | None
    after: Part | None
    depth: int
    difference: Difference
    changed: tuple[str, ...] = ()

    @property
    def part(self) -> Part:
        """As it is, or else as it was."""
        return self.after or cast(Part, self.before)


def compare(before: Sequence[Part], after: Sequence[Part]) -> list[Row]:
    """The parts of both in the order of the second one; what was removed stands where it was."""
    return list(_Comparison(before, after).rows(before, after, 0))


class _Comparison:
    def __init__(self, before: Sequence[Part], after: Sequence[Part]) -> None:
        self.before = {part.key: part for part in _every(before)}
        self.kept = {part.key for part in _every(after)}

    def rows(self, before: Sequence[Part], after: Sequence[Part], depth: int) -> Iterator[Row]:
        """Of one list of parts, each with those that stand within it."""
        keys = [part.key for part in before], [part.key for part in after]
        for tag, start, end, new, new_end in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
            if tag == "equal":
                for was, now in zip(before[start:end], after[new:new_end], strict=True):
                    yield from self._pair(was, now, depth, Difference.SAME)
                continue
            for was in before[start:end]:
                yield from self._gone(was, depth)
            for now in after[new:new_end]:
                yield from self._pair(self.before.get(now.key), now, depth, Difference.MOVED)

    def _gone(self, was: Part, depth: int) -> Iterator[Row]:
        """What stands elsewhere now is shown there."""
        if was.key not in self.kept:
            yield Row(was, None, depth, Difference.REMOVED)
            for inner in was.parts:
                yield from self._gone(inner, depth + 1)

    def _pair(self, was: Part | None, now: Part, depth: int, found: Difference) -> Iterator[Row]:
        if was is None:
            yield Row(None, now, depth, Difference.ADDED)
            yield from self.rows((), now.parts, depth + 1)
            return
        changed = _changed(was, now)
        same = found == Difference.SAME
        yield Row(was, now, depth, Difference.CHANGED if same and changed else found, changed)
        yield from self.rows(was.parts, now.parts, depth + 1)


def _changed(was: Part, now: Part) -> tuple[str, ...]:
    names = dict.fromkeys([*now.values, *was.values])
    return tuple(name for name in names if was.typed(name) != now.typed(name))


def _every(parts: Sequence[Part]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from _every(part.parts)
