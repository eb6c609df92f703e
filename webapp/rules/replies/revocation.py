"""Longer messages that read like a revocation: "please stop texting me", "take me off your list".

47 CFR 64.1200(a)(10) lets people revoke "using any reasonable means"; whether a sentence is one, a person
decides. So this may be wrong in both directions, within reason: it withholds, it never opts out by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from webapp.rules.phrases import naming
from webapp.rules.phrases.finding import AnyOf, AtWords
from webapp.rules.phrases.tables import CYRILLIC, LATIN, NOT_MEANT, OTHER_THINGS, REST, SIGNS
from webapp.rules.replies import instructions, keywords
from webapp.rules.wording import lines, plain, spaced

_LATIN, _CYRILLIC = AtWords(LATIN), AtWords(CYRILLIC)
_REST, _OTHER_THINGS, _NOT_MEANT = map(AnyOf, (REST, OTHER_THINGS, NOT_MEANT))
_LONGEST = 2000
"""Characters that are read: more than ten segments hold."""
_END = re.compile(r"[.!?;:…]+(?:\s|$)|[。！？；؟؛।\r\n]+")
_CLAUSE = re.compile(r"[,،，、()–—]+|\s-+\s")
_ALONE = frozenset("stop stopp unsubscribe unsub optout arret arretez abmelden стоп 退订 退訂".split())
"""By itself before a comma, or behind one, whatever reason stands beside it and in which language."""
_POLITE = frozenset(
    "please pls plz thanks thank you thx ty now just ok okay hi hello hey sorry bitte danke merci svp "
    "gracias por favor porfavor obrigado obrigada grazie aub prosze tack lutfen asap immediately "
    "kindly sir maam ma'am dude bro man buddy guys folks already right plss plzz pleasee na "
    "ugh omg wtf um".split()
)
_AROUND = _POLITE - {"now", "just", "already", "man", "right"}
"""What may stand before a wish, or behind it, whatever it is: “remove me plz”."""
_LAUGHS = re.compile(r"\b(?:lol|lmao|rofl|(?:ha){2,}|(?:he){2,}|hilarious|j/?k|kidding)\b|[😂🤣😆]")
_CORRECTS = re.compile(
    r"(?:(?:no|wait|sorry) )*(?:i mean|i meant|let me|ich meinte?|quise decir|je voulais dire|quis dizer"
    r"|quero dizer)\b"
)
"""Behind “Stop,”: they stop themselves."""
_STOP_SOMEBODY = re.compile(
    r"stop (?!by |at |in |over |on |for |to |and |or |the |a |it |sign|light|watch|lol|laugh|pay|work|you)"
    r"[^\W\d]\w*(?: [^\W\d]\w*){0,2}"
)


def reads_like_one(text: str) -> bool:
    """Would a reasonable person take this for a wish not to be written to or called any more?"""
    text = text[:_LONGEST]
    return _shows(text) or any(map(_revokes, _read(naming.without(text)))) or _names_somebody(text)


def _read(text: str) -> list[str]:
    """The sentences that can be a wish: none that says how to opt out, no “Stop!” among laughter."""
    sentences = list(_sentences(text))
    own = [one for one in sentences if not (instructions.instructs(one) or _is_printed(one, sentences))]
    if len(own) < len(sentences):
        own = [one for one in own if not instructions.invites(one)]
    return [one for one in own if " " in one] if _LAUGHS.search(text.casefold()) else own


def _is_printed(sentence: str, among: list[str]) -> bool:
    """ "STOP=end" below other sentences is printed there by a firm; "opt out" is not."""
    is_one = sentence in keywords.STOPS or len(set(sentence.split())) == 1
    return len(among) > 1 and not is_one and keywords.is_compound(sentence)


def _shows(text: str) -> bool:
    return any(sign in text for sign in SIGNS) and _POLITE.issuperset(spaced(plain(text)).split())


def _revokes(sentence: str) -> bool:
    if _says_it(sentence):
        return True
    wish = " ".join(word for word in sentence.split() if word not in _POLITE)
    bare = _without_politeness(sentence)
    return keywords.is_stop(wish) or (bare != sentence and _says_it(bare))


def _without_politeness(sentence: str) -> str:
    words = sentence.removesuffix(" right now").split()
    while words and words[-1] in _AROUND:
        words.pop()
    while words and words[0] in _AROUND:
        words.pop(0)
    return " ".join(words)


def _says_it(sentence: str) -> bool:
    """What is not meant is looked for only when a phrase is found."""
    return _holds_phrase(sentence) and _holds_phrase(_NOT_MEANT.without(sentence))


def _holds_phrase(sentence: str) -> bool:
    if _LATIN.found_in(sentence):
        return True
    if sentence.isascii() or _OTHER_THINGS.search(sentence):
        return False
    return _CYRILLIC.found_in(sentence) or _REST.search(sentence) is not None


def _names_somebody(text: str) -> bool:
    """ "Stop Riverside Clinic", which is not ours: each word is written like a name, or STOP in capitals."""
    said = text.strip().rstrip(".!")
    words = said.split()
    if not (2 <= len(words) <= 4 and words[0].casefold() == "stop"):
        return False
    shouted = words[0].isupper() and not said.isupper()
    titled = all(word[0].isupper() or word[0].isdigit() for word in words)
    return (shouted or titled) and _STOP_SOMEBODY.fullmatch(spaced(plain(said))) is not None


def _sentences(text: str) -> Iterator[str]:
    """Of each line, and of all of them as one: a wish may go on in the next line."""
    every = lines(text)
    for line in every if len(every) == 1 else [*every, " ".join(every)]:
        for sentence in _END.split(line):
            if words := spaced(plain(sentence).replace("#", " number ")):
                yield words
            yield from _set_apart(sentence)


def _set_apart(sentence: str) -> Iterator[str]:
    """STOP of “Stop, no me interesa”, or of “I have moved – stop”."""
    clauses = _CLAUSE.split(sentence)
    if len(clauses) > 1 and not _CORRECTS.match(spaced(plain(clauses[1]))):
        yield from (words for one in (clauses[0], clauses[-1]) if (words := spaced(plain(one))) in _ALONE)
