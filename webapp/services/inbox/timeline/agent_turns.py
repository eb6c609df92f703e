"""What agents decided in a conversation, and why: beside the messages that they wrote, or as lines alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, select

from webapp.agents import stored, typed_json
from webapp.agents.base import Decision, Match
from webapp.agents.definition import Task
from webapp.bulk import in_param, in_values
from webapp.db import db
from webapp.models.agent import Agent, AgentVersion
from webapp.models.agent_turn import AgentTurn, TurnOutcome
from webapp.models.handoff import Handoff
from webapp.services.agents import record_text

TOGETHER = timedelta(seconds=5)
"""A turn and the handoff that it led to are written in one transaction."""
ALONE = {
    TurnOutcome.SILENT: "said nothing",
    TurnOutcome.FILTERED: "said nothing",
    TurnOutcome.FAILED: "could not answer",
    TurnOutcome.SUPERSEDED: "did not send its answer",
}
"""What stands in a conversation without a message of its own."""
MATCHES = 3
Tasks = Mapping[tuple[int, int, str], Task]
"""By the id of an agent, the number of its version, and the task's key."""


@dataclass(frozen=True)
class Turn:
    """`why`: what it came from, as words and what they say. `also`: what decided nothing."""

    id: int
    at: datetime
    agent: str
    color: str
    version: int
    outcome: TurnOutcome
    reason: str
    why: tuple[tuple[str, str], ...]
    also: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Of one that sent nothing, in words."""
        said = f"{self.agent} {ALONE.get(self.outcome, 'sent nothing')}"
        return f"{said}: {self.reason}" if self.reason else f"{said}."


def of_messages(message_ids: Iterable[int]) -> dict[int, Turn]:
    """By the message that was sent."""
    ids = list(message_ids)
    if not ids:
        return {}
    query = select(AgentTurn, Agent).join(Agent, Agent.id == AgentTurn.agent_id)
    theirs = query.where(in_param(AgentTurn.entry_id, "ids")).order_by(AgentTurn.id)
    rows = db.session.execute(theirs, {"ids": ids}).all()
    tasks = _tasks([turn for turn, _ in rows])
    return {turn.entry_id or 0: _turn(turn, agent, tasks) for turn, agent in rows}


def alone(thread_id: int, start: datetime | None, until: datetime | None) -> Sequence[Turn]:
    """Those without a message, from `start` on and before `until`, oldest first.

    One that something newer overtook is shown only while no other turn has followed it.
    """
    where = [AgentTurn.thread_id == thread_id]
    where += [AgentTurn.at >= start] if start is not None else []
    where += [AgentTurn.at < until] if until is not None else []
    query = select(AgentTurn, Agent).join(Agent, Agent.id == AgentTurn.agent_id).where(*where)
    rows = db.session.execute(query.order_by(AgentTurn.id)).all()
    last = rows[-1][0].id if rows and until is None else 0
    shown = [(turn, agent) for turn, agent in rows if _stands_alone(turn, last)]
    tasks = _tasks([turn for turn, _ in shown])
    return [_turn(turn, agent, tasks) for turn, agent in shown]


def behind(handoff: Handoff, turns: Sequence[Turn]) -> Turn | None:
    """The turn that led to a handoff; None when a message of its own shows it."""
    before = [one for one in turns if timedelta() <= handoff.created_at - one.at < TOGETHER]
    return before[-1] if before else None


def _stands_alone(turn: AgentTurn, last: int) -> bool:
    if turn.entry_id is not None:
        return False
    return turn.outcome != TurnOutcome.SUPERSEDED or turn.id == last


def _tasks(turns: Sequence[AgentTurn]) -> Tasks:
    """What the versions of the agents that decided called their tasks; none is read where none was begun."""
    begun = [turn for turn in turns if turn.decision.get("task")]
    if not begun:
        return {}
    query = select(AgentVersion).where(
        AgentVersion.agent_id.in_(in_values({turn.agent_id for turn in begun}, Integer)),
        AgentVersion.number.in_(in_values({turn.version for turn in begun}, Integer)),
    )
    return {
        (row.agent_id, row.number, task.key): task
        for row in db.session.scalars(query)
        for task in stored.from_json(row.definition).tasks
    }


def _turn(turn: AgentTurn, agent: Agent, tasks: Tasks) -> Turn:
    return Turn(
        turn.id,
        turn.at,
        agent.name,
        agent.color,
        turn.version,
        TurnOutcome(turn.outcome),
        turn.reason,
        tuple(_why(turn, tasks)),
        tuple(map(_match, [one for one in _entries(turn) if not one.decided][:MATCHES])),
    )


def _entries(turn: AgentTurn) -> list[Match]:
    decision = typed_json.from_json(Decision, turn.decision)
    return [one for one in decision.explanation.matches if one.kind == "entry"]


def _why(turn: AgentTurn, tasks: Tasks) -> Iterable[tuple[str, str]]:
    decision = typed_json.from_json(Decision, turn.decision)
    matches = decision.explanation.matches
    if turn.reason:
        yield "Reason", turn.reason
    if decision.explanation.because and decision.explanation.because != turn.reason:
        yield "Because", decision.explanation.because
    for match in [one for one in _entries(turn) if one.decided][:MATCHES]:
        yield "Match", _match(match)
    if used := _knowledge(decision, matches):
        yield "Knowledge used", used
    yield from _task(decision, tasks.get((turn.agent_id, turn.version, decision.task or "")))
    if decision.labels:
        yield "Labels", ", ".join(decision.labels)
    if decision.goal is not None:
        yield "Goal", f"{'reached' if decision.goal.reached else 'not reached'}: {decision.goal.reason}"
    if decision.confidence < 1:
        yield "Confidence", f"{decision.confidence:.0%}"
    if turn.outcome in (TurnOutcome.SUPERSEDED, TurnOutcome.FILTERED) and decision.say:
        yield "Not sent", f"“{decision.say}”"
    yield "Thought for", f"{turn.seconds:.1f} s"


def _match(match: Match) -> str:
    near = f", near “{match.phrase}”" if match.phrase else ""
    return f"“{match.name}”, {match.score:.0f} of 100{near}"


def _knowledge(decision: Decision, matches: Iterable[Match]) -> str:
    titles = {one.key: one.name for one in matches if one.kind == "knowledge"}
    return ", ".join(f"“{titles.get(str(one), f'entry {one}')}”" for one in decision.knowledge_ids)


def _task(decision: Decision, task: Task | None) -> Iterable[tuple[str, str]]:
    """In the words of the agent's form; its keys only where its version is not there any more."""
    if decision.task is None:
        return
    yield "Task", task.name if task else decision.task.replace("_", " ")
    labels = {field.key: field.label for field in task.fields} if task else {}
    fields = [
        f"{labels.get(key) or key.replace('_', ' ')}: {record_text.shown(value)}"
        for key, value in decision.fields.items()
        if value
    ]
    if fields:
        yield "Fields", "; ".join(fields)
