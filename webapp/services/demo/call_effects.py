"""What follows from a made-up call: turns of the agent, tasks, labels, opt-outs, callbacks."""

from __future__ import annotations

from datetime import datetime

from webapp.agents import base, decided
from webapp.models.agent_turn import AgentTurn, TurnOutcome
from webapp.models.call import Call
from webapp.models.callback import Callback
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.source import SourceKind
from webapp.rules.callback_time import SOON
from webapp.services.demo import answers
from webapp.services.demo.answers import Answerer
from webapp.services.demo.stage import Conversation

SECONDS = 0.02


def decided_turn(call: Call, by: Answerer, decision: base.Decision) -> AgentTurn:
    """As services/calls/asking keeps it."""
    handoff = decision.handoff
    outcome = TurnOutcome.SENT if decision.say else TurnOutcome.SILENT
    return AgentTurn(
        thread_id=call.thread_id, agent_id=by.agent.id, version=by.agent.version,
        decision=decided.to_json(decision), entry_id=call.id, batch_id=call.batch_id, seconds=SECONDS,
        outcome=TurnOutcome.HANDED_OFF if handoff or decision.opt_out else outcome,
        reason=handoff.reason if handoff else decision.explanation.because,
        handoff=str(handoff.kind) if handoff else "",
        goal_reached=decision.goal is not None and decision.goal.reached,
    )  # fmt: skip


def decided_by(one: Conversation, call: Call, by: Answerer, decision: base.Decision, at: datetime) -> None:
    """Keep the turn, its labels, and the task that it has carried out."""
    turn = decided_turn(call, by, decision)
    answers.add(turn, at=at)
    row = answers.answering(one)
    if turn.goal_reached and decision.goal is not None:
        row.goal_reached_at, row.goal_reason = (
            row.goal_reached_at or at,
            row.goal_reason or decision.goal.reason,
        )
    for name in decision.labels:
        answers.label(one, name, SourceKind.AGENT, (by.agent.name, by.agent.id), at)
    if decision.runs:
        turn.record_id = answers.record(one, by, decision, f"{call.id}:{at.isoformat()}", at)


def opt_out(call: Call, evidence: str, at: datetime) -> None:
    """They want no more calls."""
    told = {"source": OptOutSource.CALL, "evidence": evidence, "message_id": call.id}
    answers.add(OptOut(phone=call.phone, **told), created_at=at)


def promise(call: Call, reason: str, by: Answerer, at: datetime) -> None:
    """A colleague calls back within the hour."""
    callback = Callback(
        thread_id=call.thread_id, due_at=at + SOON, text=reason, source=SourceKind.AGENT,
        source_name=by.agent.name, source_id=by.agent.id,
    )  # fmt: skip
    answers.add(callback, created_at=at)


def hand_off(one: Conversation, wanted: base.Handoff | None, reason: str, at: datetime) -> None:
    """They wanted a person, or the agent could not go on."""
    kind = wanted.kind if wanted else base.HandoffKind.ASKED
    answers.hand_off(one, base.Handoff(kind, reason), at)
