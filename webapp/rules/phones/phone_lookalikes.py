"""What has the digits of a phone number and is something else: dates, decimals, places, what is not shown."""

from __future__ import annotations

import re

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"{_YEAR}([-/.]){_MONTH}\1{_DAY}|{_DAY}([-/.]){_MONTH}\2{_YEAR}|{_MONTH}([-/.]){_DAY}\3{_YEAR}"
    rf"|{_DAY}/{_MONTH}/\d\d|{_MONTH}/{_DAY}/\d\d"
)
_DECIMAL = re.compile(r"(-?)(\d+)\.(\d+)")
_COORDINATES = re.compile(r"[-+]?\d{1,3}\.\d{3,}\s*[,;\s]\s*[-+]?\d{1,3}\.\d{3,}")
_LARGEST_DEGREE = 180
_TOO_NARROW = re.compile(r"#{3,}")


def what(text: str) -> str | None:
    """What a text is, in words: 'a date'; None when it may be a phone number."""
    text = text.strip("()[] ")
    if _DATE.fullmatch(text):
        return "a date"
    if _COORDINATES.fullmatch(text):
        return "a place on the map"
    if _TOO_NARROW.fullmatch(text):
        return "what a spreadsheet shows where a column is too narrow"
    match = _DECIMAL.fullmatch(text)
    return "a decimal number" if match and _is_decimal(*match.groups()) else None


def _is_decimal(sign: str, whole: str, part: str) -> bool:
    """Not `07400.123456`, `412.5550123` or `7400.123456`: people do write phones with one dot."""
    if sign or len(part) <= 2 or whole == "0":
        return True
    return whole[0] != "0" and len(whole) <= 3 and int(whole) <= _LARGEST_DEGREE
