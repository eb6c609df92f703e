"""What people typed, reduced to what they meant by it: case, accents, dressing and signatures gone."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_DELIMITERS = ("--", "---", "__", "___")
"""What stands alone on the line above a signature (RFC 3676, section 4.3)."""
_SIGNATURE = re.compile(
    r"(?:sent (?:from|via) |get outlook for |envoye (?:de|depuis) |enviado (?:desde|do|de) |inviato da|"
    r"(?:von meinem .* )?gesendet|verzonden (?:vanaf|met|via)|verstuurd vanaf|wyslane z|skickat fran|"
    r"отправлено с|gonderildi).*"
)


def plain(text: str) -> str:
    """Case, accents and white space folded, on one line; hyphens within words become spaces."""
    return " ".join(map(_folded, lines(text)))


def bare(text: str) -> str:
    """As `plain`, without whatever surrounds the words, quotation marks and emoji included."""
    words = plain(text)
    first, last = 0, len(words)
    while first < last and not words[first].isalnum():
        first += 1
    while last > first and not words[last - 1].isalnum():
        last -= 1
    return words[first:last]


def lines(text: str) -> list[str]:
    """Those that are not blank, without whatever a mail or phone program writes below; the first never is."""
    every = text.splitlines()
    kept = next((n for n, line in enumerate(every) if n and _begins_signature(line)), len(every))
    return [line for line in every[:kept] if line.strip()]


def _begins_signature(line: str) -> bool:
    return line.strip() in _DELIMITERS or _SIGNATURE.match(_folded(line)) is not None


def _folded(line: str) -> str:
    composed = unicodedata.normalize("NFKC", line).translate(_APOSTROPHES).casefold()
    letters = unicodedata.normalize("NFKD", composed.replace("ł", "l").replace("ı", "i"))
    kept = "".join(c for c in letters if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    return " ".join("".join(" " if unicodedata.category(c) == "Pd" else c for c in kept).split())
