"""Fields of forms that hold a line of text, or the hours of a day."""

from __future__ import annotations

import re

from webapp.errors import Fault
from webapp.rules.hours.hours import DAY, Span
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


def span(said: tuple[str, str], field: str, order: str = "It must open before it closes.") -> Span | None:
    """From and to, 08:00 and 20:00; None where both are empty. Raises Fault that names the field.

    `order`: what is said when it ends before it begins.
    """
    if not any(part.strip() for part in said):
        return None
    opens, closes = (minutes(part, field) for part in said)
    closes = closes or DAY  # until midnight
    if opens >= closes:
        raise Fault(order, field)
    return Span(opens, closes)


def minutes(said: str, field: str) -> int:
    """Since midnight. Raises Fault that names the field."""
    match = re.fullmatch(r"([01]?\d|2[0-4]):([0-5]\d)", said.strip())
    since = int(match[1]) * 60 + int(match[2]) if match else DAY + 1
    if since > DAY:
        raise Fault("Fill in both times, for example 08:00 and 20:00, or leave both empty.", field)
    return since


def span_times(span: Span | None) -> tuple[str, str]:
    """As two fields of a form have it: 08:00 and 20:00, or nothing."""
    return ("", "") if span is None else (_at(span.opens), _at(span.closes))


def _at(minutes: int) -> str:
    return "{:02d}:{:02d}".format(*divmod(minutes % DAY, 60))
