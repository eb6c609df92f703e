"""One conversation as the rules of a playbook look at it, and the decisions that they make of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property

from webapp.agents.base import (
    Conversation,
    Decision,
    Explanation,
    Handoff,
    HandoffKind,
    Match,
    Memory,
    Who,
)
from webapp.agents.definition import PlaybookEntry
from webapp.agents.fields import Reading
from webapp.agents.playbook import languages, leaning, second_thoughts
from webapp.agents.playbook.asked_for import is_refused
from webapp.agents.playbook.matching import Ranking, matcher
from webapp.agents.playbook.negated import negates
from webapp.agents.playbook.sentences import sentence
from webapp.agents.playbook.variables import value_of
from webapp.agents.words import folded
from webapp.rules.dates_in_text.parser import parse
from webapp.rules.replies import (
    conditions,
    question_forms,
    refused_times,
    reply_kinds,
    reply_options,
    yes_or_no,
)


@dataclass(frozen=True)
class Talk:
    """`texts`: what is to be answered, oldest first, blank ones left out."""

    conversation: Conversation
    texts: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        texts = tuple(text for text in self.conversation.unanswered() if text.strip())
        object.__setattr__(self, "texts", texts)

    @cached_property
    def text(self) -> str:
        """What is to be answered, as one, without what they take back; a sign that our message explains, in
        the words of that."""
        conversation = self.conversation
        languages = conversation.agent.languages
        text = "\n".join(second_thoughts.standing(self.texts, languages, self._names_moment))
        return reply_options.meaning(self.asked, text) or text

    def _names_moment(self, text: str) -> bool:
        conversation = self.conversation
        languages = (conversation.language, *conversation.agent.languages)
        said = parse(text, conversation.local_now, languages, None)
        return said.date is not None or said.time is not None

    @cached_property
    def whole(self) -> str:
        """All that they wrote, as it is."""
        return "\n".join(self.texts)

    @cached_property
    def wanted(self) -> str:
        """The same without the days and times that do not suit them."""
        return refused_times.without(self.text)

    @cached_property
    def language(self) -> str:
        """To answer in."""
        conversation = self.conversation
        return languages.of_thread(self.text, conversation.language, conversation.agent.languages)

    @cached_property
    def reading(self) -> Reading:
        conversation = self.conversation
        return Reading(
            conversation.local_now, self.language, conversation.contact.country, conversation.agent.languages
        )

    @cached_property
    def agrees(self) -> bool | None:
        """Yes, no, or None when it is neither or both, or a yes on a condition."""
        if self.agrees_on_condition:
            return None
        agrees = yes_or_no.read(self.text, self.languages)
        if agrees is None and leaning.begins_with_yes(self.text):  # "yes if that's ok"
            return yes_or_no.read(conditions.unconditional(self.text), self.languages)
        return agrees

    @cached_property
    def agrees_on_condition(self) -> bool:
        """Whether they say "yes, if ..." or "I'll come if ...", which a person has to read."""
        agrees = (
            yes_or_no.read(self.text, self.languages)
            or leaning.begins_with_yes(self.text)
            or (leaning.says_in_a_sentence(self.text) is True and question_forms.form(self.text) is None)
        )
        return agrees and leaning.is_on_condition(self.text)

    @cached_property
    def ranking(self) -> Ranking:
        """The playbook's entries by how well they fit all that is to be answered."""
        return self.rank(self.text)

    def rank(self, text: str) -> Ranking:
        """The allowed entries by how well they fit `text`, without those that say the opposite."""
        if text not in self._ranked:
            self._ranked[text] = self._rank(text)
        return self._ranked[text]

    @cached_property
    def _ranked(self) -> dict[str, Ranking]:
        return {}

    def _rank(self, text: str) -> Ranking:
        left_out = {leaning.refuses(text, self.languages)} - {None}
        if leaning.is_hedged(text):
            left_out = {True, False}
        elif leaning.is_on_condition(text):
            left_out.add(True)
        keys = (one.key for one in self.allowed if leaning.of_entry(one) not in left_out)
        return matcher(self.conversation.agent.playbook).rank(text, frozenset(keys))

    @cached_property
    def allowed(self) -> tuple[PlaybookEntry, ...]:
        """The entries that this contact's row allows."""
        return tuple(entry for entry in self.conversation.agent.playbook if self._fits(entry))

    @cached_property
    def accepted(self) -> str | None:
        """The key of the entry that all that is to be answered means without doubt."""
        return self.accepted_for(self.text)

    def accepted_for(self, text: str) -> str | None:
        """The key of the entry that `text` means; a question runs nothing that it does not wish for."""
        ranking = self.rank(text)
        entry = self.conversation.agent.entry(ranking.accepted or "")
        if entry is None or is_refused(text, entry, ranking.matches[0]):
            return None
        return None if negates(text, ranking.matches[0].phrase) else entry.key

    @cached_property
    def asked(self) -> str:
        """What our side last said, or the batch that wrote to them."""
        ours = (turn for turn in reversed(self.conversation.turns) if turn.who is not Who.CONTACT)
        last = next(ours, None)
        return last.text if last else self.conversation.outreach.message

    @cached_property
    def asked_yes_no(self) -> bool:
        """Whether that was a question for yes or no; what we say when nothing was understood is none."""
        open_ones = (self.sentence("hello"), self.sentence("rephrase"))
        return not self.asked.endswith(open_ones) and reply_kinds.asks_yes_or_no(self.asked)

    @cached_property
    def by_agent(self) -> bool:
        """Whether it was an agent that last spoke for our side."""
        ours = (turn for turn in reversed(self.conversation.turns) if turn.who is not Who.CONTACT)
        last = next(ours, None)
        return last is not None and last.who is Who.AGENT

    def leans(self, text: str) -> bool | None:
        """Whether a text says yes or no to us, as a batch counts its replies."""
        return leaning.of(text, self.languages, self.asked_yes_no)

    def plain_entry(self, meaning: bool) -> PlaybookEntry | None:
        """The one entry with yes (or no) alone among its phrases; None where there are several, or none."""
        found = [entry for entry in self.allowed if leaning.is_plain(entry, meaning)]
        return found[0] if len(found) == 1 else None

    @property
    def languages(self) -> tuple[str, ...]:
        """The likeliest first."""
        return (self.language, *self.conversation.agent.languages)

    def _fits(self, entry: PlaybookEntry) -> bool:
        return all(
            folded(value_of(column, self.conversation)) == folded(value)
            for column, value in entry.only.items()
        )

    def sentence(self, key: str, **values: str) -> str:
        """One of the playbook's own sentences, in the language of the answer."""
        return sentence(self.language, key, **values)

    def explained(self, because: str, matches: tuple[Match, ...] | None = None) -> Explanation:
        """With the best of what was considered."""
        return Explanation(because, (self.ranking.matches[:5] if matches is None else matches))

    def decided_by(self, decision: Decision, keys: Collection[str]) -> Decision:
        """The same, which says that these entries of the playbook are what it came from."""
        told = decision.explanation.matches
        missing = [one for one in self.ranking.matches if one.key in keys and one not in told]
        marked = (
            replace(one, decided=True) if one.kind == "entry" and one.key in keys else one
            for one in (*missing, *told)
        )  # fmt: skip
        return replace(decision, explanation=replace(decision.explanation, matches=tuple(marked)))

    def says(self, text: str, because: str, memory: Memory = Memory(), confidence: float = 1.0) -> Decision:  # noqa: B008
        """A plain answer."""
        return Decision(
            say=text,
            language=self.language,
            memory=memory,
            confidence=confidence,
            explanation=self.explained(because),
        )

    def hands_off(self, kind: HandoffKind, reason: str, say: str = "", confidence: float = 1.0) -> Decision:
        """Staff take over. Whatever was open is closed: they read it in the thread."""
        return Decision(
            say=say or self.sentence("handoff"),
            language=self.language,
            handoff=Handoff(kind, reason),
            confidence=confidence,
            explanation=self.explained(reason),
        )
