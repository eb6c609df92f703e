"""Whether a text, or an entry of a playbook, says yes or no, as a batch counts its replies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from webapp.agents.definition import PlaybookEntry
from webapp.rules.replies import cancelling, conditions, questions, reply_kinds, yes_no_sentences
from webapp.rules.replies.reply_kinds import ReplyKind
from webapp.rules.wording import plain, spaced

_MEANINGS = {ReplyKind.YES: True, ReplyKind.NO: False}
_MOST = 0.8
"""Of the phrases of an entry that say yes or no: what so many say is what it says."""
_BEGINNINGS = reply_kinds.PLAIN_YES | frozenset(
    (
        "ok okay okey sure fine confirmed absolutely definitely gladly agreed great perfect "
        "claro vale confirmado perfecto bueno daccord d'accord volontiers confirme parfait entendu "
        "gerne klar gut passt bestatigt einverstanden certo perfeito combinado"
    ).split()
)
_THUMBS = ("👍", "✅", "👌")
_ALL = ("en", "es", "fr", "de", "pt")


def of(text: str, languages: Sequence[str], asked_yes_no: bool = True) -> bool | None:
    """Yes, no, or None: neither, a question, "yes, but I have to cancel", or a yes on a condition."""
    if questions.find(text):
        return None
    meaning = _MEANINGS.get(reply_kinds.kind_of_reply(text, languages, asked_yes_no).kind)
    sentence = says_in_a_sentence(text)
    if meaning is None or sentence is (not meaning):
        return None
    return None if meaning and is_on_condition(text) else meaning


def refuses(text: str, languages: Sequence[str]) -> bool | None:
    """What an entry must not say: the opposite of what the text does. A question may refuse, too."""
    if questions.find(text):
        return True if says_in_a_sentence(text) is False else None
    meaning = of(text, languages)
    if meaning is None and says_in_a_sentence(text) is False:  # "yes, cancel it"
        return True
    return None if meaning is None else not meaning


def is_on_condition(text: str) -> bool:
    """ "If you can do Tuesday", "but only after 3": beside a yes, it is none yet."""
    return conditions.has_one(text)


def begins_with_yes(text: str) -> bool:
    """Whether its first word is a yes, or one like "sure", or a thumb."""
    first = spaced(plain(text)).split()[:1]
    return not _BEGINNINGS.isdisjoint(first) or text.lstrip().startswith(_THUMBS)


def is_hedged(text: str) -> bool:
    """ "Not sure yet", "I might come": neither yes nor no is meant."""
    said = yes_no_sentences.answer(questions.without_greeting(spaced(plain(text))))
    return said.meaning is None and bool(said.words)


def says_in_a_sentence(text: str) -> bool | None:
    """Yes or no in more than a word: "can't make it", "cancel it please"; None: neither."""
    said = questions.without_greeting(spaced(plain(text)))
    meaning = yes_no_sentences.answer(said).meaning
    return False if cancelling.calls_off(said) else meaning


def of_entry(entry: PlaybookEntry) -> bool | None:
    """By that word alone among its phrases, else by most of them, when at least half say yes or no."""
    return _of_phrases(entry.phrases)[0]


def is_plain(entry: PlaybookEntry, meaning: bool) -> bool:
    """Whether yes (or no) alone is one of its phrases."""
    return _of_phrases(entry.phrases)[1] is meaning


@lru_cache(maxsize=2048)
def _of_phrases(phrases: tuple[str, ...]) -> tuple[bool | None, bool | None]:
    said = [meaning for phrase in phrases if (meaning := of(phrase, _ALL)) is not None]
    words = {spaced(plain(phrase)) for phrase in phrases}
    yes, no = bool(words & reply_kinds.PLAIN_YES), bool(words & reply_kinds.PLAIN_NO)
    plainly = yes if yes is not no else None
    if plainly is not None:
        return plainly, plainly
    if len(said) * 2 < len(phrases):
        return None, None
    share = sum(said) / len(said)
    return (True if share >= _MOST else False if share <= 1 - _MOST else None), None
