"""How many SMS segments a text takes, and where it is cut.

3GPP TS 23.038 §6.2.1 and §6.2.1.1 give the GSM 7 bit default alphabet and its extension table; 3GPP TS 23.040
§9.2.3.24.1 gives the concatenation header that leaves 153 septets or 67 UCS-2 units in each part.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import Literal, NamedTuple

Encoding = Literal["GSM-7", "UCS-2"]

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
_GSM = _BASIC | _EXTENSION
_SINGLE: dict[Encoding, int] = {"GSM-7": 160, "UCS-2": 70}
_PART: dict[Encoding, int] = {"GSM-7": 153, "UCS-2": 67}

_ALL_BASIC = re.compile(f"[{re.escape(''.join(sorted(_BASIC)))}]*")

_PLAINER = {
    **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\t\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
    **dict.fromkeys("\u2028\u2029\u0085", "\n"),
    **dict.fromkeys("•·●▪", "*"),
    "…": "...",
    "™": "(TM)",
    "©": "(C)",
    "®": "(R)",
    "№": "No.",
}


class Measure(NamedTuple):
    """What a text costs. `units` are septets (GSM-7) or UTF-16 units (UCS-2)."""

    encoding: Encoding
    units: int
    segments: int
    left_in_segment: int  # units that still fit into the last segment
    forced_by: tuple[str, ...]  # the characters, each once, that GSM-7 does not have
    costliest: str | None  # what to replace first: a character that forces UCS-2, else one that costs double


def measure(text: str) -> Measure:
    """Encoding, units and segments of a text as phones and carriers count them; an empty text has none."""
    forced_by = tuple(dict.fromkeys(character for character in text if character not in _GSM))
    encoding: Encoding = "UCS-2" if forced_by else "GSM-7"
    cost = _cost_in(encoding)
    parts = split(text)
    limit = _SINGLE[encoding] if len(parts) < 2 else _PART[encoding]
    used_in_last = sum(map(cost, parts[-1])) if parts else 0
    return Measure(
        encoding,
        sum(map(cost, text)),
        len(parts),
        limit - used_in_last,
        forced_by,
        _costliest(text, forced_by),
    )


def count(text: str) -> int:
    """How many segments a text takes, as `measure` says it, but at once for nearly every text."""
    units = len(text)
    if _ALL_BASIC.fullmatch(text):
        return _parts(units, "GSM-7")
    if not _GSM.issuperset(text) and max(text) <= "\uffff":
        return _parts(units, "UCS-2")
    return len(split(text))  # some characters cost double, and are never cut in two


def _parts(units: int, encoding: Encoding) -> int:
    if units <= _SINGLE[encoding]:
        return 1 if units else 0
    return -(-units // _PART[encoding])


def split(text: str) -> list[str]:
    """The segments of a text, in order; joined they are the text.

    An escape pair and a surrogate pair are never cut in two. A sequence of several code points (an emoji with
    a skin tone or joiners) may be: phones put the parts together before they show them.
    """
    encoding: Encoding = "GSM-7" if all(character in _GSM for character in text) else "UCS-2"
    cost = _cost_in(encoding)
    if sum(map(cost, text)) <= _SINGLE[encoding]:
        return [text] if text else []
    parts: list[str] = []
    start = used = 0
    for position, character in enumerate(text):
        units = cost(character)
        if used + units > _PART[encoding]:
            parts.append(text[start:position])
            start, used = position, 0
        used += units
    return [*parts, text[start:]]


def plainer(text: str) -> str:
    """The text with the typographic characters that GSM-7 lacks made plain; letters stay as they are."""
    return "".join(_PLAINER.get(character, character) for character in text)


def in_gsm(text: str) -> str:
    """`plainer`, with what GSM-7 lacks all the same as the letters that it is made of, or left out."""
    parts = (sign if sign in _GSM else unicodedata.normalize("NFKD", sign) for sign in plainer(text))
    return "".join(sign for part in parts for sign in part if sign in _GSM)


def replaceable(text: str) -> dict[str, str]:
    """The characters of the text that `plainer` would replace, and by what."""
    return {character: _PLAINER[character] for character in text if character in _PLAINER}


def _cost_in(encoding: Encoding) -> Callable[[str], int]:
    if encoding == "GSM-7":
        return lambda character: 2 if character in _EXTENSION else 1
    return lambda character: 2 if ord(character) > 0xFFFF else 1


def _costliest(text: str, forced_by: tuple[str, ...]) -> str | None:
    counted = Counter(character for character in text if character in (forced_by or _EXTENSION))
    return counted.most_common(1)[0][0] if counted else None
