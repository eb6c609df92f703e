"""Names and searches in the form in which they are compared: without case, accents, apostrophes and order.

`José O’Brien` and `obrien jose` are the same words. A German or Danish name is known by both of its plain
spellings (Müller: muller, mueller). A character of a script that writes no blanks is a word by itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ASCII_WORD = re.compile("[a-z0-9]+")
_HYPHENATED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´′＇ʾʿ׳"))
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–−﹣－"), "-")
# Letters that Unicode does not take apart; what they are without their stroke or ligature.
_LETTERS = str.maketrans(
    {"ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_KANA_VOICING = 8
"""The combining class (Unicode, UAX #44) of the marks that make another syllable of a kana: no accent."""
BLANKS = "  "
"""Before each word of an indexed name: its first letter alone makes a group of three with them."""


def indexed(name: str) -> str:
    """A name as it is searched: two blanks before each of its words, in each of their spellings."""
    spellings = dict.fromkeys(spelling for word in words(name) for spelling in word)
    joined = dict.fromkeys(_joined(name))
    return "".join(BLANKS + word for word in spellings | joined)


@lru_cache(maxsize=1024)  # a page asks several times for what was typed
def words(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of a text, in order; of each the spellings by which it may be known, the plainest first."""
    if text.isascii():
        return tuple((word,) for word in _ASCII_WORD.findall(text.lower().replace("'", "").replace("`", "")))
    composed = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold()
    return tuple(_spellings(word) for word in _split(unicodedata.normalize("NFC", composed)))


def _joined(name: str) -> list[str]:
    """`Jean-Luc` is looked for as one word, too."""
    if "-" not in name and name.isascii():
        return []
    plain = name.translate(_HYPHENS)
    return [
        _plain("".join(spelling for spelling, *_ in words(found.group().replace("-", ""))))
        for found in _HYPHENATED.finditer(plain)
    ]


def _split(text: str) -> list[str]:
    found: list[str] = []
    current = ""
    for character in text:
        if _stands_alone(character):
            found += [current, character]
            current = ""
        elif character.isalnum() or unicodedata.category(character) in ("Mn", "Mc"):
            current += character
        elif unicodedata.category(character) != "Cf":
            found.append(current)
            current = ""
    return [word for word in [*found, current] if word]


def _stands_alone(character: str) -> bool:
    """Characters of Chinese, Japanese and Korean, and pictures."""
    wide = unicodedata.east_asian_width(character) == "W"
    return (wide and character.isalpha()) or unicodedata.category(character) == "So"


def _spellings(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((_plain(word), _plain(word.translate(_DIGRAPHS)))))


def _plain(word: str) -> str:
    """Without accents: the marks that Unicode reorders around a letter, except those of kana."""
    apart = unicodedata.normalize("NFD", word)
    kept = "".join(c for c in apart if unicodedata.combining(c) in (0, _KANA_VOICING))
    return unicodedata.normalize("NFC", kept).translate(_LETTERS)
