"""The digits of a phone, or of a part of one, that someone looks for: typed, or copied from anywhere.

A phone that is copied from an address book, a chat or a document has characters that cannot be seen, and
blanks and hyphens that do not break.
"""

from __future__ import annotations

from webapp.rules import phone_labels
from webapp.rules.phone_text import readable

NATIONAL = 7
"""So many digits are a whole phone: zeros before them only say how to dial it (0151…, 0049151…)."""
_WRITTEN = frozenset("0123456789+()[]-./ ")


def digits(search: str) -> str:
    """Empty for text that cannot be a phone."""
    text = readable(search).strip(" ,;")
    if not _WRITTEN.issuperset(text):
        text = phone_labels.without(text)
        if not _WRITTEN.issuperset(text) or len(_digits(text)) < NATIONAL:
            return ""
    found = _digits(text)
    return found.lstrip("0") or found if len(found) >= NATIONAL else found


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))
