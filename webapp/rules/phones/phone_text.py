"""From what stands in a cell to the bare digits of one phone number, or a fault that says why not."""

import re
import unicodedata

from webapp.rules.phones import phone_labels, phone_lookalikes


class PhoneFault(ValueError):
    """Why a text is not a phone number: `code` for programs, `sentence` for people.

    `readings`: the numbers (E.164) that it may be, where that is the reason.
    """

    def __init__(self, code: str, sentence: str, readings: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.readings = readings


# What nearly every cell looks like; anything else takes the careful road, which answers the same for these.
_PLAIN = re.compile(
    r"[ ]*(?:(\+?[(]?[0-9][0-9 ()-]*)|(\+?[0-9]{5,})\.0+"
    r"|((?:\+[0-9]{1,3} )?\(?[0-9]{3,4}\)?[./][0-9]{3}[. ][0-9]{3,5}))"
)
_DROPPED = str.maketrans("", "", " ()[]-./")
# With libphonenumber's own punctuation: the Japanese ー and 〜, typed for a dash, and ~.
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－ー〜~⁓∼─━⁃゠・·•∙_"), "-")

_NOTHING = frozenset({"", "-", "--", "n/a", "#n/a", "na", "none", "null", "nil", "nan", "unknown", "?", "'"})
_AS_FORMULA = re.compile(r'=\s*"([^"]*)"')
_EXTENSION = re.compile(r"\d[\s;,]*(?:ext(?:ension|n)?|int|x|доб|#)[.=:\s]*\d{1,7}$", re.I)
_SEVERAL = re.compile(r"[;,/|&\n]|(?<=\s)(?:or|and|und|oder|ou|et|y)(?=\s)|\s(?=\+)", re.I)
_SCIENTIFIC = re.compile(r"\+?(\d{1,15})(?:[.,](\d+))?\s?[eE]\s?\+?0?(\d{1,2})")
_FILLED_UP = re.compile(r"[1-9]\d{5}0{6,9}(?:[.,]0+)?")
_FRACTION = re.compile(r"(\+?\d{5,})[.,]0+")
_GROUPED = re.compile(r"\+?\d{1,3}(?:,\d{3}){2,}(?:\.0+)?")
_PLUS_LATER = re.compile(r"[0()+]{1,4}\+")  # `0+44`, `(0)+44`, `++44`, `(+44`
_HOW_ROUNDED = (
    "so Excel saves long numbers in a CSV, without their other digits. "
    "Where the list has them, save it as an Excel workbook (.xlsx) instead."
)
_OF_ONE = 7  # digits, that a part of a text must have to be a number of its own
_LONGEST = 200  # characters; no way to write one phone number needs more


def digits(raw: str) -> str:
    """The digits of the one phone number in `raw`, with `+` in front where it stood there.

    Undoes what spreadsheets do where nothing was lost; raises PhoneFault where something was, or where
    the text holds no number, several, or an extension.
    """
    plain = _PLAIN.fullmatch(raw)
    number = plain[plain.lastindex or 0] if plain else _undamaged(raw)
    if number[4:5] == "-" or number[1:3].find("-") >= 0:
        _must_be_a_phone(number.rstrip(), raw)
    number = number.translate(_DROPPED)
    if number.isascii() and number.removeprefix("+").isdigit():
        return number
    raise PhoneFault("not_a_number", f"{shown(raw)} is not a phone number.")


def is_filled_up(raw: str) -> bool:
    """What is left of a rounded number when that CSV is opened and saved once more: six digits, and zeros.

    Excel rounds whole numbers from twelve digits on. One with a + or blanks was written by a person.
    """
    return "000000" in raw and bool(_FILLED_UP.fullmatch(readable(raw)))


def shown(raw: str) -> str:
    """The text in quotes, short enough for a sentence and without characters that do not print."""
    text = " ".join("".join(c if c.isprintable() else " " for c in raw[:200]).split())
    return f"“{text[:37]}…”" if len(text) > 40 or len(raw) > 200 else f"“{text}”"


def readable(raw: str) -> str:
    """Every script's digits as ASCII, dashes as `-`, spaces as ` `, invisible characters gone."""
    text = unicodedata.normalize("NFKC", raw).translate(_DASHES)
    if text.isascii() and text.isprintable():
        return text.strip()
    return "".join(map(_readable_character, text)).strip()


def _readable_character(character: str) -> str:
    if character.isascii():
        return " " if character in "\t\r\v\f" else character if character >= " " or character == "\n" else ""
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in ("Cf", "Cc", "Mn", "Cn", "Cs", "Co"):
        return ""
    return " " if category[0] == "Z" else character


def _undamaged(raw: str) -> str:
    if len(raw) > _LONGEST:
        raise PhoneFault(
            "not_a_number", f"{shown(raw)} is not a phone number: it is {len(raw)} characters long."
        )
    text = _unwrapped(readable(raw))
    if text.casefold() in _NOTHING:
        raise PhoneFault("empty", "The phone number is missing.")
    if _EXTENSION.search(text):
        raise PhoneFault(
            "extension", f"{shown(raw)} has an extension, which cannot be reached; give a direct number."
        )
    if match := _SCIENTIFIC.fullmatch(text):
        return _from_scientific(match, raw)
    if match := _FRACTION.fullmatch(text):
        return match[1]
    if _GROUPED.fullmatch(text):
        return text.partition(".")[0].replace(",", "")
    _must_be_a_phone(text, raw)
    if len(text) > 2 * _OF_ONE and sum(_digits_in(part) >= _OF_ONE for part in _parts(text)) > 1:
        raise PhoneFault("several", f"{shown(raw)} holds more than one phone number; keep one in each row.")
    match = _PLUS_LATER.match("".join(text.split()))
    return "+" + text.split("+")[-1] if match else text


def _digits_in(text: str) -> int:
    return sum(map(str.isdigit, text))


def _parts(text: str) -> list[str]:
    """What may be numbers of their own."""
    return [part for piece in _SEVERAL.split(text) for part in phone_labels.WITHIN.split(piece)]


def _must_be_a_phone(text: str, raw: str) -> None:
    if what := phone_lookalikes.what(text):
        raise PhoneFault("not_a_number", f"{shown(raw)} is {what}, not a phone number.")


def _unwrapped(text: str) -> str:
    """Without the quotes, the `="…"`, the apostrophe or the `tel:` that some programs put around a number."""
    if match := _AS_FORMULA.fullmatch(text):
        text = match[1]
    return phone_labels.without(text.strip(" \"'`´‘’“”;,|<>\n").rstrip(" *"))


def _from_scientific(match: re.Match[str], raw: str) -> str:
    """`4.47700900123E+11` carries all its digits; `4.47701E+11` was rounded and they are lost."""
    first, rest, exponent = match[1], match[2] or "", int(match[3])
    if len(rest) == exponent:
        return first + rest
    raise PhoneFault("rounded", f"{shown(raw)} was rounded by a spreadsheet: {_HOW_ROUNDED}")
