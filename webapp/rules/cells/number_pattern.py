"""The digits of a format code: `#,##0.00`, `(000) 000-0000`, `0.0%`, `0.00E+00`, `# ?/?`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from webapp.rules.cells.format_code import (
    COMMA,
    DIGIT,
    EXPONENT,
    LITERAL,
    PERCENT,
    POINT,
    SLASH,
    NotUnderstood,
    Section,
    Token,
)

Write = Callable[[float], str | None]


def writer(section: Section) -> Write:
    """What writes a number that is not negative. Raises NotUnderstood."""
    tokens = section.tokens
    if not section.has(DIGIT):
        return _constant(tokens)
    if section.has(EXPONENT):
        return _scientific(tokens)
    digits = [index for index, token in enumerate(tokens) if token.kind == DIGIT]
    slashes = [index for index, token in enumerate(tokens) if token.kind == SLASH]
    if len(slashes) == 1 and digits[0] < slashes[0] and not section.has(POINT):
        return _fraction(tokens, slashes[0])
    return _decimal(tokens)


def _constant(tokens: list[Token]) -> Write:
    text = "".join(token.text for token in tokens)
    return lambda _: text


def _decimal(tokens: list[Token]) -> Write:
    tokens, is_grouped, thousands = _without_commas(tokens)
    percents = sum(token.kind == PERCENT for token in tokens)
    point = next((index for index, token in enumerate(tokens) if token.kind == POINT), len(tokens))
    whole, rest = tokens[:point], tokens[point:]
    decimals = sum(token.kind == DIGIT for token in rest)
    if any(token.kind == POINT for token in rest[1:]):  # 000.000.0000, which some write for a phone
        whole, rest = [Token(LITERAL, t.text) if t.kind == POINT else t for t in tokens], []
        decimals = 0
    scale = 2 * percents - 3 * thousands

    def write(value: float) -> str:
        exact = Decimal(f"{value:.15g}").scaleb(scale)
        exact = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        before, _, after = f"{exact:f}".partition(".")
        return _whole(whole, before.lstrip("0"), is_grouped) + _rest(rest, after)

    return write


def _without_commas(tokens: list[Token]) -> tuple[list[Token], bool, int]:
    """The tokens; whether thousands are grouped; how often the number is divided by a thousand."""
    digits = [index for index, token in enumerate(tokens) if token.kind == DIGIT]
    point = next((index for index, token in enumerate(tokens) if token.kind == POINT), len(tokens))
    last = max((index for index in digits if index < point), default=-1)
    kept: list[Token] = []
    is_grouped, thousands = False, 0
    for index, token in enumerate(tokens):
        if token.kind != COMMA:
            kept.append(token)
        elif digits[0] < index < last:
            is_grouped = True
        elif _follows_digit(tokens, index):
            thousands += 1
        else:
            kept.append(Token(LITERAL, ","))
    return kept, is_grouped, thousands


def _follows_digit(tokens: list[Token], index: int) -> bool:
    while index and tokens[index].kind == COMMA:
        index -= 1
    return tokens[index].kind == DIGIT


def _whole(tokens: list[Token], digits: str, is_grouped: bool) -> str:
    """Digits fill the places from the right; the first place takes all that are left."""
    places = sum(token.kind == DIGIT for token in tokens)
    written: list[str] = []
    used = 0
    for token in reversed(tokens):
        if token.kind != DIGIT:
            written.append(token.text)
            continue
        places -= 1
        for _ in range(1 if places else max(1, len(digits) - used)):
            digit = digits[-1 - used] if used < len(digits) else {"0": "0", "?": " "}.get(token.text, "")
            if digit and is_grouped and used and used % 3 == 0:
                written.append("," if digit != " " else " ")
            written.append(digit)
            used += 1
    return "".join(reversed(written))


def _rest(tokens: list[Token], digits: str) -> str:
    """The point, the decimals, and what stands behind them."""
    written: list[str] = []
    left = len(digits.rstrip("0"))
    place = 0
    for token in tokens:
        if token.kind != DIGIT:
            written.append(token.text)
            continue
        if place < left or token.text == "0":
            written.append(digits[place])
        elif token.text == "?":
            written.append(" ")
        place += 1
    return "".join(written)


def _scientific(tokens: list[Token]) -> Write:
    """With one place before the point; others are not understood."""
    at = next(index for index, token in enumerate(tokens) if token.kind == EXPONENT)
    mantissa, exponent = tokens[:at], tokens[at + 1 :]
    point = next((index for index, token in enumerate(mantissa) if token.kind == POINT), len(mantissa))
    places = sum(token.kind == DIGIT for token in mantissa[:point])
    width = sum(token.text == "0" for token in exponent if token.kind == DIGIT)
    if places != 1 or any(token.kind not in (DIGIT, POINT) for token in [*mantissa, *exponent]):
        raise NotUnderstood("E")
    decimals = sum(token.kind == DIGIT for token in mantissa[point:])
    sign = "+" if tokens[at].text[1] == "+" else ""

    def write(value: float) -> str:
        number, _, power = f"{value:.{decimals}E}".partition("E")
        size = int(power)
        return f"{number}E{'-' if size < 0 else sign}{abs(size):0{width}}"

    return write


def _fraction(tokens: list[Token], slash: int) -> Write:
    """`# ?/?`: as near as so many digits come; `# ?/8` is not understood."""
    below = [token for token in tokens[slash + 1 :] if token.kind == DIGIT]
    above = _places_before(tokens, slash)
    has_whole = any(token.kind == DIGIT for token in tokens[: slash - above])
    if not 1 <= len(below) <= 3 or any(token.kind not in (DIGIT, LITERAL, SLASH) for token in tokens):
        raise NotUnderstood("/")
    if any(token.text.isdigit() and token.text != "0" for token in tokens[slash + 1 :]):
        raise NotUnderstood("/")
    most = 10 ** len(below) - 1

    def write(value: float) -> str:
        near = Fraction(value).limit_denominator(most)
        whole, part = divmod(near, 1) if has_whole else (0, near)
        if not part:
            return str(whole)
        return f"{whole or ''} {part.numerator}/{part.denominator}".strip()

    return write


def _places_before(tokens: list[Token], slash: int) -> int:
    count = 0
    while count < slash and tokens[slash - 1 - count].kind == DIGIT:
        count += 1
    return count
