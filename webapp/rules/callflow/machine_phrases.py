"""Who picked up, by what they say: call screening, a menu of keys, or a voicemail.

English, Spanish, French, German and Portuguese, as `wording.spaced` gives them. iOS says “Hi, if you record your
name and reason for calling, I'll see if this person is available”; Google's “please state your name and why you're
calling”, then “please stay on the line”.
"""

from __future__ import annotations

from enum import StrEnum

from webapp.rules.phrases.finding import AnyOf
from webapp.rules.wording import plain, spaced


class Machine(StrEnum):
    """WAITING: after screening, that they are looking for the person."""

    SCREENING = "screening"
    WAITING = "waiting"
    MENU = "menu"
    VOICEMAIL = "voicemail"


_SCREENING = (
    r"\b(?:record|state|say|tell me|give|leave) your name and (?:the |your )?(?:reason|why|purpose)\b",
    r"\b(?:record|state|say) (?:your name|who you are|who is calling|who'?s calling) (?:and|after)\b",
    r"\bsee if (?:this person|they|the person) (?:is|are|'?s) available\b",
    r"\b(?:the person|the subscriber|person) you(?:'?re| are) (?:calling|trying to reach) is using a (?:call )?screening\b",
    r"\b(?:screening|call assist|call assistant) (?:service|call)\b.{0,60}\b(?:name|calling|message)\b",
    r"\b(?:may|can) i (?:ask|tell (?:them|him|her)) (?:who'?s|who is) calling\b.{0,40}\b(?:reason|why|about|regarding)\b",
    r"\bwhat (?:is|'?s) (?:this call|the call|it) (?:regarding|about)\b.{0,30}\bname\b",
    r"\b(?:grab[ae]s?|grabar|diga|di|dices|decir|indi(?:ca|que|cas|car)) (?:su|tu) nombre y (?:el )?(?:motivo|la razon|por que)\b",
    r"\b(?:enregistre[rz]|dites|dire|indique[rz]|donne[rz]) votre nom et (?:le |la )?(?:motif|raison|pourquoi|l'? ?objet)\b",
    r"\b(?:nennen|sagen|hinterlassen|aufzeichnen)\b.{0,25}\bnamen? und (?:den |ihren )?(?:grund|anlass|warum)\b",
    r"\bnamen und (?:den |ihren )?(?:grund|anlass)\b.{0,40}\b(?:nennen|sagen|aufsprechen|aufnehmen|aufzeichnen)\b",
    r"\b(?:grav(?:e|ar)|diga|disser|dizer|indi(?:que|car)) (?:o )?seu nome e (?:o )?(?:motivo|razao|por que|porque)\b",
)
_WAITING = (
    r"\b(?:please )?(?:stay on|hold) the line\b",
    r"\b(?:please )?(?:stay|remain) (?:on the line|connected)\b",
    r"\b(?:i'?ll|i will|let me) (?:see|check|find out) if\b.{0,30}\b(?:available|there|free)\b",
    r"\b(?:trying to (?:connect|reach)|connecting) (?:you|your call)\b",
    r"\b(?:no cuelgue|permanezca (?:en la linea|a la espera))\b",
    r"\bne (?:quittez|raccrochez) pas\b|\brestez en ligne\b",
    r"\b(?:bleiben sie (?:bitte )?(?:am apparat|dran|in der leitung)|bitte warten sie|legen sie nicht auf)\b",
    r"\b(?:nao desligue|aguarde (?:em|na) linha|permaneca em linha)\b",
)
_MENU = (
    r"\b(?:press|dial) (?:one|two|three|four|zero|star|pound|hash|[0-9])\b.{0,40}\b(?:for|to|if)\b",
    r"\b(?:for|to) [\w ]{2,50}?,? ?(?:press|dial|say) (?:one|two|three|four|five|zero|[0-9])\b",
    r"\b(?:main menu|following options|menu options|options have (?:recently )?changed)\b",
    r"\bfor english\b.{0,20}\bpress\b",
    r"\b(?:pulse|marque|oprima|presione) (?:el |la )?(?:uno|dos|tres|cero|numero|[0-9])\b",
    r"\b(?:tapez|appuyez sur|composez) (?:le |la touche )?(?:un|deux|trois|zero|[0-9])\b",
    r"\b(?:drucken|wahlen) sie (?:bitte )?(?:die )?(?:eins|zwei|drei|null|[0-9])\b",
    r"\b(?:prima|pressione|digite|marque|tecle) (?:o |a tecla )?(?:um|dois|tres|zero|[0-9])\b",
)
_VOICEMAIL = (
    r"\b(?:leave|record) (?:me |us |your |a )+?(?:\w+ ){0,2}?message\b",
    r"\b(?:after|at) the (?:tone|beep|signal)\b",
    r"\b(?:voice ?mail|voice mailbox|mailbox|answering machine|answerphone)\b",
    r"\byou(?:'?ve| have) reached\b.{0,80}\b(?:can'?t|cannot|not|unable|unavailable|away|leave|message)\b",
    r"\b(?:is|am|are) (?:not available|unavailable|unable to (?:take|answer|come))\b.{0,60}\b(?:phone|call|message|tone|beep|back)\b",
    r"\b(?:can'?t|cannot|can not) (?:take|answer|get to|come to) (?:your|the|my) (?:call|phone)\b",
    r"\bcannot (?:be reached|take your call)\b",
    r"\b(?:is full|cannot accept (?:any )?(?:new )?messages)\b",
    r"\b(?:deje|dejar|grabe) (?:su|un|tu) mensaje\b|\bdespues de (?:la senal|oir la senal|el tono)\b|\bbuzon (?:de voz)?\b|\bcontestador\b",
    r"\b(?:laisse[rz]|enregistrez) (?:\w+ ){0,2}?(?:un|votre) message\b|\bapres (?:le )?(?:bip|signal)\b|\b(?:messagerie|repondeur)\b",
    r"\b(?:hinterlassen|sprechen|hinterlasse)\b.{0,40}\b(?:nachricht|signalton|piep\w*|ton)\b|\bnach dem (?:signalton|ton|piep\w*)\b|\b(?:mailbox|anrufbeantworter|sprachbox)\b",
    r"\bderzeit nicht erreichbar\b",
    r"\b(?:deixe|deixar|grave) (?:\w+ ){0,2}?(?:recado|mensagem)\b|\bapos o (?:sinal|bip|tom)\b|\b(?:caixa postal|correio de voz|caixa de mensagens)\b",
)
_KINDS = (
    (Machine.SCREENING, AnyOf(_SCREENING)),
    (Machine.VOICEMAIL, AnyOf(_VOICEMAIL)),
    (Machine.MENU, AnyOf(_MENU)),
    (Machine.WAITING, AnyOf(_WAITING)),
)
"""The first that fits: a voicemail may tell of a key, and a menu of waiting."""


def kind(text: str) -> Machine | None:
    """What said this; None for a person, as far as words tell."""
    said = spaced(plain(text))
    return next((machine for machine, phrases in _KINDS if phrases.search(said)), None)
