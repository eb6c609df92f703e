"""The parts of a text that say when someone cannot: "can't make it on Tuesday, can we do Thursday?"."""

from __future__ import annotations

import re

from webapp.rules.wording import plain, spaced

_PARTS = re.compile(
    r"[,.;!?\n…]+(?!\d)|(?<!anything)\s(?=(?:but|can (?:we|i|you)|could (?:we|i|you)|how about"
    r"|what about|is there|would|pero|sino|puede ser|podria|mais|plutot|sondern|aber"
    r"|geht(?! (?:\w+ ){0,3}nicht)|lieber|mas|pode ser|poderia)\b)",
    re.I,
)
_REFUSES = re.compile(
    r"\b(?:can'?t|cannot|can not|couldn'?t|won'?t|will not|unable|not able)\b|\b(?:do|does|did)(?:n'?t"
    r"| not) (?:work|suit|fit)\b"
    r"|\b(?:not|n'?t) (?:be )?(?:available|free|possible|good|in town|around|on)\b|\b(?:no good|i'?m busy"
    r"|i am busy)\b"
    r"|\bno (?:me |nos |te )?(?:puedo|podemos|podre|podremos|va|viene|es posible|estoy|voy|llego|sirve)\b"
    r"|\b(?:peux|pourrai|pouvons|convient|va|suis|serai|viendrai|marche) (?:malheureusement )?pas\b"
    r"|\bpas (?:possible|disponible|dispo|libre)\b"
    r"|\b(?:kann|konnen|geht|passt|klappt|schaffe|komme|kommen|bin)(?: \w+){0,4} nicht\b"
    r"|\bnicht (?:moglich|frei|da)\b|\bverhindert\b"
    r"|\bnao (?:posso|consigo|podemos|vou|da|estou|estarei|poderei|serve|e possivel)\b"
    r"|\bnot (?:on )?(?:this |next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\banything but\b"
    r"|\bnot (?:great|ideal|convenient|suitable)\b|\btoo (?:early|late|soon)\b"
    r"|\b(?:i'?m|i am|we'?re|we are) (?:away|working|at work|booked|out of town|on (?:holiday|vacation))\b"
    r"|\bi have (?:work|school|to work)\b"
    r"|\b(?:viene|va|queda) (?:muy |bastante )?mal\b|\bimposible\b|\bdemasiado (?:pronto|tarde)\b"
    r"|\bpas (?:le |ce )?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b|\bimpossible\b"
    r"|\btrop (?:tot|tard)\b"
    r"|\b(?:(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|morgen|heute)(?: \w+){0,2} nicht\b"
    r"|\bnicht (?:am |diesen |nachsten )?(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|morgen|heute)\b"
    r"|\bim urlaub\b|\bzu (?:fruh|spat)\b|\bunmoglich\b"
    r"|\b(?:e|fica|seria) (?:ruim|mal|complicado|dificil)\b|\bimpossivel\b|\bmuito cedo\b"
    r"|\b(?:nao|menos) (?:na |no )?(?:segunda|terca|quarta|quinta|sexta|sabado|domingo)\b"
)


_DAY = (
    r"(?:\b(?:on |this |next |el |le |am |na )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today"
    r"|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo|ma[nñ]ana|hoy"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|morgen|heute"
    r"|segunda|ter[cç]a|quarta|quinta|sexta|amanh[aã]|hoje)\b(?:-feira)?)"
)
_TIME = r"(?:(?:\b(?:at|um|a las?|as|vers)|[àa]s?)\s+)?\b\d[\d:.h]*\s*(?:[ap]m|uhr|h)?\b"
_CORRECTS = re.compile(
    r"[\s,.;!…—-]+(?:(?:no|oh|oops|ups|sorry|wait|actually|perd[oó]n|pardon|non|nein|n[aã]o|ach)[\s,.!…]+)*"
    r"(?:i mean|i meant|make that|scratch that|correction|or rather|sorry|no wait|wait no|digo|quiero decir"
    r"|quise decir|je veux dire|je voulais dire|ich meinte?|quero dizer|quis dizer"
    rf"|(?:no|non|nein|n[aã]o),?(?=\s+{_DAY}))[\s,:]+",
    re.I,
)
_DAYS, _TIMES = re.compile(_DAY, re.I), re.compile(_TIME, re.I)


def _corrected(text: str) -> str:
    """Of "Tuesday at 3, sorry, I meant Thursday": "at 3, Thursday"."""
    *before, last = _CORRECTS.split(text)
    for kind in (_DAYS, _TIMES):
        if kind.search(last):
            before = [kind.sub(" ", part) for part in before]
    return ", ".join(filter(str.strip, (*before, last))) if before else text


def without(text: str) -> str:
    """The text without those parts, and without what they take back; "" when there is no other."""
    if _DAYS.search(text) or _TIMES.search(text):
        text = _corrected(text)
    kept = [part for part in _PARTS.split(text) if part.strip() and not _REFUSES.search(spaced(plain(part)))]
    return (
        text if len(kept) == len([part for part in _PARTS.split(text) if part.strip()]) else ", ".join(kept)
    )
