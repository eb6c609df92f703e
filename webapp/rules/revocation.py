"""Longer messages that read like a revocation: "please stop texting me", "take me off your list".

47 CFR 64.1200(a)(10) lets people revoke "using any reasonable means"; whether a sentence is one, a person
decides. So this may be wrong in both directions, within reason: it withholds, it never opts out by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from webapp.rules import keywords
from webapp.rules.keywords import Keyword
from webapp.rules.revocation_phrases import NOT_MEANT, REVOCATIONS, SIGNS
from webapp.rules.wording import lines, plain

_REVOKES, _NOT_MEANT = (
    re.compile("|".join(f"(?:{phrase})" for phrase in phrases)) for phrases in (REVOCATIONS, NOT_MEANT)
)
_END = re.compile(r"[.!?;:…]+(?:\s|$)|[\r\n]+")
_PUNCTUATION = re.compile(r"[^\w']+")
_POLITE = frozenset(
    "please pls plz thanks thank you now just ok okay hi hello hey sorry bitte merci svp".split()
)


def reads_like_one(text: str) -> bool:
    """Would a reasonable person take this for a wish not to be written to or called any more?"""
    return any(map(_revokes, _sentences(text))) or _shows(text)


def _shows(text: str) -> bool:
    return any(sign in text for sign in SIGNS) and not any(c.isalnum() for c in text)


def _revokes(sentence: str) -> bool:
    if _REVOKES.search(_NOT_MEANT.sub(" ", sentence)):
        return True
    wish = " ".join(word for word in sentence.split() if word not in _POLITE)
    return keywords.match(wish) == Keyword.STOP


def _sentences(text: str) -> Iterator[str]:
    for line in lines(text):
        for sentence in _END.split(line):
            yield " ".join(_PUNCTUATION.sub(" ", plain(sentence)).split())
