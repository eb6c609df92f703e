"""What a playbook answers to a text that stands by itself."""

from __future__ import annotations

import re
from dataclasses import replace

from webapp.agents import phrases
from webapp.agents.base import Decision, Goal, HandoffKind, Memory
from webapp.agents.definition import PlaybookEntry, Task
from webapp.agents.fields import find
from webapp.agents.playbook import knowing
from webapp.agents.playbook.answers import answer
from webapp.agents.playbook.collecting import begins
from webapp.agents.playbook.matching import EXACT
from webapp.agents.playbook.talk import Talk
from webapp.agents.playbook.values import MOMENTS, is_only_moment, is_ours
from webapp.agents.words import words
from webapp.rules.fields import choice_text
from webapp.rules.replies import cancelling, question_forms
from webapp.rules.wording import plain, spaced

_FEWEST_WORDS = 3
"""Of a question that is passed on as it is."""
_MOST_WORDS_OF_SCORE = 3
"""In a longer text that does not begin with it, a number is about something else."""
_TAKES_BACK = frozenset(
    (
        "actually sorry oh oops wait well i meant mean perdon ay digo en realidad pardon desole "
        "en fait je veux dire ach doch entschuldigung ich meine na verdade desculpa desculpe quer dizer"
    ).split()
)
_COUNTS = re.compile(
    r"\d+ (?:hours?|hrs?|min\w*|days?|weeks?|months?|years?|times?|people|persons?|of (?:us|them)|visits?"
    r"|complaints?"
    r"|horas?|personas?|veces|dias?|heures?|personnes?|fois|stunden?|leute|personen|mal|tage|pessoas?|vezes)\b"
)
"""What a number counts that is no score: "2 hours waiting"."""
_WITH_VALUE = 24.0
"""Score from which the best entry is meant where they name the day that its task asks for."""

_ASKS_WHETHER = re.compile(
    r"^(?:so )?(?:is|isn'?t|was|wasn'?t) (?:it|that|this|my|the)\b|\b(?:right|correct)$"
    r"|^(?:y )?(?:es|era|no es) (?:hoy|manana|el|la|a las?|mi)\b"
    r"|^(?:c'?est|c'?etait|est ce (?:que c'?est|bien)) "
    r"|^(?:ist|war) (?:es|das|der|mein)\b|\b(?:verdad|non|oder|ne|stimmt|richtig|ne nao|certo)$"
    r"|^(?:e|era) (?:hoje|amanha|na|no|as|dia)\b"
)
"""They ask whether it is that day: "is it today?"."""


def is_exact(talk: Talk) -> Decision | None:
    """Word for word one of the phrases: before small talk, for an owner may give "ok" a meaning."""
    best = talk.ranking.matches[:1]
    if not best or best[0].score < EXACT or talk.ranking.accepted is None:
        return None
    return with_entry(talk, best[0].key, "These are the words of one of its phrases.")


def fits_entry(talk: Talk) -> Decision | None:
    """One entry fits without doubt: each text by itself, or all together."""
    parts = [text for text in talk.texts if not phrases.is_small_talk(text) and not phrases.is_greeting(text)]
    keys = list(dict.fromkeys(talk.accepted_for(part) or "" for part in parts))
    key = keys[0] if len(keys) == 1 and keys[0] else talk.accepted
    return with_entry(talk, key, "It is near to this entry, and to no other.") if key else None


def says_yes_or_no(talk: Talk) -> Decision | None:
    """What a batch counts as yes or no is what the entry with that word means, "ok" and a thumb included.

    In words of their own only where we had asked, or a person or a batch spoke last.
    """
    meaning = talk.leans(talk.text)
    if meaning is None or (talk.by_agent and not talk.asked_yes_no and not _is_one_word(talk.text)):
        return None
    keeps = meaning and cancelling.keeps(spaced(plain(talk.text)))
    if talk.accepted and not keeps:
        return with_entry(talk, talk.accepted, "It is near to this entry, and to no other.")
    if not meaning and cancelling.calls_off(spaced(plain(talk.text))):
        return None
    entry, word = talk.plain_entry(meaning), "yes" if meaning else "no"
    return with_entry(talk, entry.key, f"It is a way to say {word}.") if entry else None


def agrees_on_condition(talk: Talk) -> Decision | None:
    """ "Yes, if you can do Tuesday" is no yes yet; what is known about what they ask for answers it."""
    if not talk.agrees_on_condition:
        return None
    if known := knowing.fits_better(talk):
        return known
    if talk.accepted:
        return with_entry(talk, talk.accepted, "It is near to this entry, and to no other.")
    return talk.hands_off(HandoffKind.UNSURE, "They say yes, but on a condition, or to something else.")


def _is_one_word(text: str) -> bool:
    """ "No", and "actually no"."""
    said = words(text)
    return len(said) == 1 or len([word for word in said if word not in _TAKES_BACK]) == 1


