"""The text of an entry's answer for one contact."""

from __future__ import annotations

from dataclasses import replace

from webapp.agents.base import Decision
from webapp.agents.definition import PlaybookEntry
from webapp.agents.playbook import knowing
from webapp.agents.playbook.talk import Talk
from webapp.agents.playbook.variables import render


def answer(talk: Talk, entry: PlaybookEntry) -> tuple[str, tuple[str, ...]]:
    """In the thread's language where there is one, and the names of the values that this contact lacks."""
    rendered = render(entry.answers.get(talk.language) or entry.answer, talk.conversation)
    return rendered.text.strip(), rendered.missing


def credited(talk: Talk, decision: Decision) -> Decision:
    """The same decision, which says what the answer by the way that stands in it is from."""
    text = aside(talk)
    if not text or text not in decision.say:
        return decision
    known = knowing.known(talk, talk.text)
    if known is None or not knowing.beats_entry(talk, talk.text):
        return talk.decided_by(decision, [talk.accepted or ""])
    told = decision.explanation
    explained = replace(told, matches=(knowing.match_of(known), *told.matches))
    return replace(decision, knowledge_ids=(known.entry.id,), explanation=explained)


def aside(talk: Talk) -> str:
    """The answer to a question in the middle of a task; "" when it is none, or needs more than an answer."""
    known = knowing.known(talk, talk.text)
    if known and knowing.beats_entry(talk, talk.text):
        return known.entry.text.strip()
    entry = talk.conversation.agent.entry(talk.accepted) if talk.accepted else None
    if entry is None or entry.acts or entry.handoff:
        return ""
    text, missing = answer(talk, entry)
    return "" if missing else text
