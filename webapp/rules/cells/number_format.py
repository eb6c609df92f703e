"""A number as the spreadsheet shows it: `15%`, `4 December 2026`, `$1,234.50`, `00123`.

Months are named in the language that the format names, else in English; the decimal point is a point. What
depends on the computer alone (format 14, "short date") is written as `2026-12-04`, which no one can misread.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from webapp.rules.cells import number_pattern, serial_date
from webapp.rules.cells.format_code import (
    DATE,
    ELAPSED,
    GENERAL,
    LITERAL,
    NOON,
    TEXT,
    NotUnderstood,
    Section,
    sections,
)

Write = Callable[[float], str]

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"$"#,##0_);\\("$"#,##0\\)', 6: '"$"#,##0_);[Red]\\("$"#,##0\\)',
    7: '"$"#,##0.00_);\\("$"#,##0.00\\)', 8: '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss",
    37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)", 39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', 42: '_("$"* #,##0_);_("$"* (#,##0);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""§18.8.30; 5 to 8 and 41 to 44 as in an English Excel, for files that do not say them."""
DATES_OF_THE_SYSTEM = frozenset({14, 22, *range(27, 37), *range(50, 59)})

_PHONE = re.compile(r"[+0-9 ()./,-]*")
_LONG = 10_000_000
_LONG_AMOUNT = 1_000_000_000
"""From here on, whole numbers are phones or codes, not quantities: whatever their format, no digit is lost.
Where the format groups thousands, as that of an amount in rupiah does, it takes ten digits."""


def built_in(number: int, from_1904: bool = False) -> Write | None:
    """What writes numbers in a format that has a number and no code; None: as `plain` does."""
    if number in DATES_OF_THE_SYSTEM:
        return _date_of_the_system(from_1904)
    code = BUILT_IN.get(number)
    return written_by(code, from_1904) if code else None


@lru_cache(maxsize=2000)
def written_by(code: str, from_1904: bool = False) -> Write | None:
    """What writes numbers as a format code says; None: as `plain` does."""
    try:
        parts = sections(code)
        writers = [_writer(part, from_1904) for part in parts]
    except NotUnderstood:
        return _date_of_the_system(from_1904) if is_date(code) else None
    if len(parts) == 1 and writers[0] is plain:
        return None
    numbers = [pair for pair in zip(parts, writers, strict=True) if not _is_for_text(pair[0])]
    return _safe(_chosen(numbers), "," in code and bool(re.search(r"[0#?],[0#?]", code))) if numbers else None


def plain(value: float) -> str:
    """In the fewest digits; whole numbers are written out, without an exponent."""
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    written = f"{value:.15g}"
    return format(Decimal(written), "f") if "e" in written and abs(value) < 1e21 else written


def general(value: float) -> str:
    """As `plain`, in the eleven characters that the format General has for what is not whole."""
    size = abs(value)
    if value.is_integer() or not 1e-4 <= size < 1e10:
        return plain(value)
    decimals = 10 - len(str(int(size)))
    return f"{value:.{decimals}f}".rstrip("0").rstrip(".")


def is_date(code: str) -> bool:
    """Whether a code that is not understood has the letters of a date outside of quotes and brackets."""
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|General', "", code, flags=re.I)
    return bool(re.search(r"[ymdhsge]", bare, re.I)) and not re.search(r"[0#?]", bare)


def _is_for_text(section: Section) -> bool:
    return section.has(TEXT)


def _is_date(section: Section) -> bool:
    return section.has(DATE, ELAPSED, NOON)


def _writer(section: Section, from_1904: bool) -> Callable[[float], str | None]:
    if section.has(TEXT):
        return plain
    if _is_date(section):
        return serial_date.writer(section, from_1904)
    if section.has(GENERAL):
        return _around_general(section)
    return number_pattern.writer(section)


def _around_general(section: Section) -> Callable[[float], str | None]:
    if len(section.tokens) == 1:
        return general
    if not all(token.kind in (GENERAL, LITERAL) for token in section.tokens):
        raise NotUnderstood("General")
    before = "".join(token.text for token in section.tokens[: _place(section)])
    after = "".join(token.text for token in section.tokens[_place(section) + 1 :])
    return lambda value: f"{before}{general(value)}{after}"


def _place(section: Section) -> int:
    return next(index for index, token in enumerate(section.tokens) if token.kind == GENERAL)


Pair = tuple[Section, Callable[[float], str | None]]


def _chosen(pairs: list[Pair]) -> Callable[[float], str | None]:
    """The writer for each number, by its section's condition or, without any, by its sign."""
    if any(section.condition for section, _ in pairs):
        return _by_condition(pairs)
    first = pairs[0][1]
    negative = pairs[1][1] if len(pairs) > 1 else None
    zero = pairs[2][1] if len(pairs) > 2 else first

    def write(value: float) -> str | None:
        if value == 0:
            return zero(0.0)
        return negative(-value) if negative and value < 0 else _signed(pairs[0], value)

    return write


def _signed(pair: Pair, value: float) -> str | None:
    section, write = pair
    if value >= 0:
        return write(value)
    written = None if _is_date(section) else write(-value)
    return None if written is None else f"-{written}"


def _by_condition(pairs: list[Pair]) -> Callable[[float], str | None]:
    def write(value: float) -> str | None:
        for section, writer in pairs:
            if section.condition is None or _holds(section.condition, value):
                return _signed((section, writer), value)
        return None

    return write


def _holds(condition: tuple[str, float], value: float) -> bool:
    comparison, bound = condition
    less, equal = value < bound, value == bound
    return {
        "<": less, "<=": less or equal, "=": equal, "<>": not equal,
        ">": not (less or equal), ">=": not less,
    }[comparison]  # fmt: skip


def _safe(write: Callable[[float], str | None], is_grouped: bool) -> Write:
    """What a format cannot write, or would cut a phone's digits from, is written plainly."""
    long = _LONG_AMOUNT if is_grouped else _LONG

    def written(value: float) -> str:
        try:
            shown = write(value)
        except (InvalidOperation, OverflowError):
            shown = None
        if shown is None:
            return plain(value)
        if abs(value) >= long and value.is_integer() and not _keeps(shown, value):
            return plain(value)
        return shown.strip()

    return written


def _keeps(shown: str, value: float) -> bool:
    if not _PHONE.fullmatch(shown):
        return False
    return str(int(abs(value))) in re.sub(r"[^0-9]", "", shown)


def _date_of_the_system(from_1904: bool) -> Write:
    def write(value: float) -> str:
        return serial_date.iso(value, from_1904) or plain(value)

    return write
