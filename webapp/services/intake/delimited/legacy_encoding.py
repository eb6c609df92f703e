"""Which of the encodings from before UTF-8 some lines are in.

Lists are short and mostly plain ASCII: names with an accented letter here and there. For Latin script we have
our own rule, because a detector that is made for whole documents takes ä and what follows for a Chinese
character; other scripts are left to the detector.
"""

from __future__ import annotations

import re

import chardet

from webapp.rules import latin_letters

USUAL = "cp1252"
_LATIN = {  # how much less usual each is, as a logarithm
    USUAL: 0.0,
    "cp1250": -1.5,
    "cp1254": -1.5,
    "iso8859_2": -2.5,
    "cp1257": -3.0,
    "mac_roman": -3.5,
    "cp850": -4.0,
    "cp852": -4.0,
    "cp857": -5.0,
}
_OTHERS = {  # the detector's names
    **{
        codec: codec
        for codec in "cp1251 cp1253 cp1255 cp1256 cp1258 cp874 cp932 gb18030 big5hkscs cp949".split()
    },
    **{codec: codec for codec in "cp855 cp866".split()},
    "iso8859-5": "iso8859_5",
    "iso8859-7": "iso8859_7",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "mac-cyrillic": "mac_cyrillic",
    "euc_jis_2004": "euc_jp",
    "shift_jis_2004": "cp932",
}
_CHANCE = (0, 0, 1, 4, 8)  # how little chance makes UTF-8 of so many bytes; one is ASCII, or bad
_NARROW = re.compile(rb"[\xa6-\xdf]+")  # Japanese half-width letters in Shift JIS
_LATIN_AT_MOST, _OTHERS_AT_LEAST = 0.5, 0.75  # of the letters of a word
_FEWEST = 4  # bytes beyond ASCII: fewer than a name in another script has
_LIKELY = -5.0  # a logarithm, for a word


def is_nearly_utf8(sample: bytes) -> bool:
    """Whether all but a few bytes are UTF-8. In other encodings, only chance makes two bytes valid UTF-8."""
    text = sample.decode("utf-8", "surrogateescape")
    bad = sum("\udc80" <= character <= "\udcff" for character in text)
    good = sum(_CHANCE[len(character.encode("utf-8", "replace"))] for character in text)
    latin = latin_letters.density(latin_letters.words(text)) < _LATIN_AT_MOST
    return good > 0 and bad * (1 if latin else 4) <= good


def guess(sample: bytes) -> str:
    """A codec for lines that are not UTF-8. Where nothing tells, the usual one of the West."""
    density = latin_letters.density(latin_letters.words(sample.decode("latin-1")))
    if density < _OTHERS_AT_LEAST or sum(byte > 127 for byte in sample) < _FEWEST:
        codec, likelihood = _latin(sample)
        if density < _LATIN_AT_MOST or likelihood > _LIKELY:
            return codec
    if _is_narrow_japanese(sample):
        return "cp932"
    found = chardet.detect(sample, include_encodings=[USUAL, *_OTHERS], compat_names=False)["encoding"]
    return _OTHERS.get(found or "") or _latin(sample)[0]


def _is_narrow_japanese(sample: bytes) -> bool:
    """The first half of these letters, and no byte above them, is used by no other script; the detector does
    not know them."""
    beyond = bytes(byte for byte in sample if byte > 127)
    first_half = sum(byte < 0xC0 for byte in beyond)
    return len(beyond) >= 8 and bool(_NARROW.fullmatch(beyond)) and 4 * first_half > len(beyond)


def _latin(sample: bytes) -> tuple[str, float]:
    """The best Latin reading, and how likely its letters are, each; the usual one wins a draw, as often all
    of them read the same."""
    scores: dict[str, float] = {}
    known: dict[str, float] = {}
    letters = 1
    for codec, prior in _LATIN.items():
        text = sample.decode(codec, "replace")
        if text not in known:
            words = latin_letters.words(text)
            letters = max(1, words.total())
            known[text] = latin_letters.likelihood(words)
        scores[codec] = prior + known[text]
    best = max(scores, key=lambda codec: scores[codec])
    return best, (scores[best] - _LATIN[best]) / letters
