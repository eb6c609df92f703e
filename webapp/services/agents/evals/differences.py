"""Two texts word by word: which words are in one of them only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Piece:
    """A part of a text; `differs`: it is not in the other one."""

    text: str
    differs: bool = False


def compare(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both in pieces, which together are the text; () for an empty one."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return (
        _pieces(old, [(start, end, tag != "equal") for tag, start, end, _, _ in blocks]),
        _pieces(new, [(start, end, tag != "equal") for tag, _, _, start, end in blocks]),
    )


def _pieces(words: Sequence[str], parts: Sequence[tuple[int, int, bool]]) -> tuple[Piece, ...]:
    return tuple(Piece("".join(words[start:end]), differs) for start, end, differs in parts if end > start)
