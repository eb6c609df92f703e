"""What a cell of a list says, as a person reads it.

Spreadsheets, databases and web pages leave things in cells that no one sees or means: characters without a
shape, entities of HTML, and words of programs for “there is nothing here”. They are dropped once, where a
list is read, so that everything that uses a value afterwards (a message, a name, a count) gets plain text.

The sources: Unicode (UAX #15 for composed letters, UTS #51 for emoji sequences, RFC 5892 appendix A for where
joiners matter), the HTML standard (13.2.5.80, numeric references 128 to 159 are Windows-1252).
"""

from __future__ import annotations

import re
import unicodedata
from html.entities import html5

from webapp.rules.cells.no_value import is_no_value, some_are

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NESTED = 3  # times that an export may have been escaped

# Every character that is to be looked at; most texts beyond ASCII have none of them.
_ODD = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    "\u2028-\u202f\u205f-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_LATIN = re.compile("[ -~\n\xa1-\xac\xae-\u02ff]*")  # neither odd nor to be composed; quickly told
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f]")
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\xad\u034f\u061c\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e001f"
    "\U000e0080-\U000e00ff\U000e01f0-\U000e0fff]"
)
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_MANY_MARKS = re.compile(r"[^\w\s\x00-\x7f]{31}")  # UAX #15 D4: no language needs more; sorting them is slow
_UNSEEN = re.compile("[\\s\u115f\u1160\u2800\ufe00-\ufe0f]*")

_JOINERS = re.compile("[\u200c\u200d]+")
_SHAPED = re.compile(  # letters of scripts in which a joiner changes how its neighbours look
    "[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff]"
)
_EMOJI = re.compile("[\xa9\xae\u2190-\u2bff\ufe0f\U0001f000-\U0001faff\U000e007f]")
_SELECTORS = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
_WITH_LOOKS = re.compile("[\xa9\xae\u1000-\u1fff\u2010-\uffef\U0001f000-\U0001faff\U00020000-\U0003ffff]")
_KEYCAP = "\u20e3"
_TAGS = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]+")


def clean(text: str) -> str:
    """The text without what is not meant to be read; empty where it only says that there is no value."""
    if not _is_plain(text):
        text = seen(_without_entities(text) if "&" in text else text)
    return "" if is_no_value(text) else text


def clean_row(cells: list[str], joined: str) -> list[str]:
    """`clean` for each cell of a row; `joined` are all of them as one text, by which most rows are known
    to need nothing."""
    return cells if _is_plain(joined) and not some_are(cells, joined) else list(map(clean, cells))


def _is_plain(text: str) -> bool:
    if text.isascii():
        return text.isprintable() and "&" not in text
    if "&" in text:
        return False
    return bool(_LATIN.fullmatch(text)) or (not _ODD.search(text) and unicodedata.is_normalized("NFC", text))


def _without_entities(text: str) -> str:
    """`O&#039;Brien` and `O&amp;#039;Brien` as `O'Brien`. Only whole ones: an address may hold `&copy=1`."""
    for _ in range(_NESTED):
        decoded = _ENTITY.sub(_character, text)
        if decoded == text:
            break
        text = decoded
    return text


def _character(entity: re.Match[str]) -> str:
    inside = entity[0][1:-1]
    if not inside.startswith("#"):
        return html5.get(f"{inside};", entity[0])
    number = int(inside[2:], 16) if inside[1] in "xX" else int(inside[1:])
    return chr(number) if number < 0x110000 else ""


def seen(text: str) -> str:
    """The text without characters that no one sees; with composed letters, plain spaces and line feeds."""
    if _ODD.search(text):
        text = _without_odd(text)
    if text.isascii() or _MANY_MARKS.search(text):
        return text
    return unicodedata.normalize("NFC", text)


def _without_odd(text: str) -> str:
    text = _PAIR.sub(_joined_pair, text)
    text = _LINE_ENDS.sub("\n", text).translate(_C1)
    text = _SPACES.sub(" ", _DROPPED.sub("", text))
    if "\n" not in text:  # in several lines it may be what separates cells: see intake/delimited/swallowed
        text = text.replace("\t", " ")
    text = _TAGS.sub("", text)
    text = _SELECTORS.sub(_kept_selector, text)
    text = _JOINERS.sub(_kept_joiner, text)
    return "" if _UNSEEN.fullmatch(text) else text


def _joined_pair(pair: re.Match[str]) -> str:
    """Two halves of one character, as programs write it that count in UTF-16."""
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _kept_joiner(joiners: re.Match[str]) -> str:
    """One joiner where it shapes letters (Persian, Hindi, old Malayalam) or makes one emoji of two."""
    before, after = _neighbours(joiners)
    joiner = joiners[0][0]
    if _SHAPED.match(before) and (joiner == "\u200d" or _SHAPED.match(after)):
        return joiner
    return "\u200d" if "\u200d" in joiners[0] and _EMOJI.match(before) and _EMOJI.match(after) else ""


def _kept_selector(selectors: re.Match[str]) -> str:
    """One selector behind a character that comes in several looks: emoji, keycaps, Chinese characters."""
    before, after = _neighbours(selectors)
    return selectors[0][0] if _WITH_LOOKS.match(before) or after == _KEYCAP else ""


def _neighbours(found: re.Match[str]) -> tuple[str, str]:
    """The characters before and after; empty at an end of the text."""
    start, end = found.span()
    return found.string[start - 1 : start], found.string[end : end + 1]
