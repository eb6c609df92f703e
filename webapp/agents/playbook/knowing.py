"""The answers that the agent's knowledge gives as it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

from webapp.agents import contradicting, topics
from webapp.agents.base import Decision, HandoffKind, Match
from webapp.agents.definition import Knowledge, KnowledgeHit
from webapp.agents.playbook.talk import Talk
from webapp.agents.words import words
from webapp.rules.replies import question_forms
from webapp.rules.replies.question_forms import Form

_TITLE_FITS = 80.0
"""Of 100: how well an entry's title must fit for its text to be the answer, asked or not."""
_LONGEST_KNOWLEDGE = 600
"""Characters of an entry that is sent as it is; a longer one is for models and staff."""
_MOST_WORDS_OF_NAME = 6
_PERSONS = frozenset(
    (
        "i im we ill id you he she they yo nosotros me je j nous vous ich wir sie eu nos voce "
        "yes no si oui non ja nein sim nao"
    ).split()
)
"""Words of a sentence that says something of people, and of answers."""
_ENTRY_WINS = 70.0
"""Score of a playbook's entry from which it is what was meant, whatever the knowledge says."""


@dataclass(frozen=True, slots=True)
class Known:
    """An entry of the knowledge that answers, and how well it fits: 0 to 100."""

    entry: Knowledge
    fit: float


def known(talk: Talk, text: str) -> Known | None:
    """What answers `text`: a question that it speaks of, or its title alone."""
    asked = topics.about(text if _asks(text) else "")
    whole = text == talk.text
    fits = [Known(hit.knowledge, _fit(hit, asked, whole)) for hit in talk.conversation.agent.knowledge]
    best = max(fits, key=lambda one: one.fit, default=None)
    if best is None or best.fit < topics.FITS or not 0 < len(best.entry.text.strip()) <= _LONGEST_KNOWLEDGE:
        return None
    return best


def _asks(text: str) -> bool:
    """A question, or a few words that only name what is wanted: "price of a cleaning"."""
    if question_forms.form(text) is not None:
        return True
    said = words(text)
    names = len(said) <= _MOST_WORDS_OF_NAME and not _PERSONS.intersection(said)
    return names and bool(topics.about(text).topics & topics.SPECIFIC)


def _fit(hit: KnowledgeHit, asked: topics.About, whole: bool) -> float:
    """Its title counts for all that was said together: that is what was searched for."""
    of_topic = (
        topics.fit(asked, topics.about(hit.knowledge.title), topics.about(hit.knowledge.text))
        if asked.terms
        else 0.0
    )
    of_title = hit.title_score if whole and hit.title_score >= _TITLE_FITS else 0.0
    return max(of_topic, of_title)


def beats_entry(talk: Talk, text: str) -> bool:
    """Whether the knowledge is nearer to a question than the entry that is near to it.

    A wish is for the playbook where that has what is wished for.
    """
    match = next((one for one in talk.rank(text).matches if one.key == talk.accepted_for(text)), None)
    if match is None:
        return True
    entry = talk.conversation.agent.entry(match.key)
    wish = question_forms.form(text) is Form.WISH and entry is not None and entry.acts
    return match.score < _ENTRY_WINS and not wish


def fits_better(talk: Talk) -> Decision | None:
    """A question that the knowledge speaks of, where no entry is nearer to it."""
    if question_forms.form(talk.text) is None or not beats_entry(talk, talk.text):
        return None
    return fits_knowledge(talk)


def fits_knowledge(talk: Talk) -> Decision | None:
    """The text of the entry that fits what was said."""
    found = known(talk, talk.text)
    if found and (reason := disputed(talk, talk.text, found)):
        return talk.hands_off(HandoffKind.UNSURE, reason)
    return told(talk, found, found.entry.text.strip()) if found else None


def disputed(talk: Talk, text: str, found: Known) -> str:
    """Why it must not be told, in a sentence; "" when it may: what is right, only staff know."""
    if contradicting.contradicts_itself(found.entry):
        return f"“{found.entry.title}” contradicts itself."
    rival = _rival_of(talk, text, found)
    return f"“{found.entry.title}” and “{rival.title}” contradict each other." if rival else ""


def _rival_of(talk: Talk, text: str, found: Known) -> Knowledge | None:
    """What speaks of the same, and says otherwise."""
    asked = topics.about(text).terms
    pieces = (hit.knowledge for hit in talk.conversation.agent.knowledge)
    rivals = (one for one in pieces if contradicting.contradict(found.entry, one))
    return next((one for one in rivals if asked & topics.about(f"{one.title}\n{one.text}").terms), None)


def match_of(found: Known) -> Match:
    """As what a decision came from."""
    fit = round(min(100.0, found.fit), 2)
    return Match("knowledge", str(found.entry.id), found.entry.title, fit, decided=True)


def told(talk: Talk, found: Known, say: str) -> Decision:
    """An answer with the text of the knowledge, and where it is from."""
    match = match_of(found)
    decision = talk.says(say, f'"{found.entry.title}" fits.', confidence=round(match.score / 100, 3))
    explanation = talk.explained(decision.explanation.because, (match, *talk.ranking.matches[:3]))
    return replace(decision, knowledge_ids=(found.entry.id,), explanation=explanation)
