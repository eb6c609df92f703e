"""What people and programs write around a number to say which phone it is: `p:`, `Mobile no.`, `(cell)`."""

from __future__ import annotations

import re

_WORDS = (
    "tel|telephone|telefon|telefono|teléfono|telefone|téléphone|telefoon|telefonnummer|phone|fone|ph|"
    "mobile|mobiltelefon|mobiel|mobil|móvil|movil|celular|cellulare|portable|mob|cell|cellphone|handy|"
    "handynummer|gsm|sms|text|callto|whatsapp|wa|home|work|office|business|direct|main|primary|other|contact|"
    "personal|daytime|evening|landline|festnetz|privat|geschäftlich|dienstlich|arbeit|bureau|domicile|casa|"
    "trabajo|lavoro|tlf|puh|puhelin|rufnummer|number|no|nr|num|numero|número|numéro|"
    "電話|電話番号|携帯|携帯電話|电话|手机|手机号|тел|телефон|моб|мобильный"
)
_LETTERS = "[cdhmoptw]"
_PUNCTUATION = r"[\s.:#=_-]*"
_BEFORE = re.compile(rf"(?:(?:{_LETTERS}\s*[.:]|(?:{_WORDS})\b){_PUNCTUATION}){{1,3}}(?=[+(\d])", re.I)
_AFTER = re.compile(
    rf"(?<=\d)(?:[\s,;:-]*\(\s*(?:{_WORDS}|{_LETTERS})(?:\s+(?:{_WORDS}))?[.\s]*\)"
    rf"|[\s,;:-]+(?:{_WORDS})(?:\s+(?:{_WORDS}))?)\.?$",
    re.I,
)
_LINK = re.compile(
    r"(?:https?://)?(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=|whatsapp://send/?\?phone=)"
    r"(?:\+|%2B)?(\d{7,15})/?(?:[?&].*)?",
    re.I,
)
WITHIN = re.compile(rf"(?<!\w)(?:(?:{_WORDS})|{_LETTERS}(?=\s*:))(?!\w)", re.I)
"""A label somewhere in a text."""
_SYMBOLS = "☎☏✆📞📱📲🕿🕻"


def without(text: str) -> str:
    """The text without a label in front and one behind; a link that opens a chat becomes `+…`."""
    if match := _LINK.fullmatch(text):
        return f"+{match[1]}"
    text = text.strip(_SYMBOLS).strip()
    if match := _BEFORE.match(text):
        text = text[match.end() :]
    if match := _AFTER.search(text):
        text = text[: match.start()]
    return text.strip()
