"""Asking back: "Did you mean …?", in words that contacts may read, and what they answer to it."""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz import fuzz

from webapp.agents.base import Decision, Memory
from webapp.agents.definition import PlaybookEntry
from webapp.agents.playbook.answering import nothing_fits, with_entry
from webapp.agents.playbook.asked_for import may_be_offered
from webapp.agents.playbook.talk import Talk
from webapp.agents.words import folded, words

_FIRST = frozenset(
    "1 one first a primero primera premier erste erstes ersteres primeiro primeira uno un eins um".split()
)
_SECOND = frozenset(
    "2 two second b segundo segunda deuxieme zweite zweites letzteres dos deux zwei dois".split()
)
_PLACES = (_FIRST, _SECOND)
_MOST_WORDS_OF_PLACE = 4
_CHOSEN, _LEAD = 75, 10
"""How near a text must be to the name of what was offered, and how much nearer than to the other."""
_FEWEST_WORDS = 2
"""Of a phrase that says what is meant: "no" alone does not."""


def answers_offer(talk: Talk) -> Decision | None:
    """The answer to "Did you mean …?"; None when it is a new question."""
    agent = talk.conversation.agent
    offered = [entry for key in talk.conversation.memory.offered if (entry := agent.entry(key))]
    if not offered:
        return None
    chosen = _chosen(talk, offered)
    if chosen is not None:
        return with_entry(talk, chosen.key, "They chose it when asked what they meant.")
    if talk.agrees is False:
        return nothing_fits(talk, "They meant none of what was offered.")
    return None


def _chosen(talk: Talk, offered: list[PlaybookEntry]) -> PlaybookEntry | None:
    """By yes, where one was offered; by its place or its name."""
    if len(offered) == 1:
        return offered[0] if talk.agrees else None
    text, said = talk.text, set(words(talk.text))
    places = [entry for entry, names in zip(offered, _PLACES, strict=False) if said & names]
    if len(places) == 2 and said & _FIRST == {"one"}:  # "the second one"
        places = places[1:]
    if len(places) == 1 and len(said) <= _MOST_WORDS_OF_PLACE:
        return places[0]
    scores = sorted((_likeness(talk, text, entry), entry.key) for entry in offered)
    if scores[-1][0] < _CHOSEN or scores[-1][0] - scores[-2][0] < _LEAD:
        return None
    return next(entry for entry in offered if entry.key == scores[-1][1])


def _likeness(talk: Talk, text: str, entry: PlaybookEntry) -> float:
    called = (entry.name, entry.ask, entry.asks.get(talk.language, ""))
    return max(float(fuzz.token_set_ratio(folded(text), folded(name))) for name in called if name)


def begins_same_task(talk: Talk) -> Decision | None:
    """Whichever of these entries is meant, the same task begins: there is nothing to ask back.

    Only the labels that all of them have are set.
    """
    agent = talk.conversation.agent
    entries = [entry for key in talk.ranking.offered if (entry := agent.entry(key))]
    if len(entries) < len(_PLACES) or any(one.handoff or one.task != entries[0].task for one in entries):
        return None
    if agent.task(entries[0].task) is None:
        return None
    shared = tuple(name for name in entries[0].labels if all(name in one.labels for one in entries))
    return replace(
        with_entry(talk, entries[0].key, "It may be one of several that begin this task."), labels=shared
    )


def asks_back(talk: Talk) -> Decision | None:
    """ "Did you mean …?", once."""
    memory, ranking = talk.conversation.memory, talk.ranking
    if memory.offered or memory.unsure:
        return None
    best = {match.key: match for match in ranking.matches if match.key in ranking.offered}
    entries = [
        (entry, best[key].phrase) for key in ranking.offered if (entry := talk.conversation.agent.entry(key))
    ]
    called = {
        entry.key: called_for_contacts(talk, entry, phrase)
        for entry, phrase in entries
        if may_be_offered(talk.text, entry, best[entry.key])
    }
    if not called:
        return None
    one, *others = called.values()
    say = (
        talk.sentence("did_you_mean_one_of", one=one, two=others[0])
        if others
        else talk.sentence("did_you_mean", one=one)
    )
    asked = Memory(offered=tuple(called), unsure=1)
    decision = talk.says(say, "It may be one of these entries.", asked, ranking.confidence)
    return talk.decided_by(decision, called)


def called_for_contacts(talk: Talk, entry: PlaybookEntry, phrase: str) -> str:
    """What its owner wrote for that, else the nearest of its phrases that says enough; never its name."""
    written = entry.asks.get(talk.language) or entry.ask
    enough = (one for one in (phrase, *entry.phrases) if len(words(one)) >= _FEWEST_WORDS)
    return (written or next(enough, phrase)).strip(" ?¿!¡.")
