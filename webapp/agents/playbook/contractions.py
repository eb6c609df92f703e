"""English contractions written out, so that "I'll be there" is "I will be there"."""

from __future__ import annotations

import re

_APOSTROPHE = r"['’‘ʼ`´]"
_WRITTEN: tuple[tuple[str, str], ...] = (
    (rf"\bwon{_APOSTROPHE}?t\b", "will not"),
    (rf"\b(?:can{_APOSTROPHE}?t|cannot)\b", "can not"),
    (
        rf"\b(do|does|did|is|are|was|were|have|has|had|could|would|should|need)(?:n{_APOSTROPHE}t|nt)\b",
        r"\1 not",
    ),
    (rf"\b(i|we|you|they|he|she|it|that|there){_APOSTROPHE}ll\b", r"\1 will"),
    (r"\b(?:i ?ll|ill) (?=be\b|come\b|take\b|do\b)", "i will "),
    (rf"\bi{_APOSTROPHE}?m\b", "i am"),
    (rf"\b(we|you|they){_APOSTROPHE}re\b", r"\1 are"),
    (rf"\b(i|we|you|they){_APOSTROPHE}?ve\b", r"\1 have"),
    (rf"\b(i|we|you|they|he|she){_APOSTROPHE}d\b", r"\1 would"),
    (rf"\b(what|where|when|who|how|that|there){_APOSTROPHE}?s\b", r"\1 is"),
    (rf"\bit{_APOSTROPHE}s\b", "it is"),
)
_PATTERNS = tuple((re.compile(pattern, re.I), written) for pattern, written in _WRITTEN)


def expanded(text: str) -> str:
    """The same text with what is contracted written out; other languages' words stay as they are."""
    for pattern, written in _PATTERNS:
        text = pattern.sub(written, text)
    return text
