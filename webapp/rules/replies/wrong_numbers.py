"""Answers of someone who is not whom we mean: "wrong number", "no soy María", "hier gibt es keine Maria".

English, Spanish, French, German, Portuguese, Italian and Dutch, as `wording.spaced` gives them.
"""

from __future__ import annotations

import re

from webapp.rules.phrases import grave
from webapp.rules.phrases.finding import AnyOf

_SAYS = AnyOf(
    (
        r"\b(?:nobody|no ?one|noone) (?:here )?(?:is )?(?:named|called|by)\b",
        *grave.DEATHS,
        r"\b(?:his|her|their|old|previous|\w+'s|\w+s) old (?:number|phone|cell)\b|\bold number (?:of|for)\b",
        r"^no es aqui\b|^(?:yo )?no soy (?!(?:yo|de|capaz|quien|el que|la que|feliz|tan|muy|seguro|segura|bueno|buena|cliente|clienta|paciente|un|una|socio|miembro)\b)[a-z]{3,}$",
        r"^ce n'?est pas (?!(?:possible|grave|bon|bien|pour|mon|ma|le|la|un|une|ca|cher|normal|vrai|clair|facile|encore|necessaire|moi|loin|sur|tres|trop|assez|juste|gentil|serieux)\b)[a-z]{3,}$",
        r"^(?:(?:hallo|nein|sorry|guten tag) )*ich bin nicht (?!(?:da|dabei|sicher|interessiert|zufrieden|der|die|das|in|im|zu|verfugbar|erreichbar|mehr|so|ganz|gut|frei|bereit|krank|mobil|an|am|auf|mit|hier|dort|einverstanden|begeistert|fertig|mude|angemeldet)\b)[a-z]{3,}$",
        r"\bnao (?:tem|ha|mora|existe) (?:aqui )?(?:nenhum|nenhuma|ninguem) (?!problema|vaga|duvida)\w+\b",
        r"\b(?:wr?on?gn?|worng|rong|incorrect) ?(?:num\w*|nub\w*|nmub\w*|nmbr?|nr|no|#|person|guy|girl|lady|man|phone|cell|contact|recipient|individual|people|dude|human|tel\w*)\b",
        r"\bnot the right (?:person|number|phone)\b",
        r"\b(?:you|u|ya|youve|you'?ve) (?:have |got |must have )*(?:the )?wrong\b",
        r"\btexted the wrong\b",
        r"\bwrong (?:maria|name)\b",
        r"\bno(?:body| ?one) (?:here )?(?:by|with|named|called|of) (?:that|this|the)\b",
        r"\b(?:no|not) (?:\w+ )?(?:here |at this number )?(?:by|with) that name\b",
        r"^(?:there'?s )?no \w+ (?:lives )?here$",
        r"\b(?:he|she|they|\w+) (?:doesn'?t|does not|don'?t|no longer) (?:lives?|works?) here\b",
        r"\b(?:don'?t|do not|dont) know (?:any|an?|who|anyone|nobody|no) (?:\w+ )?(?!that|it|what|how|if|when|the|you|this|time|yet)(?:is|named|called|by|[a-z]{3,})$",
        r"\bthis (?:is not|isn'?t|aint|ain'?t|is no longer|isnt) (?:\w+'?s? )?(?:\w+s )?(?:number|phone|cell|mobile)\b",
        r"\b(?:no longer|not|never) (?:\w+ )?(?:has|have|use|uses|using|own|owns|at) this (?:number|phone)\b",
        r"\b(?:number|phone) (?:no longer |now |does not |doesn'?t |not )?(?:belongs?|assigned|reassigned) to (?:me|someone|somebody|another|him|her|\w+)\b",
        r"\bhas (?:a )?(?:new|changed (?:his|her|their)) number\b",
        r"\bgot this number (?:recently|last|a )",
        r"\bnew owner of this number\b",
        r"\b(?:numero|persona|telefono|celular|contacto) (?:equivocad[oa]|erroneo|erronea|incorrect[oa])\b(?! de (?:factura|pedido|cuenta|cliente|reserva|serie))",
        r"^equivocad[oa]$",
        r"\b(?:se|te|os) (?:ha |has |han |habeis )?equivo\w+\b",
        r"\best[ao]s? equivocad[oa]s?\b",
        r"\bno es (?:el|mi|este|ese) numero\b",
        r"\beste no es (?:el |su |mi )?(?:numero|telefono|celular)\b",
        r"\baqui no (?:vive|es|hay|esta|trabaja)\b",
        r"\bno conozco a (?:ningun|esa|ese|nadie|[a-z]{3,})",
        r"\bno soy (?!(?:yo|de|capaz|quien|el que|la que|feliz|tan|muy|seguro|segura|bueno|cliente|clienta|paciente)\b)(?:l[ao] |el |esa |ese )?[a-z]{3,}(?: [a-z]{3,})?$",
        r"\b(?:mauvais|faux|mauvaise) (?:numero|personne|tel\w*|correspondant|destinataire)\b",
        r"\berreur de (?:numero|destinataire|personne)\b",
        r"\bvous (?:vous )?(?:trompez|etes trompee?s?|faites erreur)\b",
        r"\btu (?:te trompes|t'?es trompee?)\b",
        r"\bpas (?:le bon|mon|son) numero\b",
        r"\bpas la bonne personne\b",
        r"\bconnais pas (?:de |cette |ce )?[a-z]{3,}",
        r"\bne suis pas (?:mme|mr|madame|monsieur|m) ",
        r"\bfalsche[nrs]? ?(?:nummer|nr|person|empfanger|kontakt|adressat|handynummer|ansprechpartner\w*)\b",
        r"\bverwahlt\b",
        r"\bfalsch verbunden\b",
        r"\b(?:nummer|person) (?:ist |war )?falsch\b",
        r"\b(?:haben|hast) (?:sie )?(?:sich|dich) (?:geirrt|vertan|in der nummer)\b",
        r"\birrtum\b",
        r"\bich bin nicht (?:frau|herr|die frau|der herr|die richtige|der richtige)\b",
        r"\bich heisse (?:nicht|anders)\b",
        r"\bkenne (?:keine?n?|ich nicht) ?(?:frau|herrn?|[a-z]{3,})?$",
        r"\bhier (?:gibt es|wohnt|arbeitet|ist) keine?\b",
        r"\bnicht (?:die |seine |ihre )?richtige (?:nummer|person)\b",
        r"\b(?:numero|pessoa|contac?to|telefone) errad[oa]\b",
        r"^(?:e |foi |deve ser )?(?:um )?engano$",
        r"\b(?:foi|e|deve ser|ha|houve) (?:um )?engano\b",
        r"\b(?:enganou se|enganaram se|se enganou|se enganaram)\b",
        r"\bnao (?:conheco|sou) (?:nenhum|nenhuma|esse|essa|a |o )?\s?(?!de |capaz|muito|eu|client|pacient)[a-z]{3,}$",
        r"\b(?:esse|este) (?:numero|telefone|celular) nao (?:e|pertence)\b",
        r"\bnao e (?:o |mais o |este o )?(?:numero|telefone) d\w+\b",
        r"\b(?:numero|persona) sbagliat[oa]\b",
        r"\b(?:ha|hai|avete) sbagliato\b",
        r"\bnon sono (?:la signora|il signor\w*)\b",
        r"\bverkeerde? (?:nummer|persoon|verbonden|nr)\b",
        r"\bniet (?:het juiste|mijn) nummer\b",
        r"\bniet de juiste persoon\b",
    )
)
_OF_OTHERS = AnyOf(
    (
        r"\bi (?:wrote|gave|sent|typed|put|left|entered|texted|dialed)(?: you| u| them| down)? (?:a |the |my )?wrong (?:number|num|phone|date|name)\b",
        *grave.NO_DEATHS,
    )
)
"""A wrong number or a death that is not of whom we wrote to."""
_IS_NOT = re.compile(
    r"^(?:(?:sorry|hi|hello|hey|no|nope|um|uh) )*(?:this is not|this isn'?t|this isnt|i am not|i'?m not|im not|not) "
    r"(?:mr|mrs|ms|miss|dr|mister)?\s?(?P<name>[a-z]{3,})(?: [a-z]{3,})?$"
)
_NO_NAME = re.compile(
    r"(?:[a-z]+ing|sure|com\w*|go|going|gonna|able|available|avail|interest\w*|ready|free|in|at|home|here|there|feel\w*|well|good|ok|okay|fine|happy|"
    r"great|the|your|my|that|this|what|true|right|possible|conven\w*|urgent|bad|really|yet|now|today|tomorrow|tonight|until|necess\w*|"
    r"accept\w*|need\w*|work\w*|want\w*|help\w*|for|from|with|too|very|so|only|just|sched\w*|using|member|allow\w*|cover\w*|quite|much|again|any|"
    r"anymore|all|even|getting|mak\w*|bother\w*|me|him|her|a|an|fair|nice|cool|fun|sick|late|on|off|out|up|cheap|bothered|satisfied|pleased|one)\b"
)
"""What people are not, besides someone else."""


def find(said: str) -> str:
    """The words by which a text, as `wording.spaced` gives it, is about a wrong number; "" when it is not."""
    said = _OF_OTHERS.without(said)
    found = _SAYS.search(said)
    if found:
        return found[0]
    named = _IS_NOT.search(said)
    return named[0] if named and not _NO_NAME.match(named["name"]) else ""
