"""A yes that holds only under a condition, or for something else than was asked: "if you can do Tuesday".

English, Spanish, French, German and Portuguese. What else stands behind an "if" is in `no_conditions`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from webapp.rules.phrases.finding import AnyOf
from webapp.rules.replies.no_conditions import NO_CONDITION
from webapp.rules.wording import plain, spaced

_SPANISH_YES = re.compile(r"\bs[íì]\b", re.I)
"""With its accent it is no "if"."""
_HOUR = r"\d{1,2}(?: ?[ap]m| \d\d(?: ?[ap]m)?| ?h(?:\d\d)?| uhr| horas)?"
_EN = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|tomorrow|weekends?|weekdays?"
    r"|(?:in )?(?:the )?(?:mornings?|afternoons?|evenings?))"
)
_ES = (
    r"(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|manana|tarde|noche|mediodia|proxim\w+|otro|dia"
    r"|siguiente|\d+)\b"
)
_FR = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|soir|apres midi|midi|fin|debut|semaine|mois"
    r"|prochain\w*|autre|partir|\d+\w*)\b"
)
_DE = (
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|morgen|vormittag|mittag|nachmittag"
    r"|abend|wochenende|nachsten?|halb|viertel|\d+)\b"
)
_PT = r"(?:segunda|terca|quarta|quinta|sexta|sabado|domingo|manha|tarde|noite|proxim\w+|outr[oa]|semana|dia|\d+)\b"
_ON_CONDITION = AnyOf(
    (
        r"\b(?:if|unless)\b",
        r"\b(?:except|apart from|aside from|other than|excepto|menos (?:el|la)|sauf|ausser|bis auf|exceto|tirando)\b|\b(?:almost|nearly|not quite|casi|presque|fast|beinahe|quase) (?:all )?(?:right|correct|good|bien|correcto|juste|correct|richtig|korrekt|certo|correto)\b",
        r"\bno (?:to|for|on) (?:the |my )?\w|\bbut (?:please )?cancel\b|\bbut (?:my|the|our|he|she|they) .{0,20}\b(?:can'?t|cannot|won'?t|not coming)\b",
        r"\b(?:only|but) (?:only )?(?:if|after|until|from|between)\b|\bbut before (?!i |we )",
        r"\bonly (?:before|when)\b|\bbut (?:only )?when (?:i|my|the|we|he|she|they|you)\b|\b(?:only|but) with (?!me\b|my |our |a |the kids)",
        rf"\bonly (?:on |in |at |by |around )?(?:the |a )?(?:{_EN}|(?<=at ){_HOUR})\b|\b(?:after \d{{1,2}}|{_EN}) only\b",
        r"^(?:yes+|yea|yeah|yep|yup|ok|okay|sure) (?:please )?(?:but )?(?:when|once) (?:i|my|we|he|she|they)\b",
        r"\b(?:as|so) long as\b|\bon (?:the |one |1 )?condition\b|\b(?:subject to|conditional on|contingent on|pending (?:my|the|his|her))\b",
        r"\b(?:provided|providing|assuming|supposing) (?:that|i|we|you|he|she|it'?s?|they|there|my|the|our|nothing|no one)\b",
        r"\b(?:it )?depend(?:s|ing)(?: on)?\b|\bin case\b.{0,20}\bfree\b",
        r"\bbut (?:not (?:at|on|in|before|until|till|after|this|next|the|today|tomorrow|now|yet|right now|sure|\d)|no later|no earlier|earlier|later|another|other|different|rather|preferably)\b",
        r"\bbut (?:can|could|may|might|would|will) (?:we|i|you|it|that)\b|\bbut (?:is|what if|how about|what about)\b.{0,40}\binstead\b|\bbut .{1,40}\binstead\b",
        rf"\bbut (?:on |at |for |in )?(?:the |next |this )?(?:{_EN}|{_HOUR})$|\b(?:{_EN}|{_HOUR})(?: is| would be| works| suits|'?s)(?: me)? (?:better|best|easier)\b",
        rf"\bprefer(?:ably)? (?:a |an |the |to (?:come|do) )?(?:on |at )?(?:later|earlier|another|other|different|{_EN}|{_HOUR})\b|\bneed (?:a |an )?(?:later|earlier|another|different)\b",
        r"\b(?:yes|si|claro|vale|bueno|ok|okay) (?:pero )?(?:solo )?si (?:es|hay|no|se|me|puede|puedo|esta|tiene|tienen|son|fuera|llega|podemos)\b",
        r"\b(?:voy|ire|iremos|vamos|asistire|estare|confirmo|puedo|acepto|llego) (?:pero )?(?:solo )?si \w",
        rf"\b(?:pero|solo|solamente|unicamente) (?:solo |solamente )?(?:si|despues|antes|hasta|a partir|a las? \d|cuando (?!es|sera)|(?:el|los|este|por la|en la|la) {_ES})",
        rf"\bpero (?:no|otro|otra|mas tarde|mas temprano|mejor)\b|\bpero (?:se puede|podria|podriamos|puede|puedo|podemos)\b|\b(?:mejor|prefiero) (?:el |a las? |por la )?{_ES}",
        r"\b(?:siempre que|siempre y cuando|con tal de|a condicion|a menos que|a no ser que|salvo que|excepto si|mientras (?:sea|no|que|haya))\b|\bdepende\b|\ben caso de que\b",
        r"\b(?:oui|ouais|ok|daccord|d'accord|volontiers|viens|viendrai|venir|serai la|confirme|peux) (?:mais )?(?:seulement )?(?:si |s'il |s'ils |sil )\w",
        rf"\b(?:mais|seulement|uniquement) (?:seulement |uniquement )?(?:si|s'il|quand (?:je|mon|ma|le|la)|apres|avant|(?:a|vers|pour|le|en|les|ce|dans) (?:l'|la |le |les )?{_FR})",
        rf"\bmais (?:pas|plutot|plus tard|plus tot|un autre|une autre|{_FR})|\bmais (?:est ce (?:que|qu'on)|peut on|pouvez|puis je|on peut|serait)\b|\b(?:plutot|prefere) (?:le |a |en |vers )?{_FR}",
        r"\b(?:a (?:la )?condition|pourvu que|sauf si|a moins que|tant que|du moment que|en supposant)\b|\bca depend\b|\bcela depend\b",
        r"\b(?:ja|ok|okay|gerne|klar|passt|gut|komme|kommen|dabei|bin da|sind da) (?:aber )?(?:nur )?(?:wenn|falls)\b",
        rf"\b(?:aber|nur|jedoch) (?:nur |erst )?(?:wenn|falls|nach|vor|ab|bis|unter der|zwischen|mit (?:dr|frau|herrn|doktor)\b|(?:(?:um|am) )?{_DE})",
        rf"\baber (?:nicht|erst|lieber|spater|fruher|kein|keine|einen? ander\w+)\b|\baber (?:konnen|konnten|kann|konnte|geht|ginge|ware) \w|\b(?:lieber|besser) (?:am |um )?{_DE}",
        r"\b(?:sofern|solange|vorausgesetzt|es sei denn|unter der bedingung|ausser wenn|kommt (?:drauf|darauf|ganz darauf) an)\b",
        r"\b(?:sim|claro|ok|okay|pode ser) (?:mas )?(?:so )?se (?:for|tiver|nao|eu|o|a|voce|der|puder|houver|estiver|fosse|conseguir)\b",
        r"\b(?:vou|venho|irei|confirmo|estarei la|posso ir) (?:mas )?(?:so )?se \w",
        rf"\b(?:mas|so|somente|apenas) (?:so |somente |apenas )?(?:se|depois|antes|ate|a partir|quando (?:eu|o|a|meu)|(?:as|na|no|pela|de|a) {_PT})",
        rf"\bmas (?:nao|outro|outra|mais tarde|mais cedo|prefiro)\b|\bmas (?:pode|podemos|podia|da para|seria)\b|\b(?:melhor|prefiro) (?:na |as |de |a )?{_PT}",
        r"\b(?:desde que|contanto que|caso (?:seja|tenha|haja)|a menos que|a nao ser que|com a condicao)\b",
    )
)  # fmt: skip


def has_one(text: str) -> bool:
    """Whether what is written holds only under a condition, or asks for something else."""
    return bool(find(text))


@lru_cache(maxsize=2048)
def find(text: str) -> str:
    """The words that make it a condition; "" where there is none."""
    found = _ON_CONDITION.search(unconditional(text))
    return found[0] if found else ""


def unconditional(text: str) -> str:
    """What is said, as `wording.spaced` gives it, without what only looks like a condition."""
    return NO_CONDITION.without(spaced(plain(_SPANISH_YES.sub("yes", unicodedata.normalize("NFC", text)))))
