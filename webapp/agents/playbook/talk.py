"""One conversation as the rules of a playbook look at it, and the decisions that they make of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from webapp.agents.base import (
    Conversation,
    Decision,
    Explanation,
    Handoff,
    HandoffKind,
    Match,
    Memory,
)
from webapp.agents.definition import PlaybookEntry
from webapp.agents.fields import Reading
from webapp.agents.playbook import languages
from webapp.agents.playbook.matching import Ranking, matcher
from webapp.agents.playbook.sentences import sentence
from webapp.agents.playbook.variables import value_of
from webapp.agents.words import folded
from webapp.rules import yes_or_no


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
        """All that is to be answered, as one."""
        return "\n".join(self.texts)

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
        """Yes, no, or None when it is neither or both."""
        return yes_or_no.read(self.text, (self.language, *self.conversation.agent.languages))

    @cached_property
    def ranking(self) -> Ranking:
        """The playbook's entries by how well they fit all that is to be answered."""
        return self.rank(self.text)

    def rank(self, text: str) -> Ranking:
        """The entries that this contact's row allows, by how well they fit `text`."""
        playbook = self.conversation.agent.playbook
        return matcher(playbook).rank(text, frozenset(entry.key for entry in playbook if self._fits(entry)))

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
