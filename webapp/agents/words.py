"""The words of a text, as engines compare them."""

from __future__ import annotations

from webapp.rules.wording import plain, spaced

LONGEST = 1_500
"""Characters of a text that are looked at."""


def words(text: str) -> list[str]:
    """Without case, accents, punctuation, signatures and apostrophes: "I'm" is "im"."""
    return spaced(plain(text[:LONGEST])).replace("'", "").split()


def folded(text: str) -> str:
    """The same words, a space between them."""
    return " ".join(words(text))


def holds(text: str, phrase: str) -> bool:
    """Whether a phrase stands in a text as whole words; both are `folded`."""
    return bool(phrase) and f" {phrase} " in f" {text} "
