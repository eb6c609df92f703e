"""What people typed, reduced to what they meant: without case, accents, decoration and signatures."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_HYPHEN_AND_BACKTICK = str.maketrans({"-": " ", "`": "'"})
_STROKES = str.maketrans({"ł": "l", "ı": "i", "ø": "o", "đ": "d", "æ": "ae"})
"""Letters that no normal form takes apart, and that people leave the stroke of."""
_DRAWN = str.maketrans(
    "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ" + "".join(map(chr, [*range(0x1F150, 0x1F16A), *range(0x1F170, 0x1F18A)])),
    "abcdefghijklmnopqrstuvwyz" + 2 * "abcdefghijklmnopqrstuvwxyz",
)
"""Small capitals, and letters in dark circles and squares: the drawn letters that no normal form knows."""
_CYRILLIC, _GREEK = ("аеорсухѕіјвкмнт", "aeopcyxsijbkmht"), ("αβεζηικμνορτυχ", "abezhikmnoptyx")
"""Letters that look like Latin ones, as capitals at least, and those."""
_TO_LATIN = str.maketrans(_CYRILLIC[0] + _GREEK[0], _CYRILLIC[1] + _GREEK[1])
_TO_ONE_SCRIPT = (
    (_TO_LATIN, re.compile(r"[^α-ωа-яѐ-џ]+")),
    (str.maketrans(_CYRILLIC[1], _CYRILLIC[0]), re.compile(r"[^a-zα-ω]+")),
    (str.maketrans(_GREEK[1], _GREEK[0]), re.compile(r"[^a-zа-яѐ-џ]+")),
)
"""And what a word is then, when that could be done with all of its letters. Phones in Greece, and some in
Russia, write what looks alike with Latin letters, because their texts are shorter then: ΣTOΠ, Cтоп."""
_TWO_SCRIPTS = re.compile(r"[a-z][^a-z]*[α-ωа-яѐ-џ]|[α-ωа-яѐ-џ][^α-ωа-яѐ-џ]*[a-z]|ѕ")
# Devanagari's vowel signs are no \w, and part of a word.
_APART = re.compile(r"[^\w'\u0900-\u0963]+|_+")
_DELIMITERS = ("--", "---", "__", "___")
"""What stands alone on the line above a signature (RFC 3676, section 4.3)."""
_SIGNATURE = re.compile(
    r"(?:sent (?:from|via) |get outlook for |envoye (?:de|depuis) |enviado (?:desde|do|de) |inviato da|"
    r"(?:von meinem .* )?gesendet|verzonden (?:vanaf|met|via)|verstuurd vanaf|wyslane z|skickat fran|"
    r"отправлено с|gonderildi).*"
)


def plain(text: str) -> str:
    """Case, accents and white space folded, on one line; hyphens within words become spaces."""
    return " ".join(map(fold, lines(text)))


def bare(text: str) -> str:
    """As `plain`, without whatever surrounds the words, quotation marks and emoji included."""
    words = plain(text)
    first, last = 0, len(words)
    while first < last and not _is_letter(words[first]):
        first += 1
    while last > first and not _is_letter(words[last - 1]):
        last -= 1
    return words[first:last]


def _is_letter(sign: str) -> bool:
    """Devanagari's vowel signs end words."""
    return sign.isalnum() or unicodedata.category(sign) == "Mc"


def lines(text: str) -> list[str]:
    """Those that are not blank, without what a program writes below the first that has words."""
    every = [line for line in text.splitlines() if line.strip()]
    first = next((n for n, line in enumerate(every) if any(map(_is_letter, line))), len(every))
    kept = next((n for n in range(first + 1, len(every)) if _begins_signature(every[n])), len(every))
    return every[:kept]


def _begins_signature(line: str) -> bool:
    return line.strip() in _DELIMITERS or _SIGNATURE.match(fold(line)) is not None


def spaced(words: str) -> str:
    """What `plain` or `bare` gives, its letters and figures only, a space between whatever was apart."""
    return " ".join(_APART.sub(" ", words).split())


def fold(line: str) -> str:
    """A line without case, accents and what cannot be seen; a word of two scripts is brought to one."""
    if line.isascii():
        return " ".join(line.casefold().translate(_HYPHEN_AND_BACKTICK).split())
    composed = unicodedata.normalize("NFKC", line.translate(_DRAWN)).translate(_APOSTROPHES).casefold()
    letters = unicodedata.normalize("NFKD", composed.translate(_STROKES))
    kept = "".join(c for c in letters if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    words = "".join(" " if unicodedata.category(c) == "Pd" else c for c in kept).split()
    read = list(map(_in_one_script, words))
    is_greek = any(now != then and "α" <= now[:1] <= "ω" for now, then in zip(read, words, strict=True))
    return " ".join(map(_all_greek, read) if is_greek else read)


def _in_one_script(word: str) -> str:
    """ "ѕtop" with a Cyrillic ѕ is "stop", as is "ЅТОР" of Cyrillic letters alone."""
    if not _TWO_SCRIPTS.search(word):
        return word
    readings = ((word.translate(letters), whole) for letters, whole in _TO_ONE_SCRIPT)
    return next((read for read, whole in readings if whole.fullmatch(read)), word.translate(_TO_LATIN))


def _all_greek(word: str) -> str:
    """MHN, in a line with ΣTEΛNETE, is μην."""
    letters, whole = _TO_ONE_SCRIPT[2]
    return read if whole.fullmatch(read := word.translate(letters)) else word
