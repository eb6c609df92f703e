"""Short wishes that mean the same in every call: no more calls, say it again, goodbye, "hello?".

English, Spanish, French, German and Portuguese, as `wording.spaced` gives them. What a text means is known
already (`keywords`, `revocation`); this says which of these are as certain when they are spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from webapp.rules.callflow import no_more_calls
from webapp.rules.phrases import naming
from webapp.rules.phrases.finding import AnyOf
from webapp.rules.phrases.tables import NOT_MEANT
from webapp.rules.replies import keywords, replies
from webapp.rules.replies.replies import Meaning
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
_NO_MORE_CALLS, _MAY_MEAN_IT = AnyOf(no_more_calls.CERTAIN), AnyOf(no_more_calls.UNSURE)
_NOT_MEANT = AnyOf(NOT_MEANT)
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
    r"dank|well|very much|that'?s (?:all|it)|nothing else|na|dann|bom|entao|non|nein|nao|c'? ?est tout|"
    r"eso es todo|nada mas|das war'?s|das ist alles|isso e tudo) )*"
    r"(?:good ?bye|bye(?: bye)?|see you|have a (?:nice|good) (?:day|one|evening)|adios|hasta luego|au revoir|ciao|"
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
    meant = _NOT_MEANT.without(_said(naming.without(text)))
    if _NO_MORE_CALLS.search(meant):
        return Stop.CERTAIN
    may = _MAY_MEAN_IT.search(meant) is not None or replies.read(text) is Meaning.HOLD
    return Stop.LIKELY if may else Stop.NO


def again(text: str) -> bool:
    """ "Sorry?", "could you repeat that?": they want to hear it once more."""
    return _AGAIN.fullmatch(_said(text)) is not None


def farewell(text: str) -> bool:
    """ "OK thanks, bye": nothing more is wanted."""
    return _BYE.fullmatch(_said(text)) is not None


def is_hello(text: str) -> bool:
    """ "Hello? Who is this?": what a person says who has just picked up."""
    return _HELLO.fullmatch(_said(text)) is not None
