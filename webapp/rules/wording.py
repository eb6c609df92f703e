"""What people typed, reduced to what they meant: without case, accents, decoration and signatures."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_HYPHEN_AND_BACKTICK = str.maketrans({"-": " ", "`": "'"})
_STROKES = str.maketrans({"ł": "l", "ı": "i", "ø": "o", "đ": "d", "æ": "ae"})
"""Letters that no normal form takes apart, and that people leave the stroke of."""
_LOOKALIKES = str.maketrans("аеорсухѕіј", "aeopcyxsij")
_TWO_SCRIPTS = re.compile(r"[a-z][а-яѕіј]|[а-яѕіј][a-z]")
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
    composed = unicodedata.normalize("NFKC", line).translate(_APOSTROPHES).casefold()
    letters = unicodedata.normalize("NFKD", composed.translate(_STROKES))
    kept = "".join(c for c in letters if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    words = "".join(" " if unicodedata.category(c) == "Pd" else c for c in kept).split()
    return " ".join(map(_in_one_script, words))


def _in_one_script(word: str) -> str:
    """ "ѕtop" with a Cyrillic ѕ is "stop"."""
    return word.translate(_LOOKALIKES) if _TWO_SCRIPTS.search(word) else word
