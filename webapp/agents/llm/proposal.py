"""A Decision made of a model's answer. What may not be chosen is dropped; nothing is taken on trust."""

from __future__ import annotations

from webapp.agents import allowance, contradicting, outgoing
from webapp.agents.base import (
    Conversation,
    Decision,
    Explanation,
    Goal,
    Handoff,
    HandoffKind,
    Match,
    Memory,
    OpenTask,
)
from webapp.agents.cards import mask_cards
from webapp.agents.definition import HandoffRules
from webapp.agents.llm import claims, saying, tasks
from webapp.agents.llm.answer import HANDOFFS, Answer
from webapp.agents.llm.claims import Backing
from webapp.agents.outgoing import Limits
from webapp.agents.playbook import languages
from webapp.agents.playbook.sentences import sentence

LONGEST_REASON = 300
"""Characters of a sentence for staff."""
UNSURE_BELOW = 0.35
"""Of the model's confidence: below it, it has not understood."""
MOST_UNSURE = 2
"""Decisions in a row that are unsure, and then staff take over."""
WITHHELD = "The model gave a reason that must not be shown."


def decision(answer: Answer, conversation: Conversation) -> Decision:
    """What the answer proposes. Its `say` has still to go through `outgoing.check`, as any engine's."""
    language = _language(answer, conversation)
    if answer.opt_out:
        because = Explanation("They asked not to be reached any more.")
        return Decision(language=language, opt_out=True, end=True, explanation=because)
    kept = tasks.with_own_links(conversation, allowance.limits(conversation, Decision()))
    step = tasks.step(conversation, answer, language, kept)
    unsure = _unsure(answer, conversation)
    own = saying.clean(answer.say)
    wanted = _handoff(answer, unsure, conversation.agent.handoff, kept)
    refused = _disputed(answer, conversation) or _unsayable(own, conversation)
    if refused is None and (wanted or not step.say):
        refused = _claimed(own, conversation, _backing(answer, conversation, step, wanted), kept)
    handoff = refused or wanted
    own = "" if refused else own
    say = own or sentence(language, "handoff") if handoff else step.say or own
    return Decision(
        say=mask_cards(say),
        language=language,
        task=step.task.key if step.task else None,
        fields=step.fields,
        confirm=step.confirm and handoff is None,
        runs=step.runs and handoff is None,
        handoff=handoff,
        labels=_labels(answer, conversation),
        goal=_goal(answer, conversation, step, handoff, kept),
        knowledge_ids=_knowledge(answer, conversation),
        confidence=round(answer.confidence, 3),
        end=answer.end,
        memory=_memory(step.memory, unsure, handoff),
        explanation=_explanation(answer, conversation, kept),
    )


def _language(answer: Answer, conversation: Conversation) -> str:
    """The one that the model says it writes; of one that the agent does not speak, that of the thread."""
    spoken = conversation.agent.languages
    if answer.language in spoken:
        return answer.language
    text = "\n".join(conversation.unanswered())
    return languages.of_thread(text, conversation.language, spoken)


def _unsure(answer: Answer, conversation: Conversation) -> int:
    return conversation.memory.unsure + 1 if answer.confidence < UNSURE_BELOW else 0


def _handoff(answer: Answer, unsure: int, rules: HandoffRules, limits: Limits) -> Handoff | None:
    """Anger alone is no reason where the agent's owner wants it to go on, as long as there is an answer."""
    given = answer.handoff
    goes_on = given is not None and given.kind == HandoffKind.UPSET and not rules.upset and answer.say.strip()
    if given is not None and given.kind in HANDOFFS and not goes_on:
        return Handoff(HandoffKind(given.kind), _reason(given.reason, limits) or "The model gave no reason.")
    if rules.unsure_twice and unsure >= MOST_UNSURE:
        return Handoff(HandoffKind.UNSURE, "Twice in a row, the model was not sure what to answer.")
    return None


def _disputed(answer: Answer, conversation: Conversation) -> Handoff | None:
    """It answers by what another piece of knowledge contradicts: which of them is right, only staff know."""
    used = _knowledge(answer, conversation)
    pieces = [hit.knowledge for hit in conversation.agent.knowledge]
    for piece in pieces:
        if piece.id in used and contradicting.contradicts_itself(piece):
            return Handoff(HandoffKind.UNSURE, f"“{piece.title}” contradicts itself.")
    for one, other in contradicting.pairs(pieces):
        if one.id in used or other.id in used:
            reason = f"“{one.title}” and “{other.title}” contradict each other."
            return Handoff(HandoffKind.UNSURE, reason)
    return None


def _unsayable(say: str, conversation: Conversation) -> Handoff | None:
    reason = saying.fault(say, conversation) if say else ""
    return Handoff(HandoffKind.UNSURE, reason) if reason else None


def _claimed(own: str, conversation: Conversation, backing: Backing, limits: Limits) -> Handoff | None:
    """It says that something was done, and nothing does it: they would rely on that."""
    said = claims.unbacked(own, conversation, backing)
    if not said:
        return None
    reason = f"The answer said what no task has done, and was not sent: “{_reason(said, limits)}”"
    given = backing.handoff
    return Handoff(given.kind, f"{given.reason} {reason}") if given else Handoff(HandoffKind.UNSURE, reason)


def _backing(
    answer: Answer, conversation: Conversation, step: tasks.Step, handoff: Handoff | None
) -> Backing:
    return Backing(
        task=step.task if step.runs and handoff is None else None,
        opened=step.task is not None,
        handoff=handoff,
        labels=bool(_labels(answer, conversation)),
    )


def _reason(text: str, limits: Limits) -> str:
    """One line for staff, without what could mislead them: someone else's phone, address or link."""
    line = mask_cards(" ".join(text.split()))[:LONGEST_REASON]
    printable = "".join(sign for sign in line if sign.isprintable())
    return WITHHELD if outgoing.fault(printable, limits) else printable


def _labels(answer: Answer, conversation: Conversation) -> tuple[str, ...]:
    allowed = {label.name for label in conversation.agent.labels}
    return tuple(dict.fromkeys(name for name in answer.labels if name in allowed))


def _goal(
    answer: Answer, conversation: Conversation, step: tasks.Step, handoff: Handoff | None, limits: Limits
) -> Goal | None:
    """None by a task that staff have to see to, because it does not run."""
    if step.runs and step.task is not None and step.task.reaches_goal:
        return Goal(True, f"“{step.task.name}” was agreed.") if handoff is None else None
    if answer.goal is None or not conversation.agent.goal.strip():
        return None
    return Goal(answer.goal.reached, _reason(answer.goal.reason, limits))


def _knowledge(answer: Answer, conversation: Conversation) -> tuple[int, ...]:
    known = {hit.knowledge.id for hit in conversation.agent.knowledge}
    return tuple(dict.fromkeys(one for one in answer.knowledge_ids if one in known))


def _memory(opened: OpenTask | None, unsure: int, handoff: Handoff | None) -> Memory:
    """Whatever was open is closed when staff take over: they read it in the thread."""
    return Memory() if handoff else Memory(task=opened, unsure=unsure)


def _explanation(answer: Answer, conversation: Conversation, limits: Limits) -> Explanation:
    used = _knowledge(answer, conversation)
    matches = tuple(
        Match("knowledge", str(hit.knowledge.id), hit.knowledge.title, round(hit.score, 2), decided=True)
        for hit in conversation.agent.knowledge
        if hit.knowledge.id in used
    )
    return Explanation(_reason(answer.because, limits), matches)
