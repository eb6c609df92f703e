"""The text of an entry's answer for one contact."""

from __future__ import annotations

from webapp.agents.definition import PlaybookEntry
from webapp.agents.playbook import knowing
from webapp.agents.playbook.talk import Talk
from webapp.agents.playbook.variables import render


def answer(talk: Talk, entry: PlaybookEntry) -> tuple[str, tuple[str, ...]]:
    """In the thread's language where there is one, and the names of the values that this contact lacks."""
    rendered = render(entry.answers.get(talk.language) or entry.answer, talk.conversation)
    return rendered.text.strip(), rendered.missing


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
