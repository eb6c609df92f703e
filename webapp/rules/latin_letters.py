"""Which of several readings of the same bytes is Latin script as people write it.

For each language, how often its letters beyond a-z occur in ordinary text, in hundredths of a percent of all
letters: rounded from the letter frequencies in Wikipedia's articles on the languages and their alphabets.
Readings are compared by how likely their letters are: é is common in French, ĺ is rare in Slovak, and a pound
sign within a word is no letter at all.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache

_LANGUAGES = {
    "German": "ü100 ä58 ö44 ß31 é2",
    "French": "é150 à49 è27 ê22 ç9 û6 ù6 â5 î5 ô2 œ2 ë2 ï1",
    "Spanish": "ó83 í73 á50 é43 ñ31 ú17 ü1",
    "Portuguese": "ã73 ô20 ç53 ê45 é34 ó30 ú21 í13 á47 â10 à7 õ20",
    "Italian": "à64 è26 ù17 é10 ì8 ò8",
    "Swedish": "ä180 å134 ö131 é5",
    "Danish": "å119 ø94 æ87 é3",
    "Norwegian": "å153 ø94 æ40 é3 ö2",
    "Finnish": "ä358 ö44 å3",
    "Icelandic": "ð439 á180 í157 þ146 ó99 æ87 ö78 é65 ú61 ý23",
    "Dutch": "ë10 é8 ï5 ü3 ö3 è2",
    "Irish": "á70 é50 í60 ó50 ú40",
    "Catalan": "ó60 é50 à70 è40 í50 ç20 ò20 ú20 ï5 ü3",
    "Polish": "ł211 ó114 ę104 ą70 ś81 ż71 ć74 ń36 ź8",
    "Czech": "í164 ě122 á87 š69 č46 ř80 ý100 ž72 é63 ů20 ú10 ň3 ď2 ť2 ó3",
    "Slovak": "á170 í100 č110 š80 ž90 é80 ý100 ú90 ľ30 ť60 ň15 ď20 ô15 ó10 ä10 ŕ1 ĺ1",
    "Hungarian": "é342 á337 ó99 ö82 ő89 í66 ü51 ú24 ű19",
    "Croatian": "č100 ć80 š100 ž60 đ30",
    "Slovene": "č150 š100 ž70 ć5",
    "Romanian": "ă390 â90 î130 ş140 ţ110 ș140 ț110",
    "Turkish": "ı511 ü185 ş178 ç146 ğ113 ö78 İ60 â5",
    "Albanian": "ë700 ç100",
    "Estonian": "ä100 õ100 ü60 ö25 š3 ž2",
    "Lithuanian": "ė160 ų130 š110 ž80 ą60 į60 ū45 č40 ę25",
    "Latvian": "ā400 ī190 ē180 š80 ņ50 ū40 ļ30 ž20 ģ10 č10 ķ10",
}
_NO_LETTER = math.log(1e-4)  # of a language
_CAPITAL = 0.12  # how often a letter is one
_UNLIKELY = 1e-3
_IMPOSSIBLE = 1e-6
_PUNCTUATION = dict.fromkeys("’‘“”„–—…•«»´", 0.01) | dict.fromkeys("€£°©®™§·\xa0", 0.005)
_BEFORE_WORDS, _BEHIND_WORDS = "¿¡„«", "ºª»®™"
_VOWELS = frozenset("aeiouyæøœı")
_STARTS_NO_WORD = "ßığńęąěůŕĺ"
_BEFORE_VOWELS, _NOT_BEFORE_VOWELS = "ñð", "ńęąğèê"
_WORDS, _LONGEST = 300, 40
_FOREIGN = 0.1  # of the words of a list
_RARER = {"Icelandic": -2.0, "Estonian": -1.0, "Albanian": -1.0, "Latvian": -1.0, "Irish": -0.5}
_PRIORS = [_RARER.get(language, 0.0) for language in _LANGUAGES]

_TOKEN = re.compile(r"[^\x00-@\[-`{-\x7f]+")


def _shares() -> list[dict[str, float]]:
    """Of each language, what part of all its letters beyond a-z each is, as a logarithm."""
    shares = []
    for line in _LANGUAGES.values():
        parts = {word[0]: float(word[1:]) for word in line.split()}
        for letter in [letter for letter in parts if letter.islower() and len(letter.upper()) == 1]:
            parts.setdefault(letter.upper(), parts[letter] * _CAPITAL)
        total = sum(parts.values())
        shares.append({letter: math.log(part / total) for letter, part in parts.items()})
    return shares


_SHARES = _shares()


def words(text: str) -> Counter[str]:
    """The words with something beyond ASCII in them, and how often each occurs."""
    return Counter(word[:_LONGEST] for word in _TOKEN.findall(text) if not word.isascii())


def likelihood(counted: Counter[str]) -> float:
    """The logarithm of how likely it is that people write these words; to compare readings of the same bytes.

    A list is in one language, except for a part of its words.
    """
    common = counted.most_common(_WORDS)
    scale = counted.total() / max(1, sum(count for _, count in common))
    inside = [([_in(word, share) for share in _SHARES], count) for word, count in common]
    mixed = [(each, math.log(sum(map(math.exp, each)) / len(each) + 1e-300), count) for each, count in inside]
    best = max(
        prior + sum(count * _either(each[language], any_language) for each, any_language, count in mixed)
        for language, prior in enumerate(_PRIORS)
    )
    return scale * (best + sum(count * _outside(word) for word, count in common))


def _either(own: float, other: float) -> float:
    """A word of the list's own language, or of any."""
    return math.log((1 - _FOREIGN) * math.exp(own) + _FOREIGN * math.exp(other) + 1e-300)


