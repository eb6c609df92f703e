"""Whether a text says in the words of a phrase that it is not so: "it wasn't bad" to "it was bad"."""

from __future__ import annotations

from webapp.agents.function_words import EVERY
from webapp.agents.playbook.contractions import expanded
from webapp.agents.words import words
from webapp.rules.replies import question_forms

_NOT = frozenset("not never nicht nie niemals pas jamais nunca nao".split())
_NEGATED = frozenset("isnt wasnt arent werent dont doesnt didnt wont hasnt havent aint".split())
"""Where an apostrophe was left out."""
_DENIES = _NOT | _NEGATED | frozenset("no ne n kein keine keinen cant cannot wont couldnt non nao".split())
_WITHIN = 2
"""Words behind "not" of which it speaks."""


def negates(text: str, phrase: str) -> bool:
    """Of a phrase that says "not" itself, nothing is known."""
    said, meant = words(expanded(text)), words(expanded(phrase))
    told = [word for word in meant if word not in EVERY and word not in _NOT]
    if not told or not _signs(said) or _signs(meant) or not set(told) <= set(said):
        return False
    return any(told[0] in said[at + 1 : at + 1 + _WITHIN] for at in _signs(said))


def asks_without(text: str, phrase: str) -> bool:
    """Whether a question asks for what a phrase says not to be: "can I come?" to "I can't come"."""
    said, meant = set(words(text)), set(words(phrase))
    asks_itself = question_forms.form(phrase) is not None
    denied = bool(meant & _DENIES) and not said & _DENIES
    return denied and not asks_itself and question_forms.form(text) is not None


def _signs(said: list[str]) -> list[int]:
    """Where a "not" stands; the first word alone may be an answer."""
    return [at for at, word in enumerate(said) if word in _NOT or word in _NEGATED]
