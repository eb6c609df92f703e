"""What a playbook answers to a text that stands by itself."""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz import fuzz

from webapp.agents import phrases
from webapp.agents.base import Decision, Goal, HandoffKind, Match, Memory
from webapp.agents.definition import FieldKind, PlaybookEntry, Task
from webapp.agents.fields import find
from webapp.agents.playbook.answers import answer
from webapp.agents.playbook.collecting import begins
from webapp.agents.playbook.matching import EXACT
from webapp.agents.playbook.talk import Talk
from webapp.agents.words import folded, words

_TITLE_FITS = 80.0
"""Of 100: how well an entry's title must fit for its text to be the answer."""
_LONGEST_KNOWLEDGE = 600
"""Characters of an entry that is sent as it is; a longer one is for models and staff."""
_FIRST = frozenset(
    "1 one first a primero primera premier erste erstes ersteres primeiro primeira uno un eins um".split()
)
_SECOND = frozenset(
    "2 two second b segundo segunda deuxieme zweite zweites letzteres dos deux zwei dois".split()
)
_MOMENTS = (FieldKind.DATE, FieldKind.TIME, FieldKind.DATE_TIME)
_WITH_VALUE = 24.0
"""Score from which the best entry is meant where they name the day that its task asks for."""
_MOST_WORDS_OF_PLACE = 4
_CHOSEN, _LEAD = 75, 10
"""How near a text must be to the name of what was offered, and how much nearer than to the other."""


def is_exact(talk: Talk) -> Decision | None:
    """Word for word one of the phrases: before small talk, for an owner may give "ok" a meaning."""
    best = talk.ranking.matches[:1]
    if not best or best[0].score < EXACT or talk.ranking.accepted is None:
        return None
    return _entry(talk, best[0].key, "These are the words of one of its phrases.")


def answers_offer(talk: Talk) -> Decision | None:
    """The answer to "Did you mean …?"; None when it is a new question."""
    agent = talk.conversation.agent
    offered = [entry for key in talk.conversation.memory.offered if (entry := agent.entry(key))]
    if not offered:
        return None
    chosen = _chosen(talk, offered)
    if chosen is not None:
        return _entry(talk, chosen.key, "They chose it when asked what they meant.")
    if talk.agrees is False:
        return _not_understood(talk, "They meant none of what was offered.")
    return None


def _chosen(talk: Talk, offered: list[PlaybookEntry]) -> PlaybookEntry | None:
    """By yes, where one was offered; by its place or its name."""
    if len(offered) == 1:
        return offered[0] if talk.agrees else None
    text, said = talk.text, set(words(talk.text))
    places = [entry for entry, names in zip(offered, (_FIRST, _SECOND), strict=False) if said & names]
    if len(places) == 2 and said & _FIRST == {"one"}:  # "the second one"
        places = places[1:]
    if len(places) == 1 and len(said) <= _MOST_WORDS_OF_PLACE:
        return places[0]
    scores = sorted((fuzz.token_set_ratio(folded(text), folded(entry.name)), entry.key) for entry in offered)
    if scores[-1][0] < _CHOSEN or scores[-1][0] - scores[-2][0] < _LEAD:
        return None
    return next(entry for entry in offered if entry.key == scores[-1][1])


def fits_entry(talk: Talk) -> Decision | None:
    """One entry fits without doubt: each text by itself, or all together."""
    parts = [text for text in talk.texts if not phrases.is_small_talk(text) and not phrases.is_greeting(text)]
    keys = list(dict.fromkeys(talk.rank(part).accepted or "" for part in parts))
    if len(keys) == 2 and all(keys) and (both := _two(talk, keys)):
        return both
    key = keys[0] if len(keys) == 1 and keys[0] else talk.ranking.accepted
    return _entry(talk, key, "It is near to this entry, and to no other.") if key else None


def _two(talk: Talk, keys: list[str]) -> Decision | None:
    """Two questions in two texts get both answers, unless more than an answer is asked for."""
    entries = [entry for key in keys if (entry := talk.conversation.agent.entry(key))]
    answers = [answer(talk, entry) for entry in entries]
    if any(entry.task or entry.handoff for entry in entries) or any(missing for _, missing in answers):
        return None
    decision = talk.says("\n".join(text for text, _ in answers), "Each text is near to one entry.")
    return replace(decision, labels=tuple(label for entry in entries for label in entry.labels))


