"""Text that a database can hold: without NULs and without halves of surrogate pairs.

PostgreSQL refuses NUL in text (its manual, 8.3), and neither a NUL nor a lone surrogate is a character that
someone wrote: they come from damaged files, from JSON's `\\u0000` and `\\ud800`, and from attackers.
"""

from __future__ import annotations

import math
import re
from typing import Any

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def is_storable(text: str) -> bool:
    """Whether a database holds this text as it is."""
    return "\x00" not in text if text.isascii() else not _UNSTORABLE.search(text)


def clean(text: str) -> str:
    """The text without NULs; two halves are put together, a lone one becomes U+FFFD."""
    if is_storable(text):
        return text
    return text.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def clean_json(value: Any) -> Any:
    """The same for every text in a JSON value, names included.

    JSON has no infinity: what is read as one (1e400) becomes a text.
    """
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, list):
        return [clean_json(one) for one in value]
    if isinstance(value, dict):
        return {clean(name): clean_json(one) for name, one in value.items()}
    return value