def with_entry(talk: Talk, key: str, because: str) -> Decision:
    """What follows when this entry is meant."""
    entry = talk.conversation.agent.entry(key)
    if entry is None:
        return nothing_fits(talk, "The entry is no longer there.")
    text, missing = answer(talk, entry)
    if missing:
        lacking = ", ".join(missing)
        reason = f'The answer "{entry.name}" needs what is not known of this contact: {lacking}.'
        return talk.decided_by(talk.hands_off(HandoffKind.INCOMPLETE, reason), [key])
    decision = _labelled(_acted(talk, entry, text, f"{entry.name}: {because}"), entry)
    return talk.decided_by(decision, [key])


def _acted(talk: Talk, entry: PlaybookEntry, text: str, because: str) -> Decision:
    """The answer, and the handoff or task that follows it."""
    confidence = talk.ranking.confidence
    if entry.handoff:
        return talk.hands_off(HandoffKind.RULE, entry.handoff, text, confidence)
    task = talk.conversation.agent.task(entry.task)
    if task is not None:
        return replace(begins(talk, task, text), confidence=confidence)
    if not text:
        return talk.hands_off(HandoffKind.RULE, f'The entry "{entry.name}" has no answer.')
    return talk.says(text, because, confidence=confidence)


def _labelled(decision: Decision, entry: PlaybookEntry) -> Decision:
    goal = Goal(True, f"“{entry.name}” was answered.") if entry.reaches_goal else decision.goal
    return replace(decision, labels=entry.labels, goal=goal)


def brings_score(talk: Talk) -> Decision | None:
    """Which of the numbers that a task asks for first: "four", "4/5", ⭐⭐⭐⭐."""
    agent = talk.conversation.agent
    fitting = [one for one in talk.allowed if (task := agent.task(one.task)) and _rates(talk, task, one)]
    if len(fitting) != 1:
        return None
    return with_entry(talk, fitting[0].key, "They named what its task asks for.")


def _rates(talk: Talk, task: Task, entry: PlaybookEntry) -> bool:
    """The entry is for one of these numbers alone."""
    first = next(iter(task.fields), None)
    return (
        first is not None
        and choice_text.are_numbers(first.choices)
        and not set(first.choices).isdisjoint(entry.phrases)
        and question_forms.form(talk.text) is None
        and not _COUNTS.match(spaced(plain(talk.text)))
        and (len(words(talk.text)) <= _MOST_WORDS_OF_SCORE or talk.text.strip()[0].isdecimal())
        and find(first, talk.text, talk.reading) is not None
    )


def brings_value(talk: Talk) -> Decision | None:
    """A day or a time that one task alone asks for: "can't make it, next Tuesday at half past three?".

    Or one that does not suit them, and nothing else: "I'm away on Tuesday".
    """
    agent, memory = talk.conversation.agent, talk.conversation.memory
    if _ASKS_WHETHER.search(spaced(plain(talk.text))):
        return None
    beginning = [
        entry for entry in talk.allowed if (task := agent.task(entry.task)) and _finds(talk, task, talk.text)
    ]
    if len(beginning) != 1:
        return None
    entry = beginning[0]
    best = talk.ranking.matches[:1]
    may_be = bool(best) and best[0].key == entry.key and best[0].score >= _WITH_VALUE
    named = (may_be or is_only_moment(talk)) and not is_ours(talk)
    if not (entry.key in memory.offered or named or _refuses(talk, entry)):
        return None
    return with_entry(talk, entry.key, "They named what its task asks for.")


def _refuses(talk: Talk, entry: PlaybookEntry) -> bool:
    task = talk.conversation.agent.task(entry.task)
    asks = question_forms.form(talk.text) is not None
    return task is not None and not asks and not _finds(talk, task, talk.wanted)


def _finds(talk: Talk, task: Task, text: str) -> bool:
    return any(field.kind in MOMENTS and find(field, text, talk.reading) for field in task.fields)


def passes_on(talk: Talk) -> Decision | None:
    """A question in so many words that nothing answers, or a demand: other words would not help."""
    rules = talk.conversation.agent.handoff
    if (
        not rules.unsure_twice
        or len(words(talk.text)) < _FEWEST_WORDS
        or (question_forms.form(talk.text) is None and not phrases.demands(talk.text))
    ):
        return None
    return nothing_fits(talk, "They asked something that no entry and no knowledge answers.")


def not_understood(talk: Talk) -> Decision | None:
    """Ask for other words once; the second time in a row staff take over, where the agent's rules say so."""
    memory = talk.conversation.memory
    again = bool(memory.unsure or memory.offered)
    if again and talk.conversation.agent.handoff.unsure_twice:
        return nothing_fits(talk, "Twice in a row, no entry fits what they wrote.")
    asked = Memory(unsure=memory.unsure + 1)
    return talk.says(talk.sentence("rephrase"), "No entry fits.", asked, talk.ranking.confidence)


def nothing_fits(talk: Talk, reason: str) -> Decision:
    """Staff take over."""
    return talk.hands_off(HandoffKind.UNSURE, reason, confidence=talk.ranking.confidence)
