"""Whether a text may tell of an emergency: a life in danger, by illness or by their own hand.

English, Spanish, French, German and Portuguese, as `wording.spaced` gives them. What only looks like one costs a
colleague a glance.
"""

from __future__ import annotations

from webapp.rules.phrases.finding import AnyOf

_FOUND = AnyOf(
    (
        r"\b(?:kill(?:ing)? myself|suicid\w*|end(?:ing)? (?:my life|it all)|(?:want|going) to die\b(?! of)|(?:hurt|harm|cut)(?:ing)? myself|don'?t want to live)\b",
        r"\b(?:chest pains?|pain in my chest|(?:can'?t|cannot|can not|trouble|hard to) breath(?:e|ing)?|not breathing|heart attack|(?:having|had) a stroke|overdos\w*|unconscious|passed out|anaphyla\w*|severe allergic reaction|bleeding (?:heavily|badly|a lot)|(?:call|called|calling|need) (?:911|112|999|an ambulance))\b",
        r"\b(?:(?:quiero|voy a) (?:matarme|morir(?:me)?)|me quiero (?:matar|morir)|quitarme la vida|no quiero vivir|dolor (?:de|en el) pecho|no puedo respirar|ambulancia|sobredosis|infarto|inconsciente)\b",
        r"\b(?:me tuer|envie de mourir|veux mourir|(?:mal|douleurs?) (?:a|dans) la poitrine|(?:peux|arrive) (?:pas|plus) (?:a )?respirer|ambulance|crise cardiaque|inconsciente?|appelez le (?:15|112|samu))\b",
        r"\b(?:mich umbringen|suizid\w*|selbstmord\w*|nicht mehr leben|will sterben|brustschmerz\w*|schmerzen in der brust|(?:bekomme|kriege) keine luft|krankenwagen|rettungswagen|notarzt|herzinfarkt|schlaganfall|uberdosis|bewusstlos)\b",
        r"\b(?:me matar|quero morrer|tirar (?:a )?minha vida|dor no peito|nao consigo respirar|ataque cardiaco|desmaiou)\b",
    )
)  # fmt: skip


def find(said: str) -> str:
    """The words that tell of it; "" where there are none."""
    found = _FOUND.search(said)
    return found[0] if found else ""
