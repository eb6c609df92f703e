"""What a call says first, read as someone who hears it: does it say who calls, and can it be said aloud?

English, Spanish, French, German and Portuguese.
"""

from __future__ import annotations

import re
from typing import NamedTuple

LONG = 30
"""Seconds after which few still listen."""
_PLACEHOLDER = re.compile(r"\{\{([^{}|]*)[^{}]*\}\}")
_NAMES_ITSELF = {
    "en": r"this is|it'?s|i'?m|i am|my name is|calling from|calling on behalf of|call from|here is",
    "es": r"soy|somos|habla|le habla|le llama|le llamamos de|llamo de|llamamos de|de parte de|le "
    "saluda|aqui|aquí",
    "fr": r"c'?est|ici|je suis|je m'?appelle|nous sommes|de la part de|appelle de|appelons de",
    "de": r"hier ist|hier spricht|ich bin|mein name ist|wir sind|anruf von|anruf der|im auftrag von|von der",
    "pt": r"aqui é|aqui e|aqui|sou|somos|fala|estou a ligar d[aeo]|ligo d[aeo]|ligamos d[aeo]|em nome "
    "d[aeo]|da parte d[aeo]",
}
"""What is said right before one's name."""
_ARTICLE = re.compile(
    r"(?:the|an?|your|el|la|los|las|una?|su|le|les|l'|une?|votre|die|der|das|eine?|ihre?|os?|as?|uma?)\s*\b"
)
_NO_NAME = re.compile(
    r"(?:short |quick |friendly |important |urgent |kurze |wichtige )*"
    r"(?:reminder|call|message|notice|notification|survey|about|regarding|to |for |just|not |only|an? |"
    r"urgent|recordatorio|llamada|mensaje|aviso|encuesta|sobre|para|rappel|appel|message|enquête|pour|"
    r"au sujet|"
    r"erinnerung|anruf|nachricht|umfrage|wegen|nur|um |lembrete|chamada|mensagem|aviso|inquérito)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:\S+\s+){0,2}?(?:[^\W\d_a-zß-öø-ÿ]\S*|\{\{)")
_LINK = re.compile(
    r"\b(?:https?://\S+|www\.\S+|[a-z0-9-]+\.(?:com|org|net|io|co|de|es|fr|pt|uk|us|ly|me|link)\b(?:/\S*)?)",
    re.IGNORECASE,
)
_REPLY = re.compile(
    r"\b(?:(?:reply|text|txt|respond) (?:back )?(?:with )?[\"“'‘]?(?:stop|yes|no|y|n|help|\d)\b|"
    r"text (?:us )?back|msg ?(?:&|and) ?data rates|"
    r"(?:responda|envíe|envie) [\"“'‘]?(?:stop|sí|si|no|baja|parar|sim)\b|répondez [\"“'‘]?(?:stop|oui|"
    r"non)\b|antworten sie (?:mit )?[\"“'‘]?(?:stopp?|ja|nein)\b)",
    re.IGNORECASE,
)
_TAP = re.compile(
    r"\b(?:click|tap) (?:here|on|the)\b|\b(?:haga clic|cliquez|klicken sie|clique)\b", re.IGNORECASE
)
_PICTURE = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")


class Heard(NamedTuple):
    """Of a first message: `caller`: what it calls itself, empty when it does not; what is odd about it."""

    caller: str
    oddities: tuple[str, ...]


def read(message: str, team: str, language: str, seconds: int) -> Heard:
    """A message as it was written, with its placeholders; `team`: the team's name, `seconds`: it takes."""
    text = " ".join(message.replace("’", "'").split())
    if not text:
        return Heard("", ())
    return Heard(caller(text, team, language), tuple(_oddities(text, seconds)))


def caller(text: str, team: str, language: str) -> str:
    """What it says right after “this is”, or the team's name where it is in there; empty: neither."""
    own = " ".join(team.split())
    if own and own.casefold() in text.casefold():
        return own
    spoken = _NAMES_ITSELF.get(language, _NAMES_ITSELF["en"])
    for match in re.finditer(rf"(?<!\w)(?:{spoken})(?!\w)[\s,:]*", text, re.IGNORECASE):
        if found := _name(text[match.end() :]):
            return found
    return ""


def _name(rest: str) -> str:
    article = _ARTICLE.match(rest.lower())
    named = rest[article.end() :] if article else rest
    if _NO_NAME.match(named) or not _NAME.match(named):
        return ""
    return re.split(r"[.,;:!?]|\s[-–—]\s", rest, maxsplit=1)[0].strip()[:80]


def _oddities(text: str, seconds: int) -> list[str]:
    found = []
    if not re.search(r"[^\W\d_]", _PLACEHOLDER.sub("", text)):
        found.append(
            "It is only placeholders: what is said depends on the list alone. Write a sentence around them."
        )
    if link := _LINK.search(_PLACEHOLDER.sub("", text)):
        found.append(
            f"“{link[0].rstrip('.,;')}” is a link. No one can tap on it in a call; spell it out, or offer "
            f"to text it."
        )
    if _REPLY.search(text):
        found.append("It asks for a text as an answer. In a call people answer by saying it.")
    if _TAP.search(text):
        found.append("It asks people to tap on something, which they cannot do in a call.")
    if _PICTURE.search(text):
        found.append("It has emoji in it, which are not said, or read out by their names.")
    if seconds > LONG:
        found.append(
            f"It takes about {seconds} seconds to say. Many hang up before; say who calls and why in two "
            f"sentences."
        )
    return found
