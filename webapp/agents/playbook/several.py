"""More than one thing in what was written: each is answered, and what nothing answers is left to staff."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from webapp.agents import phrases, topics
from webapp.agents.base import Decision, Goal, HandoffKind
from webapp.agents.definition import PlaybookEntry
from webapp.agents.playbook import knowing, leaning
from webapp.agents.playbook.answers import answer
from webapp.agents.playbook.knowing import Known
from webapp.agents.playbook.talk import Talk
from webapp.agents.words import LONGEST
from webapp.rules.replies import question_forms, questions

_SENTENCES = re.compile(r"(?<=[.!?…。？！])\s+|\n+")
_WITHIN = re.compile(
    r"(?<!\s)\s*[,;]\s*(?:and\s|y\s|et\s|und\s|e\s)?|(?<!\s)\s+(?:and|also|y|et|und|e)\s+", re.I
)
_MOST = 6
"""Parts that are looked at."""


@dataclass(frozen=True, slots=True)
class Part:
    """One sentence, and what answers it; neither: nothing does. `open`: it asks, and is not answered."""

    text: str
    entry: PlaybookEntry | None = None
    known: Known | None = None

    @property
    def source(self) -> str:
        if self.entry:
            return f"entry {self.entry.key}"
        return f"knowledge {self.known.entry.id}" if self.known else ""

    @property
    def open(self) -> bool:
        return not self.source and question_forms.form(self.text) is not None


def answers_each(talk: Talk) -> Decision | None:
    """None where there is one thing alone, or a task begins, or the second only says the first again."""
    parts = [_part(talk, text) for text in split(talk.text)][:_MOST]
    answered = list({part.source: part for part in parts if part.source}.values())
    left = [part for part in parts if part.open and _is_of_its_own(part, answered)]
    if not answered or len(answered) + len(left) < 2:
        return None
    entries = [part.entry for part in answered if part.entry]
    if any(entry.task or entry.handoff for entry in entries):
        return None
    said = [_said(talk, part) for part in answered]
    return _told(talk, answered, [text for text in said if text], left) if all(said) else None


def _told(talk: Talk, answered: list[Part], said: list[str], left: list[Part]) -> Decision:
    known = [part.known for part in answered if part.known]
    text = "\n".join([*said, talk.sentence("handoff")] if left else said)
    if left:
        reason = f'They also asked: "{left[0].text[:120]}". Nothing answers that.'
        decision = talk.hands_off(HandoffKind.UNSURE, reason, text)
    elif known:
        decision = knowing.told(talk, known[0], text)
    else:
        decision = talk.says(text, "Each part is near to one entry.")
    entries = [part.entry for part in answered if part.entry]
    reached = next((entry for entry in entries if entry.reaches_goal), None)
    return replace(
        talk.decided_by(decision, [entry.key for entry in entries]),
        labels=tuple(dict.fromkeys(label for entry in entries for label in entry.labels)),
        knowledge_ids=tuple(one.entry.id for one in known),
        goal=Goal(True, f"“{reached.name}” was answered.") if reached else None,
    )


def _said(talk: Talk, part: Part) -> str:
    """Its answer; "" where a value is missing, or there is none."""
    if part.known:
        return part.known.entry.text.strip()
    text, missing = answer(talk, part.entry) if part.entry else ("", ())
    return "" if missing else text


def _part(talk: Talk, text: str) -> Part:
    known = knowing.known(talk, text)
    if known and question_forms.form(text) and knowing.beats_entry(talk, text):
        return Part(text, known=None if knowing.disputed(talk, text, known) else known)
    entry = talk.conversation.agent.entry(talk.accepted_for(text) or "")
    return Part(text, entry or _of_yes_or_no(talk, text))


def _of_yes_or_no(talk: Talk, text: str) -> PlaybookEntry | None:
    meaning = talk.leans(text) if talk.asked_yes_no or not talk.by_agent else None
    return None if meaning is None else talk.plain_entry(meaning)


def _is_of_its_own(part: Part, answered: list[Part]) -> bool:
    """Whether it asks for what nothing that was answered speaks of: "where do I do that?" does not."""
    told = frozenset[str]().union(*(_terms(one) for one in answered))
    asked = topics.about(part.text).terms
    return bool(asked) and not asked & told


def _terms(part: Part) -> frozenset[str]:
    texts = (part.text, *(part.entry.phrases if part.entry else ()))
    return frozenset[str]().union(*(topics.about(text).terms for text in texts))


def split(text: str) -> list[str]:
    """Its sentences, and what is asked behind a comma or "and" by itself; without thanks and greetings."""
    found = [piece for sentence in _SENTENCES.split(text[:LONGEST]) for piece in _within(sentence)]
    return [one for one in found if one.strip() and not _says_nothing(one)]


def _says_nothing(text: str) -> bool:
    return phrases.is_greeting(text) or (phrases.is_small_talk(text) and leaning.of(text, ()) is None)


def _within(sentence: str) -> Iterator[str]:
    """Cut once, before the last question that stands there with words of its own."""
    for cut in reversed(list(_WITHIN.finditer(sentence))):
        before, behind = sentence[: cut.start()], sentence[cut.end() :]
        if questions.begins(behind) and len(behind.split()) > 2 and before.strip():
            yield before
            yield behind
            return
    yield sentence
