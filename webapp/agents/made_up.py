"""Made-up names, phones and addresses in the place of real ones, in texts that are kept as examples."""

from __future__ import annotations

import re
from collections.abc import Iterable

FIRST, LAST = "Anna", "Weber"
NAME = f"{FIRST} {LAST}"
PHONE = "+12025550123"
"""555-01xx is never given out."""
EMAIL = "anna@example.com"

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.,:/-])\+?\(?\d(?:[\s()./-]{0,2}\d){6,14}(?![\w-])")
_DATE = re.compile(r"(\d{4}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{2,4})(\s.*)?")
"""With at most a time of the day behind it; its digits may look like a phone's."""
_SHORTEST = 2
_PARTICLES = frozenset(
    "al da de del della den der di do dos du e el i la las le los ten ter van von y zu".split()
)
"""Parts of names that are words of every other sentence, and say of no one who they are."""


class Disguise:
    """Of one person. `names`: what they are called, in full; each part of it goes, whatever its case.

    The first part of each becomes Anna, the others Weber. All phones and e-mail addresses go, whose ever
    they are.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._parts: dict[str, str] = {}
        for name in names:
            for place, part in enumerate(re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name)):
                if len(part) >= _SHORTEST and not (place and part.casefold() in _PARTICLES):
                    self._parts.setdefault(part.casefold(), LAST if place else FIRST)
        longest_first = sorted(self._parts, key=len, reverse=True)
        words = "|".join(map(re.escape, longest_first))
        self._names = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.I) if words else None

    def of(self, text: str) -> str:
        """The text, with made-up ones in their place."""
        hidden = _EMAIL.sub(EMAIL, text)
        hidden = _PHONE.sub(lambda found: found[0] if _DATE.fullmatch(found[0]) else PHONE, hidden)
        if self._names is None:
            return hidden
        named = self._names.sub(lambda found: self._parts.get(found[0].casefold(), FIRST), hidden)
        return re.sub(rf"\b{LAST}(?: {LAST})+\b", LAST, named)
