"""When a playbook must not go on: nothing to answer, STOP, a wish for a person, anger."""

from __future__ import annotations

from webapp.agents import phrases
from webapp.agents.base import Decision, Explanation, HandoffKind, Memory
from webapp.agents.definition import FieldKind
from webapp.agents.playbook import leaning
from webapp.agents.playbook.talk import Talk
from webapp.agents.words import folded, holds
from webapp.rules.replies import emergencies, replies
from webapp.rules.replies.replies import Meaning
from webapp.rules.wording import plain, spaced


def nothing_to_answer(talk: Talk) -> Decision | None:
    """Our side wrote last, or the texts are blank."""
    if talk.texts:
        return None
    because = Explanation("There is nothing to answer.")
    return Decision(language=talk.language, memory=talk.conversation.memory, explanation=because)


def opts_out(talk: Talk) -> Decision | None:
    """STOP in any spelling; what only reads like it is for a person to decide, without a word from us."""
    meanings = {replies.read(text) for text in talk.texts}
    if Meaning.OPT_OUT in meanings:
        because = Explanation("They asked not to be reached any more.")
        return Decision(language=talk.language, opt_out=True, end=True, explanation=because)
    if Meaning.HOLD in meanings:
        reason = "It reads like a wish not to be reached any more."
        handoff = talk.hands_off(HandoffKind.HOLD, reason)
        return Decision(language=talk.language, handoff=handoff.handoff, explanation=handoff.explanation)
    return None


def asks_for_person(talk: Talk) -> Decision | None:
    """In words that every agent knows, or in those of its owner."""
    said = folded(talk.text)
    own = next((word for word in talk.conversation.agent.handoff_words if holds(said, folded(word))), None)
    if own is not None:
        return talk.hands_off(HandoffKind.RULE, f'They wrote "{own}", one of the agent\'s handoff words.')
    if any(map(phrases.asks_for_person, talk.texts)):
        return talk.hands_off(HandoffKind.ASKED, "They asked for a person.")
    return None


def asks_for_call(talk: Talk) -> Decision | None:
    """A wish to be called, unless the owner has an answer for that, or a task asks whether to call."""
    if not any(map(phrases.asks_for_call, talk.texts)):
        return None
    entry = talk.conversation.agent.entry(talk.accepted or "")
    opened = talk.conversation.memory.task
    task = talk.conversation.agent.task(opened.key if opened else None)
    asked = next((one for one in task.fields if opened and one.key == opened.asked), None) if task else None
    if (entry and any(map(phrases.asks_for_call, entry.phrases))) or (
        asked and asked.kind is FieldKind.YES_NO
    ):
        return None
    return talk.hands_off(HandoffKind.ASKED, "They asked to be called.")


def is_emergency(talk: Talk) -> Decision | None:
    """A life may be in danger: a person reads it, and they hear whom to call meanwhile."""
    if not any(emergencies.find(spaced(plain(text))) for text in talk.texts):
        return None
    reason = "It may be an emergency: read it now."
    return talk.hands_off(HandoffKind.UPSET, reason, talk.sentence("emergency"))


def is_upset(talk: Talk) -> Decision | None:
    """Anger is for people, unless the agent's owner wants it to go on."""
    if not talk.conversation.agent.handoff.upset or not (
        any(map(phrases.is_upset, talk.texts)) or _shouts(talk)
    ):
        return None
    return talk.hands_off(HandoffKind.UPSET, "They sound upset.")


def _shouts(talk: Talk) -> bool:
    """Many write in capitals alone: what is understood is no shout."""
    understood = talk.accepted or leaning.of(talk.text, talk.languages) is not None
    return not understood and any(
        phrases.shouts(text) and not phrases.is_small_talk(text) for text in talk.texts
    )


def is_small_talk(talk: Talk) -> Decision | None:
    """Thanks get no answer, a greeting alone gets one. A question that is open stays open."""
    if all(map(phrases.is_small_talk, talk.texts)):
        return says_nothing(talk)
    if phrases.is_greeting(talk.text):
        return talk.says(talk.sentence("hello"), "It is a greeting and nothing else.", Memory())
    return None


def says_nothing(talk: Talk) -> Decision:
    """To thanks and the like."""
    because = talk.explained("Thanks, or a word like it: there is nothing to answer.")
    return Decision(language=talk.language, memory=talk.conversation.memory, explanation=because)
