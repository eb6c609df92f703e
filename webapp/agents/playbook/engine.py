"""The playbook: rules and examples instead of a model. Fast, free, and it says nothing that no one wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from webapp.agents import phrases
from webapp.agents.base import Conversation, Decision
from webapp.agents.definition import Label
from webapp.agents.playbook import (
    answering,
    changing,
    collecting,
    knowing,
    mistaken,
    offering,
    several,
    stopping,
)
from webapp.agents.playbook.talk import Talk
from webapp.agents.words import folded, holds

Rule = Callable[[Talk], Decision | None]

RULES: tuple[Rule, ...] = (
    stopping.nothing_to_answer,
    stopping.opts_out,
    stopping.is_emergency,
    stopping.asks_for_person,
    stopping.is_upset,
    mistaken.is_someone_else,
    mistaken.asks_for_language,
    stopping.asks_for_call,
    changing.changes_mind,
    collecting.continues_task,
    offering.answers_offer,
    answering.is_exact,
    answering.agrees_on_condition,
    several.answers_each,
    answering.says_yes_or_no,
    stopping.is_small_talk,
    knowing.fits_better,
    answering.fits_entry,
    knowing.fits_knowledge,
    answering.brings_score,
    answering.brings_value,
    offering.begins_same_task,
    offering.asks_back,
    answering.passes_on,
    answering.not_understood,
)
"""The first that has something to say decides."""


class Playbook:
    """An Engine."""

    def decide(self, conversation: Conversation) -> Decision:
        """Never raises EngineFault: what is not understood is handed off."""
        talk = Talk(conversation)
        decision = next(filter(None, (rule(talk) for rule in RULES)))
        if _says_it_again(talk, decision):
            decision = stopping.says_nothing(talk)
        return replace(decision, labels=_labels(talk, decision.labels))


def _says_it_again(talk: Talk, decision: Decision) -> bool:
    """To an "ok" on what was answered to their "ok": no more politeness."""
    again = bool(decision.say) and decision.say == talk.asked and talk.by_agent
    return again and not decision.task and all(map(phrases.is_small_talk, talk.texts))


def _labels(talk: Talk, given: Iterable[str]) -> tuple[str, ...]:
    """Those of the entry, and those whose phrases were said; only labels that the agent may set."""
    own = talk.conversation.agent.labels
    allowed = {label.name for label in own}
    said = folded(talk.text)
    found = [label.name for label in own if talk.texts and _is_said(label, said)]
    return tuple(dict.fromkeys(name for name in (*given, *found) if name in allowed))


def _is_said(label: Label, said: str) -> bool:
    return any(holds(said, folded(phrase)) for phrase in label.phrases)
