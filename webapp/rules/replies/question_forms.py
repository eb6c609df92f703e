"""What a question is about: a wish ("can we move it?"), a thing to know, or what would follow from something.

English, Spanish, French, German and Portuguese. Whether a text asks at all is told by `questions`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from webapp.rules.replies import questions
from webapp.rules.wording import plain, spaced


class Form(StrEnum):
    """One for each question. CONSEQUENCE: "do I have to pay if I cancel?" wishes for nothing."""

    WISH = "wish"
    INFORMATION = "information"
    CONSEQUENCE = "consequence"


_CONSEQUENCE = re.compile(
    r"\b(?:if|in case|unless|provided) (?:i|we|i'?m|i'?ve|we'?re|my|our)\b(?! (?:may|might) )"
    r"|\bwhen (?:i|we) (?:have to|need to|want to|don'?t|do not|can'?t|cannot|cancel|move|change"
    r"|reschedule)\b"
    r"|\bfor (?:cancell?ing|moving|rescheduling|changing|not (?:coming|showing))\b"
    r"|\w (?:si|en caso de que) (?:yo |no |la |lo |me )*(?:tengo|tuvier?a|cancelo|cancele|anulo|cambio|voy"
    r"|llego|necesito|"
    r"quiero|falto|pierdo|puedo|muevo)\b"
    r"|\b(?:si|quand|lorsque) (?:je|j'?|nous|on)\b|\ben cas d'?\b"
    r"|\b(?:wenn|falls|sofern|sobald) (?:ich|wir|man)\b|\bbei (?:einer )?(?:absage|stornierung"
    r"|verschiebung)\b"
    r"|\b(?:se|caso) (?:eu|a gente|nos|nao|precisar|cancelar|tiver|desmarcar|faltar|quiser|remarcar|mudar)\b"
)
_WISH = re.compile(
    r"\b(?:can|could|may|might|would|shall) (?:i|we|you|u|ya|it|someone|somebody|anyone)\b"
    r"|\b(?:is it|would it be|be) possible\b|\bany chance\b|\b(?:how|what) about\b"
    r"|\b(?:puedo|podria|podriamos|podemos|puedes?|pueden|podrian?|se puede|es posible|seria posible)\b"
    r"|\b(?:puis je|je peux|peut on|pouvez vous|pourriez vous|peux tu|on peut|(?:est il|serait il"
    r"|c'?est) possible)\b"
    r"|\b(?:kann|konnte|konnten|konnen|darf|durfte) (?:ich|man|wir|sie|ihr|es)\b|\bgeht (?:auch|es|noch)\b"
    r"|\bmoglich\b"
    r"|\b(?:posso|podem|pode|podemos|poderia|poderiam|da p(?:ra|ara)|e possivel|seria possivel|tem como)\b"
)


@lru_cache(maxsize=4096)
def form(text: str) -> Form | None:
    """None: it asks nothing."""
    if not questions.find(text):
        return None
    said = spaced(plain(text))
    if _CONSEQUENCE.search(said):
        return Form.CONSEQUENCE
    return Form.WISH if _WISH.search(said) else Form.INFORMATION