def density(counted: Iterable[str]) -> float:
    """Which part of the letters in words is beyond ASCII: little in Latin script, nearly all in others."""
    beyond = [sum(not letter.isascii() for letter in word) for word in counted]
    letters = sum(map(len, counted))
    return sum(beyond) / letters if letters else 0.0


def _in(word: str, share: dict[str, float]) -> float:
    return sum(share.get(letter, _NO_LETTER) for letter in word if _is_letter(letter))


def _outside(word: str) -> float:
    """What does not depend on the language."""
    return sum(
        math.log(_place(word, at) if _is_letter(sign) else _sign(word, at))
        for at, sign in enumerate(word)
        if not sign.isascii()
    )


def _is_letter(sign: str) -> bool:
    return not sign.isascii() and sign.isalpha() and sign not in "ªº"


def _sign(word: str, at: int) -> float:
    """How likely what is no letter stands where it does."""
    sign = word[at]
    first, last = at == 0, at == len(word) - 1
    if sign in _BEFORE_WORDS:
        return 0.005 if first else _IMPOSSIBLE
    if sign in _BEHIND_WORDS:
        return 0.005 if last else _IMPOSSIBLE
    alone = len(word) == 1 or sign in "’‘"
    return _PUNCTUATION.get(sign, _IMPOSSIBLE) * (1 if alone or first or last else _UNLIKELY)


def _place(word: str, at: int) -> float:
    """How well a letter goes with its neighbours."""
    letter, before, after = word[at], word[at - 1 : at], word[at + 1 : at + 2]
    fit = 1.0
    if letter.isupper() and before.islower():
        fit *= 0.01
    if letter.islower() and letter != "ß" and before.isupper() and (after.isupper() or at > 1):
        fit *= 0.05
    vowels = _is_vowel(before) + _is_vowel(after)
    if _is_vowel(letter):
        fit *= 0.4**vowels
    elif not vowels:
        fit *= 0.3
    low = letter.lower()
    if low in _STARTS_NO_WORD and not before:
        fit *= 0.05
    if low in _BEFORE_VOWELS and after and not _is_vowel(after):
        fit *= 0.05
    if low in _NOT_BEFORE_VOWELS and _is_vowel(after):
        fit *= 0.05
    return fit


@cache
def _is_vowel(letter: str) -> bool:
    return unicodedata.normalize("NFD", letter.lower())[:1] in _VOWELS if letter else False
