"""Longer messages that read like a revocation: "please stop texting me", "take me off your list".

47 CFR 64.1200(a)(10) lets people revoke "using any reasonable means"; whether a sentence is one, a person
decides. So this may be wrong in both directions, within reason: it withholds, it never opts out by itself.
"""

from __future__ import annotations

import re

from webapp.rules.revocation_phrases import NOT_MEANT, REVOCATIONS
from webapp.rules.wording import plain

_REVOKES, _NOT_MEANT = (
    re.compile("|".join(f"(?:{phrase})" for phrase in phrases)) for phrases in (REVOCATIONS, NOT_MEANT)
)


def reads_like_one(text: str) -> bool:
    """Would a reasonable person take this for a wish not to be written to or called any more?"""
    return _REVOKES.search(_NOT_MEANT.sub(" ", plain(text))) is not None
