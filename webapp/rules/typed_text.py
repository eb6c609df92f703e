"""What people type, as it is kept: surrounding white space is never meant."""

from __future__ import annotations

import math


def one_line(text: str) -> str:
    """White space, line breaks included, becomes single spaces; none is left at either end."""
    return " ".join(text.split())


def several_lines(text: str) -> str:
    """A text with its line breaks, which browsers send as CR LF, as LF."""
    return text.replace("\r\n", "\n").strip()


def email(text: str) -> str:
    """An e-mail address as it is compared: in small letters."""
    return text.strip().lower()


def whole_number(text: str, digits: int) -> int:
    """A whole number of so many digits at most; -1 for what is none."""
    number = text.strip()
    return int(number) if number.isascii() and number.isdecimal() and len(number) <= digits else -1


def decimal_number(text: str) -> float:
    """A number with a point or a comma; NaN for what is none."""
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return math.nan