def _entry(talk: Talk, key: str, because: str) -> Decision:
    entry = talk.conversation.agent.entry(key)
    if entry is None:
        return _not_understood(talk, "The entry is no longer there.")
    text, missing = answer(talk, entry)
    if missing:
        lacking = ", ".join(missing)
        reason = f'The answer "{entry.name}" needs what is not known of this contact: {lacking}.'
        return talk.hands_off(HandoffKind.INCOMPLETE, reason)
    return _with_entry(_acted(talk, entry, text, f"{entry.name}: {because}"), entry)


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


def _with_entry(decision: Decision, entry: PlaybookEntry) -> Decision:
    goal = Goal(True, f"{entry.name} was answered.") if entry.reaches_goal else decision.goal
    return replace(decision, labels=entry.labels, goal=goal)


def fits_knowledge(talk: Talk) -> Decision | None:
    """The text of an entry of the knowledge whose title is what was asked."""
    hits = sorted(talk.conversation.agent.knowledge, key=lambda hit: -hit.title_score)[:3]
    if not hits or hits[0].title_score < _TITLE_FITS:
        return None
    if not 0 < len(hits[0].knowledge.text.strip()) <= _LONGEST_KNOWLEDGE:
        return None
    best = hits[0].knowledge
    matches = tuple(
        Match("knowledge", str(hit.knowledge.id), hit.knowledge.title, round(hit.title_score, 2))
        for hit in hits
    )
    confidence = round(hits[0].title_score / 100, 3)
    decision = talk.says(best.text.strip(), f'The title "{best.title}" fits.', confidence=confidence)
    explanation = talk.explained(decision.explanation.because, matches + talk.ranking.matches[:3])
    return replace(decision, knowledge_ids=(best.id,), explanation=explanation)


def brings_value(talk: Talk) -> Decision | None:
    """A day or a time that one task alone asks for: "can't make it, next Tuesday at half past three?"."""
    agent, memory = talk.conversation.agent, talk.conversation.memory
    beginning = [entry for entry in agent.playbook if (task := agent.task(entry.task)) and _gives(talk, task)]
    if len(beginning) != 1:
        return None
    entry = beginning[0]
    best = talk.ranking.matches[:1]
    may_be = bool(best) and best[0].key == entry.key and best[0].score >= _WITH_VALUE
    if entry.key not in memory.offered and not may_be:
        return None
    return _entry(talk, entry.key, "They named what its task asks for.")


def _gives(talk: Talk, task: Task) -> bool:
    return any(field.kind in _MOMENTS and find(field, talk.text, talk.reading) for field in task.fields)


def asks_back(talk: Talk) -> Decision | None:
    """ "Did you mean …?", once."""
    memory = talk.conversation.memory
    agent = talk.conversation.agent
    names = {key: entry.name for key in talk.ranking.offered if (entry := agent.entry(key))}
    if not names or memory.offered or memory.unsure:
        return None
    if len(names) == 1:
        say = talk.sentence("did_you_mean", one=next(iter(names.values())))
    else:
        one, two = names.values()
        say = talk.sentence("did_you_mean_one_of", one=one, two=two)
    asked = Memory(offered=tuple(names), unsure=1)
    return talk.says(say, "It may be one of these entries.", asked, talk.ranking.confidence)


def not_understood(talk: Talk) -> Decision | None:
    """Ask for other words once; the second time in a row staff take over, where the agent's rules say so."""
    memory = talk.conversation.memory
    again = bool(memory.unsure or memory.offered)
    if again and talk.conversation.agent.handoff.unsure_twice:
        return _not_understood(talk, "Twice in a row, no entry fits what they wrote.")
    asked = Memory(unsure=memory.unsure + 1)
    return talk.says(talk.sentence("rephrase"), "No entry fits.", asked, talk.ranking.confidence)


def _not_understood(talk: Talk, reason: str) -> Decision:
    return talk.hands_off(HandoffKind.UNSURE, reason, confidence=talk.ranking.confidence)
