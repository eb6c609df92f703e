"""What stands of texts in which people change their mind: of "yes", "oh wait no", the no."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from webapp.agents.playbook import leaning
from webapp.agents.words import LONGEST, folded
from webapp.rules.replies import reply_kinds

_SENTENCES = re.compile(r"(?<=[.!…。！])\s+")
_MARKS = re.compile(
    r"\b(?:wait|actually|scratch that|i mean|i meant|oh no|on second thoughts?|correction|changed my mind|"
    r"espera|quiero decir|en realidad|attends|attendez|en fait|finalement|je veux dire|"
    r"doch|warte|moment|halt|ich meine|alias|na verdade|quer dizer)\b"
)
"""Behind one of these, they mean something else than before."""
_CAN = re.compile(
    r"\bi can(?: come)?(?: now| after all| though)?$|\bpuedo$|\bich kann(?: doch)?$|\bje peux$|\bposso$"
)
_CANNOT = re.compile(
    r"\bi (?:really )?(?:cant|cannot)(?: sorry| anymore)?$|\bno puedo$|\bkann (?:doch )?nicht$|\bpeux pas$"
    r"|\bnao posso$"
)
_SHORT = frozenset(
    (
        "cant cannot sorry oh ah ach ok okay but please thanks can i "
        "no puedo perdon ay lo siento pardon desole peux pas je ne kann nicht leider posso nao "
        "desculpa desculpe"
    ).split()
)
"""Beside a yes or a no, words that say nothing of their own."""


def standing(
    texts: Sequence[str], languages: Sequence[str], names_moment: Callable[[str], bool]
) -> Sequence[str]:
    """The texts from the last on that takes back what was said before it; all of them where none does.

    `names_moment`: "I can come on Monday" is no yes to what was refused.
    """
    lines = [line.strip() for text in texts for line in text[:LONGEST].splitlines()]
    parts = [(line, part) for line in lines for part in _SENTENCES.split(line) if part]
    before, start = None, 0
    for at, (line, part) in enumerate(parts):
        meaning = _meaning(part, languages)
        if meaning is None:
            continue
        other = before is not None and meaning is not before
        turns = other and _takes_back(part, meaning, apart=part == line)
        if turns and not (meaning and names_moment(part)):
            start = at
        before = meaning if turns or before is None else before
    return [part for _, part in parts[start:]] if start else texts


def _meaning(part: str, languages: Sequence[str]) -> bool | None:
    said = folded(part)
    if _MARKS.search(said) and (_CANNOT.search(said) or _CAN.search(said)):
        return _CANNOT.search(said) is None
    return leaning.of(part, languages)


def _takes_back(part: str, meaning: bool, apart: bool) -> bool:
    """Within one line only in so many words: "Yes. No allergies" is a yes."""
    said = folded(part)
    if _MARKS.search(said):
        return True
    plain = set(said.split()) <= reply_kinds.PLAIN_YES | reply_kinds.PLAIN_NO | _SHORT
    return apart and (plain or leaning.says_in_a_sentence(part) is meaning)
