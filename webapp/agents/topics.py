"""What a text is about: its own words, and topics that are asked for in other words than they are told in.

"How much is it?" is answered by "95 euros", "where are you?" by "12 Bridge Street". English, Spanish, French,
German and Portuguese.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from webapp.agents.function_words import EVERY
from webapp.agents.words import folded, words

FITS = 70.0
"""Of 100: how much of a question an entry must speak of for its text to be the answer."""
_TOPIC_WEIGHT, _WORD_WEIGHT = 2, 1
_STEM = 5
"""Letters of a word that are compared: "cleaning" is "cleanings", "reembolso" is "reembolsos"."""
_NO_MONEY = re.compile(
    r"\b(?:days?|times?|slots?|appointments?|you|u|he|she|they|doctor|dr \w+) (?:is|are|r) (?:still )?free\b"
    r"|\b(?:is|are) (?:you|u|he|she|they|the doctor|dr \w+) (?:still )?free\b"
    r"|\bfree (?:slots?|days?|times?|appointments?|on|at|tomorrow|today|next|this)\b"
)
"""Who or what is free then costs something."""
_MONEY_SIGNS = re.compile(r"[$€£]|\bR\$|\b(?:EUR|USD|GBP|BRL)\b")
_HERE = (
    r"(?:(?:the|your|my|our|this|la|el|le|su|tu|votre|die|der|das|dein|ihre?|a|o|sua) )*(?:practice"
    r"|office|offices|clinic|surgery|"
    r"shop|store|place|building|location|dentist|salon|studio|appointment|it|consulta|clinica|oficina|tienda|cita|cabinet|"
    r"magasin|bureau|rendez vous|praxis|kanzlei|geschaft|laden|buro|termin|consultorio|loja|escritorio)\b"
)
PLACE, HOURS, MONEY, PARKING, CANCELLATION, PAYMENT = (
    "#place", "#hours", "#money", "#parking", "#cancellation", "#payment",
)  # fmt: skip
_TOPICS: Mapping[str, re.Pattern[str]] = {
    PARKING: re.compile(
        r"\b(?:park|parking|car parks?|parked|aparcar|aparco|aparcamientos?|estacionar|estaciono"
        r"|estacionamientos?|estacionamento|parqueo|"
        r"(?:me |nous |se )?garer|stationner|stationnement|parken|parkplatz|parkplatze|parkhaus"
        r"|parkmoglichkeit\w*|"
        r"parke|parqueamento)\b(?: (?:my|mi|ma|mein|meu|the|el|la|das|o) (?:car|coche|carro|auto|voiture))?"
    ),
    HOURS: re.compile(
        r"\b(?:open|opens|opened|opening(?: hours| times)?|opening|clos(?:e|es|ed|ing)(?: time)?"
        r"|(?:business|office|working) hours|hours|"
        r"horarios?(?: de (?:atencion|apertura|funcionamento|atendimento))?|abren|abre|abrem|abiert[oa]s?"
        r"|apertura|"
        r"cierran|cierra|horaires?(?: d ?ouverture)?|ouvert\w*|ouvrez|ouvre|ferm(?:ez|e|es)|"
        r"offnungszeit\w*|sprechzeit\w*|sprechstunde\w*|geoffnet|offen|schlie(?:ss|ß)\w*|geschlossen|"
        r"abert[oa]s?|fecham|fecha|fechad[oa]s?|funcionamento|funcionam|lunes a viernes|monday to friday|"
        r"du lundi au vendredi|montag bis freitag|segunda a sexta)\b"
    ),
    PLACE: re.compile(
        r"\bwhere (?:are|r) (?:you|u)\b(?! (?:writing|texting|calling|messaging|from))(?: located| based)?"
        rf"|\bwhere(?: is|s) {_HERE}(?: located)?|\bhow (?:do|can|to|could) (?:i |we )?(?:get"
        rf"|come) (?:there|to (?:you|{_HERE}))"
        r"|\b(?:your |the )?(?:address|adress|directions?|located|location)\b|\bhow (?:do|can) i find you\b"
        rf"|\bdonde (?:estan|esta|queda|quedan|se encuentran?|es|son)(?: {_HERE})?|\bcomo (?:llego"
        rf"|llegar)\b|\bdireccion\b|\bubicacion\b"
        r"|\bvous (?:etes|vous trouvez) ou\b|\bc ?est ou\b"
        rf"|\bou (?:etes vous|vous trouvez vous|se trouve|est|es tu)(?: {_HERE})?|\bcomment venir\b"
        rf"|\badresse\b|\bitineraire\b"
        rf"|\bwo (?:sind|seid|ist|liegt|befindet sich|finde ich)(?: (?:sie|ihr|euch))?(?: {_HERE})?"
        rf"|\bwie komme ich (?:zu|hin)\b|\banfahrt\b|\banschrift\b"
        rf"|\bonde (?:(?:voces|vcs) )?(?:ficam?|estao|e|esta)(?: {_HERE})?|\bcomo (?:chego|chegar)\b"
        rf"|\bendereco\b|\blocalizacao\b"
    ),
    CANCELLATION: re.compile(
        r"\bcancel(?:l?ing|l?ed|lations?|s|ar|o|a|e|amos|acion|aciones|amento)?\b|\bno shows?\b"
        r"|\banul(?:ar|o|acion|er|ation)\b|\bannul\w*\b"
        r"|\babsag\w*\b|\bsag\w* (?:den termin )?ab\b|\bstorni\w*\b|\bdesmarc\w*\b"
    ),
    MONEY: re.compile(
        r"\bhow much (?=is|are|does|do you|would|will|for|it|money|a\b)|\b(?:prices?|pricing|costs?|fees?"
        r"|rates|expensive|cheap|free of charge|free|"
        r"charg(?:e|es|ed|ing)|pay(?:s|ing)?|dollars?|euros?|pounds?)\b"
        r"|\b(?:cuanto (?=cuesta|vale|es|cobran|sale|seria)|precios?|cuestan?|costes?|costos?|tarifas?"
        r"|cobran|pagar|pago|gratis|gratuit[oa]s?)\b"
        r"|\b(?:combien (?=ca|coute|est|pour)|c ?est combien|prix|coutent?|couter|tarifs?|payer|gratuit\w*)\b"
        r"|\b(?:wie ?viel (?=kostet|kosten|ist|macht)|preise?|kosten|kostet|teuer|gebuhr\w*|zahlen"
        r"|bezahlen|kostenlos|kostenfrei)\b"
        r"|\b(?:quanto (?=custa|e|fica|sai|cobram)|precos?|custam?|custos?|valor(?:es)?|taxas?|cobram)\b"
    ),
    PAYMENT: re.compile(
        r"\b(?:credit cards?|cards?|cash|tarjetas?|efectivo|cartes? bancaires?|carte bleue|especes|karte"
        r"|bar|cartao|cartoes|dinheiro|pix)\b"
    ),
}
SPECIFIC = frozenset({PLACE, HOURS, MONEY, PARKING})
"""Topics that a question has or has not: what speaks of none of them is no answer to it."""
_NEUTRAL = frozenset(
    words("""much many there here also need know tell like want wanted anyone hi hello hey thanks thank u ur
    r pls plz go let say still
    does do today tomorrow tonight now monday tuesday wednesday thursday friday saturday sunday weekend
    morning afternoon evening
    must got take long time times day days us got ok okay yes no too even then than very really actually
    again possible
    question wondering hoy manana lunes martes miercoles jueves viernes sabado domingo saber gracias favor
    hora horas dia
    aujourd hui demain lundi mardi mercredi jeudi vendredi samedi dimanche heure heures jour est ce peut
    faut dois doit
    heute morgen montag dienstag mittwoch donnerstag freitag samstag sonntag uhr muss soll man danke viel
    zeit tag geht
    hoje amanha segunda terca quarta quinta sexta sabado domingo horas preciso posso devo vcs voces up
    etes sommes avez avons suis sera serez vos seu sua seus suas voce ficam tem
    necesito debo puedo hace falta ustedes eure euer ihnen euch haben hast""")
)


@dataclass(frozen=True, slots=True)
class About:
    """`topics`: those of this module; `stems`: of the words that remain."""

    topics: frozenset[str]
    stems: frozenset[str]

    @property
    def terms(self) -> frozenset[str]:
        return self.topics | self.stems

    @property
    def weight(self) -> int:
        return _TOPIC_WEIGHT * len(self.topics) + _WORD_WEIGHT * len(self.stems)


@lru_cache(maxsize=4096)
def about(text: str) -> About:
    """What is asked or told."""
    said, topics = _NO_MONEY.sub(" ", folded(text)), set[str]()
    for topic, pattern in _TOPICS.items():
        left = pattern.sub(" ", said)
        if left != said:
            topics.add(topic)
            said = left
    if _MONEY_SIGNS.search(text):
        topics.add(MONEY)
    return About(frozenset(topics), frozenset(_stems(said.split())))


def _stems(of: Iterable[str]) -> Iterable[str]:
    return (stem(word) for word in of if len(word) > 1 and word not in EVERY and word not in _NEUTRAL)


def stem(word: str) -> str:
    """What is compared of it."""
    single = word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word
    return single[:_STEM]


def fit(asked: About, title: About, text: About) -> float:
    """How much of what was asked an entry speaks of, 0 to 100; 0 where one word of its text is all of it."""
    found = asked.terms & (title.terms | text.terms)
    if not found or (not found & title.terms and len(found) < 2):
        return 0.0
    return 100 * About(asked.topics & found, asked.stems & found).weight / asked.weight
