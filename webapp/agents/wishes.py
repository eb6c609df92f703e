"""A wish to be offered a day or a time: "what do you have?", "as soon as possible", "whenever".

English, Spanish, French, German and Portuguese, as `words.folded` gives them.
"""

from __future__ import annotations

import re

from webapp.agents.words import folded

_OFFER = re.compile(
    r"\b(?:which (?:\w+ )?|what (?:\w+ )?)(?:days|times|slots?|dates|openings?|appointments)\b"
    r"|\b(?:what|which) (?:day|time|date) (?:do you have|have you|is (?:free|available|open)|works|suits|can you)\b"
    r"|\bwhat (?:do you have|have you got|is available|are (?:my|the) options|works for you|would work)\b"
    r"|\bwhats (?:available|free|open|the (?:earliest|soonest|next|first)|your (?:earliest|soonest|next|first|availability))\b"
    r"|\b(?:earliest|soonest|next available|first available|asap|as soon as possible)\b"
    r"|\b(?:any ?time|any day|whenever|whatever) (?:works|suits|is (?:fine|good|ok)|you (?:want|like|can|have)|for you)\b"
    r"|^(?:whenever|any ?time|any day|either|you (?:choose|decide|pick|tell me)|(?:its )?up to you|i dont mind|dont mind)$"
    r"|\bwhen (?:are you|do you have|can you|is (?:he|she|the doctor)) (?:free|available|anything|time|fit me in|see me|take me)\b"
    r"|\bdo you have (?:anything|something) (?:earlier|sooner|free|available|open|else)\b"
    r"|\b(?:que|cuales) (?:dias|horas|horarios|fechas|citas)\b|\bque (?:tienen?|hay) (?:libre|disponible)\b"
    r"|\bcuando (?:tienen|hay|pueden|puede)\b|\blo antes posible\b|\bcuanto antes\b|\bcualquier (?:dia|hora)\b"
    r"|^(?:cuando (?:quiera\w*|puedan?|sea)|me da igual|el que sea)$"
    r"|\bquel(?:le)?s (?:jours|horaires|heures|creneaux|dates|disponibilites)\b|\bquelles sont vos\b"
    r"|\bquand (?:avez|etes|pouvez) vous\b|\bqu ?avez vous\b|\bd[eè]s que possible\b|\bau plus (?:tot|vite)\b"
    r"|\bn ?importe (?:quand|quel\w*)\b|\bcomme vous (?:voulez|pouvez)\b|\bce qui vous arrange\b|^peu importe$"
    r"|\bwelche (?:tage|termine|zeiten|uhrzeiten)\b|\bwas (?:haben sie|habt ihr|ware|ist) (?:\w+ )?(?:frei|moglich)\b"
    r"|\bwann (?:haben sie|habt ihr|hatten sie|ware|ist) (?:\w+ )?(?:frei|moglich|zeit|was|etwas)\b"
    r"|\bso (?:bald|schnell) wie moglich\b|\b(?:schnellst|baldmog)\w*\b|\bnachstmoglich\w*\b"
    r"|^(?:ist mir egal|mir egal|jederzeit|wie es ihnen passt)$"
    r"|\b(?:que|quais) (?:dias|horas|horarios|datas) (?:tem|ha|voces|vcs|estao|sao|podem)\b"
    r"|\bo que (?:tem|voces tem|ha) (?:livre|disponivel)\b|\bquando (?:tem|voces podem|pode)\b"
    r"|\bo (?:quanto antes|mais (?:rapido|cedo) possivel)\b|\bqualquer (?:dia|hora|horario)\b|^tanto faz$"
)


def wants_offer(text: str) -> bool:
    """Whether they leave it to us which day or time: only staff know what is free."""
    return _OFFER.search(folded(text)) is not None
