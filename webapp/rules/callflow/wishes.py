"""Short wishes that mean the same in every call: no more calls, say it again, goodbye, "hello?".

English, Spanish, French, German and Portuguese, as `wording.spaced` gives them. What a text means is known
already (`keywords`, `revocation`); this says which of these are as certain when they are spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from webapp.rules import keywords, replies
from webapp.rules.phrases.finding import AnyOf
from webapp.rules.replies import Meaning
from webapp.rules.wording import plain, spaced


class Stop(StrEnum):
    """CERTAIN: no more calls. LIKELY: it may well mean that; ask once."""

    CERTAIN = "certain"
    LIKELY = "likely"
    NO = "no"


_OTHERWISE = frozenset(
    "end quit cancel revoke remove td baja paren salir cancelar ende loschen kundigen kundigung "
    "widerruf aufhoren austragen arrete sair remover resilier cancle parar".split()
)
"""Spellings of STOP that are said about other things, too: "cancel" of an appointment."""
_NO_MORE_CALLS = AnyOf(
    (
        r"\b(?:stop|quit) (?:calling|phoning|ringing|contacting|bothering)(?: me| us| this number| here)?\b",
        r"\b(?:do not|don'?t|never|not to) (?:ever )?(?:call|phone|ring|contact)(?: me| us| here| this number)?(?: here)? (?:again|any ?more|ever)\b",
        r"\b(?:please |just )?(?:do not|don'?t|never) (?:call|phone|ring|contact) (?:me|us|this number)\b(?! (?:before|until|till|at|on|in|after|today|tomorrow|now|while|during|back))",
        r"\b(?:take|remove|delete) (?:me|us|my (?:number|name|phone)|this number) (?:off|from|out of)\b",
        r"\bdo not call list\b",
        r"\bno more (?:calls|phone calls)\b",
        r"\bno (?:me|nos) (?:llamen?|llames) (?:mas|nunca mas|otra vez)\b",
        r"\bno (?:me|nos) vuelvan? a llamar\b",
        r"\b(?:dejen?|deja|paren) de llamar(?:me|nos)?\b",
        r"\bno (?:quiero|queremos) (?:recibir )?(?:mas|sus) llamadas\b",
        r"\b(?:quiten|borren|saquen|elimin(?:en|e))(?:me| mi numero| me)? (?:de|mi)\b",
        r"\bne (?:me |m'?|nous )?(?:r?appelez|telephonez|contactez|appeler) (?:plus|jamais)\b",
        r"\b(?:arretez|cessez) de (?:m'?|me |nous )?(?:appeler|telephoner|contacter|deranger)\b",
        r"\bplus d'? ?appels\b",
        r"\b(?:retirez|supprimez|enlevez|rayez|effacez) (?:moi|mon numero)\b",
        r"\b(?:rufen?|ruft|kontaktieren) (?:sie |ihr )?(?:mich|uns|hier) (?:bitte )?(?:nicht mehr|nie wieder|nie mehr)\b",
        r"\b(?:nicht mehr|nie wieder|nie mehr) (?:anrufen|angerufen|kontaktieren)\b",
        r"\bkeine (?:weiteren )?anrufe(?: mehr)?\b",
        r"\b(?:horen|hort|hor) (?:sie |ihr )?(?:bitte )?auf(?: hier| mich| uns)? ?(?:anzurufen)\b",
        r"\b(?:streichen|loschen|nehmen) sie (?:mich|meine nummer)\b",
        r"\bnao (?:me|nos) (?:ligue|liguem|contacte|contactem|telefone|telefonem) (?:mais|de novo|nunca mais|outra vez)\b",
        r"\bnao (?:volte|voltem) a ligar\b",
        r"\b(?:pare|parem|deixe|deixem) de (?:me )?(?:ligar|telefonar|incomodar)\b",
        r"\bnao quero (?:receber )?mais (?:ligacoes|chamadas|telefonemas)\b",
        r"\b(?:tirem?|retirem?|removam|remova|apaguem?) (?:me|o meu numero|meu numero)\b",
    )
)
_AGAIN = re.compile(
    r"(?:(?:sorry|pardon|hello|what|perdone|entschuldigung|desculpe) )*"
    r"(?:(?:sorry|pardon|excuse me|what|huh|come again|say (?:that|it) again|what did you say|repeat(?: that)?|"
    r"i (?:did not|didn'?t|could not|couldn'?t) (?:hear|catch|get|understand)(?: you| that| it)?|"
    r"(?:can|could|would|will) you (?:please )?(?:say|repeat) (?:that|it)(?: again)?|"
    r"como|perdon|que ha dicho|repita|repitalo|puede repetir(?:lo)?|no (?:le )?he (?:oido|entendido)|"
    r"comment|quoi|repetez|pouvez vous repeter|vous pouvez repeter|je n'?ai pas (?:compris|entendu)|"
    r"wie bitte|was|noch (?:ein)?mal|wiederholen|(?:konnen|konnten) sie das (?:bitte )?wiederholen|"
    r"(?:das )?habe? ich nicht verstanden|o que|desculpe|repita|pode repetir|nao (?:ouvi|percebi|entendi))"
    r"(?: please| por favor| s'? ?il vous plait| bitte| again)?)(?: (?:sorry|pardon|what|what was that))?"
)
_BYE = re.compile(
    r"(?:(?:ok|okay|all right|alright|thanks|thank you|great|no|gracias|vale|merci|danke|gut|obrigad[oa]|muchas|vielen|"
    r"dank|well|very much|that'?s all|nothing else|na|dann|bom|entao) )*"
    r"(?:good ?bye|bye(?: bye)?|see you|have a (?:nice|good) (?:day|one|evening)|adios|hasta luego|au revoir|"
    r"auf wieder(?:horen|sehen)|tschuss|tschau|adeus|tchau|ate logo)(?: (?:now|then|thanks|thank you|bye))*"
)
_HELLO = re.compile(
    r"(?:(?:hello|hi|hey|yes|yeah|hello there|who is (?:this|it|that)|who'?s (?:this|that|calling|there)|speaking|"
    r"hola|diga|digame|si|bueno|quien (?:es|habla)|allo|bonjour|oui|qui est a l'?appareil|hallo|ja|wer ist da|"
    r"guten tag|ola|estou|sim|alo|quem (?:e|fala)) ?)+"
)


def _said(text: str) -> str:
    return spaced(plain(text))


def stop(readings: Iterable[str]) -> Stop:
    """What the likeliest reading says; a less likely one is only ever a reason to ask."""
    found = [_stop(text) for text in readings]
    if not found or found[0] is not Stop.NO:
        return found[0] if found else Stop.NO
    return Stop.LIKELY if Stop.CERTAIN in found else Stop.NO


def _stop(text: str) -> Stop:
    said = _said(text)
    if keywords.match(text) is keywords.Keyword.STOP:
        return Stop.LIKELY if said in _OTHERWISE else Stop.CERTAIN
    if _NO_MORE_CALLS.search(said):
        return Stop.CERTAIN
    return Stop.LIKELY if replies.read(text) is Meaning.HOLD else Stop.NO


def again(text: str) -> bool:
    """ "Sorry?", "could you repeat that?": they want to hear it once more."""
    return _AGAIN.fullmatch(_said(text)) is not None


def farewell(text: str) -> bool:
    """ "OK thanks, bye": nothing more is wanted."""
    return _BYE.fullmatch(_said(text)) is not None


def is_hello(text: str) -> bool:
    """ "Hello? Who is this?": what a person says who has just picked up."""
    return _HELLO.fullmatch(_said(text)) is not None
