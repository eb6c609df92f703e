"""A yes that holds only under a condition, or for something else than was asked: "if you can do Tuesday".

English, Spanish, French, German and Portuguese, as `wording.spaced` gives them.
"""

from __future__ import annotations

from webapp.rules.phrases.finding import AnyOf

_YES_EN = (
    r"(?:yes+|yea|yeah|yep|yup|y|ok|okay|sure|fine|confirmed|works|good|great|agreed|gladly|happy to|love to)"
)
_ON_CONDITION = AnyOf(
    (
        rf"^{_YES_EN}(?: please)?(?: but)?(?: only)? if (?!i'?m late|i run late|not too late)\w",
        r"\b(?:only|but|just|even then only) (?:if|when|after|before|until|from|between|for|with)\b",
        r"\b(?:if|as) (?:and only if|long as|far as you)\b|\bso long as\b",
        r"\b(?:provided|providing|assuming|supposing)\b|\bon (?:the |one |1 )?condition\b|\bunless\b",
        r"\b(?:it )?depend(?:s|ing)(?: on)?\b|\bin case\b.{0,20}\bfree\b",
        r"\bbut (?:not (?:at|on|in|before|until|till|after|this|next|the|today|tomorrow|sure|\d)|no later|no earlier|earlier|later|another|other|different|rather|preferably)\b",
        r"\bbut (?:can|could|may|might|would|will) (?:we|i|you|it|that)\b|\bbut (?:is|what if|how about|what about)\b.{0,40}\binstead\b|\bbut .{1,40}\binstead\b",
        r"\b(?:si|claro|vale|bueno|ok|okay) (?:pero )?(?:solo )?si (?:es|hay|no|se|me|puede|puedo|esta|tiene|tienen|son|fuera|llega|podemos)\b",
        r"\b(?:pero|solo|solamente|unicamente) (?:solo |solamente )?(?:si|cuando|despues|antes|hasta|a partir|a las?|el|los|por la|en la)\b|\bpero (?:no|otro|otra|mas tarde|mas temprano|mejor)\b|\bpero (?:se puede|podria|podriamos|puede|puedo|podemos)\b",
        r"\b(?:siempre que|siempre y cuando|con tal de|a condicion|a menos que|a no ser que|salvo que|excepto si|mientras (?:sea|no|que|haya))\b|\bdepende\b|\ben caso de que\b",
        r"\b(?:oui|ouais|ok|daccord|d'accord|volontiers) (?:mais )?(?:seulement )?(?:si |s'il |s'ils |sil )\w",
        r"\b(?:mais|seulement|uniquement) (?:seulement |uniquement )?(?:si|s'il|quand|apres|avant|a partir|a|le|les|en|pour|vers)\b|\bmais (?:pas|plutot|plus tard|plus tot|un autre|une autre)\b|\bmais (?:est ce (?:que|qu'on)|peut on|pouvez|puis je|on peut|serait)\b",
        r"\b(?:a (?:la )?condition|pourvu que|sauf si|a moins que|tant que|du moment que|en supposant)\b|\bca depend\b|\bcela depend\b",
        r"\b(?:ja|ok|okay|gerne|klar|passt|gut) (?:aber )?(?:nur )?(?:wenn|falls)\b",
        r"\b(?:aber|nur|jedoch) (?:nur |erst )?(?:wenn|falls|nach|vor|ab|bis|um|am|im|unter|mit|zwischen)\b|\baber (?:nicht|erst|lieber|spater|fruher|kein|keine|einen? ander\w+)\b|\baber (?:konnen|konnten|kann|konnte|geht|ginge|ware) \w",
        r"\b(?:sofern|solange|vorausgesetzt|es sei denn|unter der bedingung|ausser wenn|kommt (?:drauf|darauf|ganz darauf) an)\b",
        r"\b(?:sim|claro|ok|okay|pode ser) (?:mas )?(?:so )?se (?:for|tiver|nao|eu|o|a|voce|der|puder|houver|estiver|fosse)\b",
        r"\b(?:mas|so|somente|apenas) (?:so |somente |apenas )?(?:se|quando|depois|antes|ate|a partir|as|na|no|pela)\b|\bmas (?:nao|outro|outra|mais tarde|mais cedo|prefiro)\b|\bmas (?:pode|podemos|podia|da para|seria)\b",
        r"\b(?:desde que|contanto que|caso (?:seja|tenha|haja)|a menos que|a nao ser que|com a condicao)\b",
    )
)  # fmt: skip
_NO_CONDITION = AnyOf(
    (
        r"\b(?:let me know|tell me|call|text|write|ask|reach|contact|message) (?:me |us |you )?(?:back )?(?:if|in case|unless)\b",
        r"\b(?:will|'?ll|shall|can) (?:\w+ ){0,3}(?:if|in case|unless)\b",
        r"\b(?:only|just|but) for (?:me|us|one|two|\d+|now|today)\b|\bif (?:possible|needed|necessary)$|\bif not\b",
        r"\bdepende de (?:mi|nosotros)\b",
    )
)  # fmt: skip
"""What stands beside a yes and takes nothing from it: "yes, let me know if you need anything"."""


def has_one(said: str) -> bool:
    """Whether what is said holds only under a condition, or asks for something else. `said`: see `spaced`."""
    return _ON_CONDITION.search(_NO_CONDITION.without(said)) is not None
