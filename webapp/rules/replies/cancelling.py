"""What is said of calling off or moving what was agreed: that it shall be, or that it shall not.

English, Spanish, French, German and Portuguese, as `wording.spaced` gives them.
"""

from __future__ import annotations

from functools import lru_cache

from webapp.rules.phrases.finding import AnyOf

_EN = r"(?:cancel(?:l?ing|l?ed)?|reschedul(?:e|ing)|postpon(?:e|ing)|rebook(?:ing)?|mov(?:e|ing) (?:it|my|the|this|that)|chang(?:e|ing) (?:it|my|the|this))"
_ES = r"(?:cancel(?:ar|e|en|es)|anul(?:ar|e|en)|posponer|pospongan?|cambiar(?:la|lo)?)"
_FR = r"(?:annul(?:er|ez|e)|report(?:er|ez)|deplac(?:er|ez)|decommander)"
_DE = r"(?:absagen|stornieren|canceln|verschieben)"
_PT = r"(?:cancel(?:ar|e|em|a)|desmar(?:car|que|quem|ca)|remar(?:car|que|quem)|adiar)"
_KEEPS = AnyOf(
    (
        rf"\b(?:don'?t|do not|did not|didn'?t|not|never|no need to|no reason to|won'?t|wont|without|isn'?t|aren'?t|wasn'?t) (?:\w+ ){{0,2}}?(?:(?:want|need|wish|have|plan|mean|going|wanting|trying|planning) to |be )?{_EN}(?: (?:it|my|the|this|that))?(?: (?:appointment|appt|booking|reservation|visit))?\b",
        rf"\bno (?:longer )?(?:need|want|wish|have) to {_EN}\b",
        rf"\b(?:no|sin) (?:(?:me|nos|la|lo|se|por favor) )*(?:(?:quiero|voy a|necesito|hace falta|deseo|hay que|tengo que|pienso) )?{_ES}\b",
        rf"\bne (?:pas |veux pas |souhaite pas |vais pas |dois pas |l')?{_FR}(?: pas)?\b|\bn'{_FR} (?:surtout )?pas\b|\b(?:pas besoin d'|pas (?:a )?|sans |veux pas |souhaite pas |vais pas ){_FR}\b",
        rf"\b(?:nicht|nichts|keinesfalls|nie) (?:\w+ ){{0,2}}?(?:zu )?{_DE}\b|\b(?:sagen? sie|sag|sagt|storniere?n? (?:sie )?)(?: \w+){{0,3}} (?:nicht|bloss nicht) ab\b",
        rf"\b(?:nao|sem) (?:(?:me|o|a|se|por favor) )*(?:(?:quero|vou|preciso|precisa|desejo|pretendo|tenho que) )?{_PT}\b",
    )
)  # fmt: skip
_CALLS_OFF = AnyOf(
    (
        rf"\b(?:please|pls|plz|to|you can|you may|must|i'?ll|i'?d|better|just) (?:\w+ )?{_EN}\b",
        rf"^(?:(?:yes+|yeah|yep|ok|okay|sure|hi|hello|and) )*{_EN}(?: (?:please|pls|plz|it|that|this|my|me|the)\b|$)",
        rf"\b(?:por favor|puede|pueden|quiero|quisiera|mejor|si|ok) {_ES}\b|^{_ES}\b",
        rf"\b(?:oui|ok|merci|svp|plait|veuillez|pouvez|prefere|voudrais|veux|dois) (?:de |d'|me |l')?{_FR}\b|^{_FR}\b",
        rf"\b(?:bitte|ja|ok|lieber|mochte|muss|will|konnen sie|konnten sie)(?: \w+){{0,4}} {_DE}\b|^{_DE}\b",
        rf"\b(?:por favor|pode|podem|quero|queria|melhor|sim|ok) {_PT}\b|^{_PT}\b",
    )
)  # fmt: skip


def keeps(said: str) -> str:
    """The words that say that nothing shall be called off or moved: "please don't cancel"; "" for none."""
    found = _KEEPS.search(said)
    return found[0] if found else ""


def without_keeping(said: str) -> str:
    """The rest of what is said."""
    return " ".join(_KEEPS.without(said).split())


@lru_cache(maxsize=2048)
def calls_off(said: str) -> bool:
    """Whether it shall be called off or moved, in an order or a wish: "yes, cancel it please"."""
    return _CALLS_OFF.search(without_keeping(said)) is not None
