"""What kind of reply a batch got: yes, no, question, wrong number, stop, auto-reply or other.

By rules alone, for tiles and lists that a person can correct; nothing acts on it (opt-outs are `replies`).
A yes on a condition ("yes, if it is before 5") is of the kind question: it waits for our word.

Of 127 replies written after the rules (`unseen.tsv` beside the tests), 76 % got the right kind, 19 %
fell to "other", and 5 % got a wrong kind. What it misses most: a yes or a no in roundabout words ("I have to
work that day"), questions without a mark or a word that asks ("es gratis"), short denials of a name in
Portuguese ("não é a Maria" is a no to it), and what only the batch's own text explains ("C" for "C to
confirm"). What is held as a wish to stop (`revocation`) is of the kind stop, even as a question ("How did you
get my number?").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from webapp.rules.replies import (
    auto_replies,
    conditions,
    questions,
    replies,
    wrong_numbers,
    yes_no_sentences,
    yes_or_no,
)
from webapp.rules.replies.replies import Meaning
from webapp.rules.replies.yes_or_no import Answer
from webapp.rules.wording import plain, spaced


class ReplyKind(StrEnum):
    """One of them for each reply."""

    YES = "yes"
    NO = "no"
    QUESTION = "question"
    WRONG_NUMBER = "wrong_number"
    STOP = "stop"
    AUTO_REPLY = "auto_reply"
    OTHER = "other"


class Kind(NamedTuple):
    """`words`: those that decided; empty for what is only the rest."""

    kind: ReplyKind
    words: str = ""


_LONGEST = 2_000
"""Characters that are read: more than ten segments hold."""
_SHORT = 5
"""Words. In a longer text, "right" and "good" are about something else than our question."""
PLAIN_YES = frozenset("yes yess yesss yeah yea yep yup y si sip sii oui ouais ja jaa jo sim ss".split())
PLAIN_NO = frozenset("no nope nah noo non nein nee ne nao naum".split())
_POLITE = frozenset(
    (
        "please pls plz thanks thank you u so much very thx ty and then to all guys man mam maam sir i we it "
        "lol muchas gracias por favor merci beaucoup svp bitte vielen danke dank schon schoen obrigado "
        "obrigada grazie mille bedankt je"
    ).split()
)
_FIRST = re.compile(
    r"^\W*([^\W\d_]+)(?:\s+(?:please|pls|thanks|thank you|gracias|merci|bitte|danke|obrigad[oa]|grazie))?\s*"
    r"(?:[.,;:!)\n…—–-]|$)",
    re.I,
)
"""A first word that stands by itself."""
_ASKS_FOR = re.compile(
    r"\b(?:reply|answer|text|respond|send|write|confirm|responda|responde|conteste|repondez|reponds|antworten|antworte|"
    r"responder|rispondi|antwoord)\b.{0,30}\b(?:yes|no|y|n|si|oui|non|ja|nein|sim|nao|nee)\b"
)


def kind_of_reply(text: str, languages: Sequence[str], asked_yes_no: bool = True) -> Kind:
    """The kind of a reply, and the words that decided. Never raises for a text.

    `languages`: codes, the likeliest first. `asked_yes_no`: our message was a question for yes or no; only
    then are "ok" and 👍 a yes.
    """
    text = text[:_LONGEST]
    said = spaced(plain(text.replace("#", " number ")))
    asks = questions.find(text)
    if stops := _stops(text, said, asks):
        return stops
    if text != (text := yes_or_no.without_already(text)):
        said = spaced(plain(text))
    answers = _answer(text, said, languages, bool(asks), asked_yes_no)
    if answers.meaning and (condition := conditions.find(text)):
        return Kind(ReplyKind.QUESTION, condition)
    if answers.meaning is not None:
        return Kind(ReplyKind.YES if answers.meaning else ReplyKind.NO, answers.words)
    return Kind(ReplyKind.QUESTION, asks) if asks else Kind(ReplyKind.OTHER)


def is_automatic(text: str) -> bool:
    """ "I'm driving": their phone wrote it, and they may still answer."""
    return kind_of_reply(text, ()).kind is ReplyKind.AUTO_REPLY


def asks_yes_or_no(message: str) -> bool:
    """Whether a message of ours is a question that yes or no answers, as far as that can be seen."""
    return "?" in message or _ASKS_FOR.search(spaced(plain(message))) is not None


def _stops(text: str, said: str, asks: str) -> Kind | None:
    """What ends it: a wish to stop, a machine, someone else. A wrong number that also says stop is a stop."""
    if replies.read(text) is Meaning.OPT_OUT:
        return Kind(ReplyKind.STOP, said)
    words = auto_replies.find(said, bool(asks))
    if words and _first_word(text, said).meaning is None:  # “Yes, I'm driving now” is a person's
        return Kind(ReplyKind.AUTO_REPLY, words)
    if words := wrong_numbers.find(said):
        rest = said.replace(words, " ").strip()
        stops = replies.read(rest) in (Meaning.OPT_OUT, Meaning.HOLD)
        return Kind(ReplyKind.STOP, rest) if stops else Kind(ReplyKind.WRONG_NUMBER, words)
    return Kind(ReplyKind.STOP, said) if replies.read(text) is Meaning.HOLD else None


def _answer(text: str, said: str, languages: Sequence[str], asks: bool, asked_yes_no: bool) -> Answer:
    """Yes or no, as the text says it in a word or a sentence; beside a question, as its first word alone."""
    own = questions.without_greeting(said)
    sentence = yes_no_sentences.answer(own)
    if own and sentence == Answer(None, own):  # "yeah no"
        return sentence
    first = _first_word(text, said)
    if asks or first.meaning is not None:
        return first
    if sentence.words:
        return sentence
    if len(own.split()) > _SHORT:
        return Answer(None)
    return _short(text, own, languages, asked_yes_no)


def _short(text: str, own: str, languages: Sequence[str], asked_yes_no: bool) -> Answer:
    """A few words. "Ok" and "perfect" count only when they are all of it, and where something was asked."""
    bare = " ".join(word for word in own.split() if word not in _POLITE)
    signs = "".join(sign for sign in text if not sign.isalnum())
    readings = (yes_or_no.answer(form, languages) for form in (own, bare, signs if not bare else ""))
    answer = next((reading for reading in readings if reading.words), Answer(None))
    words = answer.words.replace("…", " ").split()
    if not answer.meaning or PLAIN_YES.intersection(words):
        return answer
    is_all = set(own.replace("'", " ").split()) <= {*words, *_POLITE}
    return answer if asked_yes_no and is_all else Answer(None)


def _first_word(text: str, said: str) -> Answer:
    """Of "Yes, what time?", "No. I work on Mondays", "no, mañana no puedo". A question is none: "No?"."""
    found = _FIRST.match(text)
    word = spaced(plain(found[1])) if found else ""
    if len(said.split()) < 2 or (word not in PLAIN_YES and word not in PLAIN_NO):
        return Answer(None)
    return Answer(word in PLAIN_YES, word)
