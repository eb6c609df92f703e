"""What a person typed into a form that was not taken: to be shown to them, but never what is secret."""

from __future__ import annotations

import re
from typing import NamedTuple

from flask import request

WRITTEN = {
    "message": "Message",
    "first_message": "First message",
    "voicemail_message": "Voicemail",
    "context": "What an agent should know",
    "text": "Text",
    "statement": "Where it comes from",
    "reason": "Reason",
}
"""The fields of our forms in which people write at length."""
SECRET = frozenset({"password", "old", "new", "key", "value", "code", "chat_url", "confirm_with_password"})
"""Fields with passwords, keys and codes; who knows the address of a chat may post there."""
OF_THE_PAGE = frozenset(
    {
        "csrf_token",
        "seen",
        "shown",
        "revision",
        "version",
        "left_out",
        "row",
        "column",
        "index",
        "next",
        "then",
        "talk",
    }
)
"""What a page sends along by itself."""
_NAME = re.compile("[a-z][a-z0-9_-]{0,39}")
_CHOSEN = re.compile("yes|on|")
_SECRET_LIKE = re.compile("pass|secret|token|credential")
MOST, LONGEST = 40, 500
"""Short fields that are shown, and characters of each."""


class Typed(NamedTuple):
    """(word for the field, what was typed): long texts, and all others."""

    long: list[tuple[str, str]]
    short: list[tuple[str, str]]


def typed() -> Typed:
    """Of the form that came with the request."""
    sent = [(name, value.strip()) for name, value in request.form.items(multi=True)]
    long = [(word, text) for name, word in WRITTEN.items() if (text := request.form.get(name, "").strip())]
    short = [(_word(name), value[:LONGEST]) for name, value in sent if _is_shown(name, value)]
    return Typed(long, short[:MOST])


def refillable() -> dict[str, list[str]]:
    """All of it that a page may fill in again, by the names of the fields: see static/js/refill.js."""
    return {
        name: values
        for name, values in request.form.lists()
        if not (name in SECRET or name in OF_THE_PAGE or _SECRET_LIKE.search(name))
    }


def _is_shown(name: str, value: str) -> bool:
    """Not what is in `long`, nor boxes that are checked, nor what is chosen by its id."""
    if name in WRITTEN or name in SECRET or name in OF_THE_PAGE or name.endswith("_id"):
        return False
    return bool(_NAME.fullmatch(name)) and not _SECRET_LIKE.search(name) and not _CHOSEN.fullmatch(value)


def _word(name: str) -> str:
    return re.sub("[_-]+", " ", name).capitalize()
