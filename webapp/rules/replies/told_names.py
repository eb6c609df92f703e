"""The name in an answer to "may I ask your name?": "my name is Bo" is Bo, "why do you ask?" is none.

English, Spanish, French, German and Portuguese.
"""

from __future__ import annotations

import re

from webapp.rules.replies import questions
from webapp.rules.wording import plain, spaced

_FIELD = frozenset(
    "name names fullname firstname lastname surname nombre apellido apellidos nom prenom nome sobrenome vorname nachname".split()
)
_MOST_WORDS = 5
_BEFORE = re.compile(
    r"^(?:(?:hi|hello|hey|hola|bonjour|hallo|ol[aá]|yes|sure|ok|okay|s[ií]|oui|ja|sim)[,.! ]+)?"
    r"(?:(?:my |the )?(?:full |first |last )?name(?:['’]s| is)|it['’]?s|this is|i(?:['’]m| am)|im|call me"
    r"|me llamo|mi nombre es|soy|je m['’ ]appelle|mon nom (?:est|c['’]est)|c['’]est|je suis"
    r"|ich hei(?:ß|ss)e|mein name ist|ich bin|me chamo|(?:o )?meu nome [ée]|sou(?: [oa])?)\s+(?=\S)",
    re.I,
)
_NONE = frozenset(
    (
        "yes yeah yep yup no nope nah ok okay sure hi hello hey thanks what huh why hola gracias oui non bonjour "
        "merci nein hallo danke sim nao ola obrigado obrigada"
    ).split()
)
_REFUSES = re.compile(
    r"\b(?:rather not|prefer not|not telling|not (?:going|want) to|none of your|no thanks|you (?:already )?(?:have|know)"
    r"|don'?t (?:want|know)|stop|price|prefiero no|no quiero|pas envie|prefere pas|lieber nicht|mochte nicht|prefiro nao|nao quero)\b"
)


def is_field(label: str) -> bool:
    """Whether what is asked for is a person's name, by its label or key."""
    return not _FIELD.isdisjoint(spaced(plain(label.replace("_", " "))).split())


def told(text: str) -> str | None:
    """The name alone; None where the answer is none."""
    said = text.strip()
    name = _BEFORE.sub("", said, count=1).strip(" .,!")
    name = name if 0 < len(name.split()) <= _MOST_WORDS else said
    words = spaced(plain(name)).split()
    if set(words) <= _NONE or questions.find(said) or _REFUSES.search(spaced(plain(said))):
        return None
    return None if words[:1] == ["not"] else name
