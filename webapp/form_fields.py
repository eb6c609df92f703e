"""Fields of forms that hold a line of text."""

from __future__ import annotations

from webapp.errors import Fault
from webapp.rules.typed_text import one_line


def line(typed: str, field: str, longest: int, missing: str = "", too_long: str = "") -> str:
    """The text on one line. Raises Fault that names the field when it is too long, or must not be empty.

    `missing`: what is said of an empty one; without it, the field may be empty. `too_long` stands for
    “Keep it under … characters.”
    """
    text = one_line(typed)
    if missing and not text:
        raise Fault(missing, field)
    if len(text) > longest:
        raise Fault(too_long or f"Keep it under {longest} characters.", field)
    return text
