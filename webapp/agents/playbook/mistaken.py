"""What an agent would say is not meant for them, or in no language of theirs."""

from __future__ import annotations

import re

from webapp.agents.base import Decision, HandoffKind
from webapp.agents.playbook import languages
from webapp.agents.playbook.talk import Talk
from webapp.agents.playbook.variables import value_of
from webapp.agents.words import folded, words
from webapp.rules.replies import wrong_numbers
from webapp.rules.wording import plain, spaced

_IS_NOT = (
    r"\b(?:(?:is|am|im) not|isnt|no soy|no me llamo|suis pas|mappelle pas|bin nicht|heisse nicht|nao sou"
    r"|nao me chamo)(?: (?:called|named|a|o|la|el|die|der|frau|herr|mrs?|ms|miss))? "
)
_MOST_WORDS_OF_WISH = 6
"""In a longer text, something else is said, too."""
_SHORTEST_NAME = 3
"""Letters; "an" is no name here."""


def is_someone_else(talk: Talk) -> Decision | None:
    """ "Wrong number", "I'm not Maria"; unless the owner has an answer for that."""
    if not any(_says_so(talk, text) for text in talk.texts):
        return None
    entry = talk.conversation.agent.entry(talk.accepted or "")
    if entry and any(map(_is_wrong, entry.phrases)):
        return None
    return talk.hands_off(HandoffKind.UNSURE, "They seem to be someone else, and the number to be wrong.")


def asks_for_language(talk: Talk) -> Decision | None:
    """ "No hablo inglés", and nothing else: the answer is in theirs, or a person's."""
    if talk.conversation.memory.task:
        return None
    if languages.is_not_understood(talk.text):
        return talk.hands_off(HandoffKind.UNSURE, "They do not understand this language.")
    wanted = languages.requested(talk.text)
    if wanted is None or len(words(talk.text)) > _MOST_WORDS_OF_WISH:
        return None
    if wanted not in talk.conversation.agent.languages:
        return talk.hands_off(HandoffKind.UNSURE, "They ask for a language that this agent does not speak.")
    return talk.says(talk.sentence("hello"), "They asked for another language.")


def _says_so(talk: Talk, text: str) -> bool:
    return _is_wrong(text) or any(
        re.search(f"{_IS_NOT}{re.escape(name)}\\b", folded(text)) for name in _names(talk)
    )


def _is_wrong(text: str) -> bool:
    return bool(wrong_numbers.find(spaced(plain(text))))


def _names(talk: Talk) -> set[str]:
    """The first names by which we know them, as texts are compared."""
    known = (talk.conversation.contact.name, value_of("first_name", talk.conversation))
    first = (said[0] for name in known if (said := words(name)))
    return {name for name in first if len(name) >= _SHORTEST_NAME}
