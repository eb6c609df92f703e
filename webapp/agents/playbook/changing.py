"""In the middle of a task they want something else: another entry is what they mean, not an answer."""

from __future__ import annotations

import re

from webapp.agents import phrases
from webapp.agents.base import Decision
from webapp.agents.definition import Field, FieldKind, PlaybookEntry
from webapp.agents.playbook import leaning
from webapp.agents.playbook.answering import with_entry
from webapp.agents.playbook.asked_for import is_refused
from webapp.agents.playbook.talk import Talk
from webapp.agents.playbook.values import MOMENTS, is_ours, seen, taken
from webapp.agents.words import words
from webapp.rules.replies import question_forms, reply_kinds
from webapp.rules.wording import plain, spaced

_FEWEST_WORDS = 2
"""A "yes" or a "no" answers the question."""
_ACTUALLY = re.compile(
    r"(?:(?:oh|ok|wait|no|sorry|oops) )*(?:actually|i mean|i meant|on second thoughts?"
    r"|turns out|en realidad|al final|finalmente"
    r"|en fait|finalement|eigentlich|doch|na verdade|afinal)\b"
)
_CLEARLY = 75.0
"""Score from which a text that could be a value, as any could, is what an entry is for."""


def changes_mind(talk: Talk) -> Decision | None:
    """ "Actually I can come", "please cancel it": the open task is left for the entry that they mean.

    None where they answer the question, or say yes to what was read back.
    """
    opened = talk.conversation.memory.task
    task = talk.conversation.agent.task(opened.key if opened else None)
    if opened is None or task is None:
        return None
    text = phrases.behind_drop(talk.text)
    entry = _meant(talk, text)
    if entry is None or entry.task == task.key:
        return None
    asked = next((field for field in task.fields if field.key == opened.asked), None)
    if (opened.confirming and talk.agrees) or any(_gives(talk, field) for field in task.fields):
        return None
    refuses = talk.leans(text) is False and talk.rank(text).matches[0].score >= _CLEARLY
    if asked is not None and not asked.required and phrases.leaves_out(text):
        return None
    clearly = text != talk.text or refuses or _comes_after_all(talk)
    if asked is not None and not clearly and (asked.kind is FieldKind.TEXT or _answers(talk, asked)):
        return None
    if asked is not None and asked.kind is FieldKind.YES_NO and talk.agrees is not None:
        return None
    return with_entry(talk, entry.key, f"They left the task {task.name} for it.")


def _meant(talk: Talk, text: str) -> PlaybookEntry | None:
    """Of those that do something: what only tells is told by the way."""
    if len(words(text)) < _FEWEST_WORDS or question_forms.form(text) is question_forms.Form.INFORMATION:
        return None
    ranking = talk.rank(text)
    if _comes_after_all(talk) or (text != talk.text and leaning.says_in_a_sentence(text)):
        return talk.plain_entry(True)
    entry = talk.conversation.agent.entry(ranking.accepted or "")
    return entry if entry and entry.acts and not is_refused(text, entry, ranking.matches[0]) else None


def _comes_after_all(talk: Talk) -> bool:
    """ "Actually I can make it on Tuesday": what was to be moved stays as it is."""
    said = spaced(plain(talk.text))
    found = _ACTUALLY.match(said)
    if found is None:
        return False
    comes = said[found.end() :].strip() in reply_kinds.PLAIN_YES or leaning.says_in_a_sentence(talk.text)
    return comes is True and _is_as_it_was(talk)


def _is_as_it_was(talk: Talk) -> bool:
    return is_ours(talk, talk.conversation.outreach.message)


def _gives(talk: Talk, field: Field) -> bool:
    """A day or a time that the task is about, and not the one that there was."""
    return field.kind in MOMENTS and seen(talk, field) is not None and not _stays(talk)


def _stays(talk: Talk) -> bool:
    drops = phrases.behind_drop(talk.text) != talk.text or _comes_after_all(talk)
    return drops and _is_as_it_was(talk)


def _answers(talk: Talk, asked: Field) -> bool:
    return taken(talk, asked).likely is not None
