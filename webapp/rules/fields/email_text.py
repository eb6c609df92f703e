"""The e-mail address in an answer, as people text it: with blanks, a comma for the dot, "at" in words."""

from __future__ import annotations

import re

from webapp.rules import typed_text

_LONGEST = 254
_ADDRESS = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.I | re.A
)
"""The address of HTML's e-mail field (WHATWG HTML, 4.10.5.1.5), with a domain that has a dot."""
_AROUND = ".,;:!?()<>[]\"'“”"
_AT = re.compile(r"\s*(?:[(\[]\s*(?:at|@)\s*[)\]]|@)\s*", re.I)
_AT_IN_WORDS = re.compile(r"(?<=\w)\s+(?:at|arroba|arobase|at-zeichen|klammeraffe|ät)\s+(?=\w)", re.I)
_DOT_IN_WORDS = re.compile(r"\s*[(\[]\s*dot\s*[)\]]\s*|\s+(?:dot|punto|point|punkt|ponto)\s+", re.I)
_UNDERSCORE = "underscore|gui[oó]n bajo|barra baja|tiret bas|underline|unterstrich"
_HYPHEN = "hyphen|dash|minus|gui[oó]n(?: medio)?|tiret|trait d['’ ]union|bindestrich|h[ií]fen"
_SIGNS = tuple(
    (re.compile(rf"\s+(?:{said})\s+", re.I), sign) for said, sign in ((_UNDERSCORE, "_"), (_HYPHEN, "-"))
)
_SPELT = re.compile(r"(?<!\w)\w(?:\s+\w)+(?!\w)")
"""Letters and digits one by one: "j o h n"."""
_LEADS = frozenset(
    (
        "is it's its email mail e-mail address to at use try yes yeah yep sure ok okay please hi "
        "hello thanks es correo electronico electrónico direccion dirección si sí claro vale hola est c'est "
        "c’est mel mél adresse oui bonjour ist ja lautet mailadresse unter hallo é sim endereco endereço olá"
    ).split()
)
"""Words right before an address that are no part of its name."""
_LOOSE_DOT = re.compile(r"(?<=\w)(?:\s+\.\s*|\s*\.\s+)(?=\w)")
_COMMA = re.compile(r"(?<=\w),(?=[a-z]{2,3}\W*$)", re.I)


def is_email(word: str) -> bool:
    """Whether it is one e-mail address and nothing else."""
    name = word.partition("@")[0]
    plain = ".." not in name and not name.startswith(".") and not name.endswith(".")
    return plain and len(word) <= _LONGEST and _ADDRESS.fullmatch(word) is not None


def find(text: str, asked: bool = True) -> str | None:
    """The one address in a text, in small letters; None for none, and for several.

    What was typed without a mistake counts as it stands; only else, and in an answer to the question for it
    (`asked`), is it put together.
    """
    words = _words(text)
    if asked and not any(map(is_email, words)):
        words = _words(_put_together(text))
    found = {word for word in words if "@" in word}
    return found.pop() if len(found) == 1 and all(map(is_email, found)) else None


def _words(text: str) -> list[str]:
    return [typed_text.email(word.strip(_AROUND)) for word in text.split()]


def _put_together(text: str) -> str:
    """ "maria . lopez at gmail dot com" as one word; "at" only where a dot in a domain follows it."""
    dotted = _LOOSE_DOT.sub(".", _DOT_IN_WORDS.sub(".", text[: 2 * _LONGEST]))
    for said, sign in _SIGNS:
        dotted = said.sub(sign, dotted)
    dotted = _SPELT.sub(lambda letters: "".join(letters[0].split()), dotted)
    if "@" not in _AT.sub("@", dotted):
        before, *behind = _AT_IN_WORDS.split(dotted)
        if len(behind) != 1 or "." not in behind[0].split()[0].strip(_AROUND):
            return text
        if not (name := _name(before.split())):
            return text
        dotted = f"{name}@{behind[0]}"
    return _COMMA.sub(".", _AT.sub("@", dotted))


def _name(words: list[str]) -> str:
    """The name in what was said before the "at"; "" where other words may belong to it: "mary smith at …"."""
    *before, last = words
    if before and last.isdigit() and before[-1].isalpha() and before[-1].lower() not in _LEADS:
        *before, last = *before[:-1], before[-1] + last
    told = not before or before[-1].lower() in _LEADS or before[-1][-1] in _AROUND
    return last if told else ""
