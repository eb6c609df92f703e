"""How someone wants to be addressed: "Don't call me Bob, call me Robert" asks for no silence.

Only where the name that they want stands behind the one that they do not want: "don't call me Bob" may be said to
Bob. English, Spanish, French, Italian, Hungarian and Haitian Creole have one verb for names and for phones; where
a verb is for names alone, as in German, Hindi and Vietnamese, the sentence says enough by itself.
"""

from __future__ import annotations

import re

from webapp.rules.calendar_names import NAMES
from webapp.rules.phrases.finding import AnyOf
from webapp.rules.wording import fold, lines

_NO_NAMES = frozenset(
    "again any anymore more ever never please pls plz now then here there back late later early earlier soon today tonight "
    "tomorrow tmrw tmr yesterday morning mornings afternoon afternoons evening evenings night nights day days daily week "
    "weeks weekend weekends weekday weekdays month noon midnight mon tue tues wed thu thur thurs fri hour hours minute "
    "minutes am pm asap immediately instead once twice times time at on in to for from by with without before after until "
    "till til about if when whenever while because cause since unless or and but so as than that this these those it its "
    "the an my your our you u ya we us he she they them i im always only just still yet even every each some other another "
    "else anyone anything nothing no not none dont don't do does is are was be been will would should could can cannot "
    "can't won't stop quit cease unsubscribe remove delete end cancel opt text texts txt texting message messages call calls "
    "calling phone number cell mobile home work house office job list first next last instead ok okay off up down over away "
    "spam scam all period though already right out too "
    "mas nunca jamas por favor porfavor ya nuevo otra vez ni ahora hoy manana tarde tardes noche noches dia dias lunes al la "
    "el los las en con para antes despues hasta cuando si y o que este esta numero casa trabajo oficina celular movil "
    "telefono solo nada nadie gracias luego pronto temprano tan tanto siempre deje dejen "
    "plus jamais pas de du des le les au aux avant apres demain aujourd'hui ce cet cette quand sur chez svp merci encore "
    "maintenant matin soir midi portable maison bureau travail s'il moins ici tard tot "
    "piu mai di per favore adesso ora oggi domani dopo prima alle casa lavoro ufficio se quando sera mattina grazie ancora "
    "qui sul cellulare numero nessuno basta "
    "anko janm pou nan sou demen lakay travay tanpri souple anyen non kounye kounyea".split()
)
"""What else stands behind "call me", in all of these languages: it would be a wish, or an hour."""
_TITLE = r"(?:(?:mrs?|miss|ms|mx|dr|prof|sr|sra|srta|don|dona|mme|mlle|m|sig|signora?)\.? )?"
_QUOTE = r"[\"'“”«»„]?"
_BY_NAME = (
    (
        r"(?:do not|don'?t|dont|dnt|never|stop|quit)(?: (?:ever|please|pls|you))* call(?:ing|in)? (?:me|us)",
        r"(?:call (?:me|us)|my (?:real |first )?name(?:'?s| is)|i (?:only )?go by|i'?d? (?:would )?(?:rather|prefer)(?: to)?(?: be called)?)",
    ),
    (
        r"(?:no me (?:llam(?:e|es|en|eis)|vuelv(?:as|a|an) a llamar)|(?:dej|par)(?:a|e|en|ad) de llamarme)",
        r"(?:llam(?:a|e|en|ad)me|me llamo|mi nombre es)",
    ),
    (
        r"(?:(?:ne )?m'appel(?:ez|le|les) (?:pas|plus)|arret(?:e|ez|er) de m'appeler)",
        r"(?:appel(?:ez|le|les) ?moi|je m'appelle|mon (?:pre)?nom est)",
    ),
    (
        r"(?:non (?:mi )?chiam(?:armi|atemi|arti|are|ate|i)|smett\w+ di chiamarmi)",
        r"(?:chiam(?:a|ate|i)mi|mi chiam[io]|il mio nome e)",
    ),
    (r"ne hivj\w*(?: engem)?", r"hivj\w*(?: engem)?"),
    (r"pa (?:janm )?rele (?:m|mwen)", r"(?:rele (?:m|mwen)|(?:m|mwen) rele)"),
)
"""How a name is refused, and how the other one is told, as `wording.fold` gives them."""
_ALONE = (
    r"\b(?:hor|hoer)\w*(?: (?:sie|ihr|bitte|endlich|jetzt|damit))* auf,? (?:mich|uns) \w+(?: \w+)? zu nennen\b",
    r"\bmujhe \w+(?: \w+)? mat (?:kaho|kahna|kehna|kahiye|bolo|bolna|boliye|bulao|bulana|bulaiye)\b",
    r"\b(?:dung|khong)(?: co)? goi (?:toi|em|anh|chi|minh|chau|ba|ong) la \w+",
)


_DAYS = (day for language in ("en", "es", "fr", "it") for day in map(fold, NAMES[language].days))
_NOT_A_NAME = "|".join(
    map(re.escape, sorted({*_NO_NAMES, *(word for day in _DAYS for word in (day, f"{day}s"))}))
)
_NAME = rf"(?!(?:{_NOT_A_NAME})\b)[^\W\d_][\w']*"
_WHOLE = rf"{_QUOTE}{_TITLE}{_NAME}(?: {_NAME}){{0,2}}?{_QUOTE}"
_BETWEEN = r"[\s,.;:!]*(?:(?:and|but|just|only|please|pls|instead|you can|y|pero|et|mais|e|ma)\b[\s,]*)*"
_BEHIND = r"(?=\s*(?:$|[\n,.;:!?)]|(?:please|pls|thanks|thank|thx|instead|ok|okay|and|but|from now on)\b))"
_NAMING = AnyOf((*(rf"\b{no} {_WHOLE}{_BETWEEN}\b{yes} {_WHOLE}{_BEHIND}" for no, yes in _BY_NAME), *_ALONE))


def without(text: str) -> str:
    """The text without such a sentence, or as it is."""
    folded = "\n".join(map(fold, lines(text)))
    rest = _NAMING.without(folded)
    return text if rest == folded else rest
