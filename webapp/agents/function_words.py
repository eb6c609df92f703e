"""The words that hold sentences together, by language: they tell languages apart, and say nothing of a topic.

Chosen so that few of them are words of another of these languages.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from webapp.agents.words import words

_LISTS = {
    "en": """the a an and or is are was were be been i i'm im you your my me it its this that these those of
        to for with on at by from as have has had do does did don't dont doesn't didn't not what when where
        which who how why can could would will should there if but they we our us am please about get just
        so any some""",
    "es": """el la los las un una unos unas y o es son era fue ser estar estoy esta estan yo tu usted mi mis
        me te se su lo le que de del a al en con por para como cuando donde quien cual porque pero si no muy
        mas hay tengo tiene quiero puedo puede hola gracias ya esto eso este ese necesito
        otra otro buenas buenos gustaria siento""",
    "fr": """le la les un une des et ou est sont etait etre suis je j'ai ai tu vous votre mon ma mes me moi
        il elle on nous ce cet cette ces que qui quoi de du au aux en dans avec pour par sur pas ne n'est
        c'est comment quand pourquoi mais si tres plus bonjour merci veux peux puis avoir voudrais
        desole autre peut""",
    "de": """der die das den dem des ein eine einen einem einer und oder ist sind war waren sein bin ich du
        sie ihr ihre mein meine meinen mir mich es wir uns dass von zu zum zur im in mit auf an bei nach aus
        um fur nicht kein keine was wann wo wer wie warum kann konnen konnte will mochte habe hat haben wenn
        aber auch noch nur schon sehr bitte leider geht passt muss ja danke brauche guten""",
    "pt": """o a os as um uma uns umas e ou é sao foi ser estar estou esta eu voce voces meu minha meus
        minhas me isso isto este esse que de do da dos das em no na nos nas com por para como quando onde
        quem qual porque mas se nao muito mais tem tenho quero posso pode obrigado obrigada ola ja ao
        preciso outro outra bom boa desculpe""",
}
"""ISO 639-1 code -> words, without accents."""

BY_LANGUAGE = {language: frozenset(words(listed)) for language, listed in _LISTS.items()}
EVERY = frozenset(chain.from_iterable(BY_LANGUAGE.values()))


def topical(of: Sequence[str]) -> list[str]:
    """The words that say what a text is about; all of them when there is none."""
    return [word for word in of if word not in EVERY] or list(of)
