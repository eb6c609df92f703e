"""What a call asks an agent whose engine asks a model: asked here, thought about in the process that may.

A call waits for seconds at most: a question is taken up once, and not again when its process dies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from webapp import queue
from webapp.agents import registry, typed_json
from webapp.agents.base import Conversation, Decision, EngineFault
from webapp.agents.registry import EngineKind
from webapp.db import db, now, only_reading
from webapp.models.call import Call, CallState
from webapp.models.call_question import CallQuestion
from webapp.rules.callflow.events import Heard
from webapp.services.agents import language_models
from webapp.services.calls import acting, asking, finding, scripts
from webapp.services.calls.asking import Thought

LOST = timedelta(seconds=3)
"""After which one that no process has taken up is put into the queue again."""
IN_TIME = timedelta(seconds=30)
"""What is older than this is not thought about any more: the call goes on without."""


@dataclass(frozen=True)
class Work:
    """All that was read for one question."""

    question_id: int
    call_id: int
    kind: EngineKind
    conversation: Conversation


def ask(call: Call, heard: Heard) -> None:
    """The process that asks models is told after the commit."""
    question = CallQuestion(call_id=call.id, turn=call.turn, heard=typed_json.to_json(heard))
    db.session.add(question)
    db.session.flush()
    queue.later(queue.ASK_IN_CALL, question.id)


def of(call: Call) -> CallQuestion | None:
    """The newest of a call."""
    query = select(CallQuestion).where(CallQuestion.call_id == call.id)
    newest = query.order_by(CallQuestion.id.desc()).limit(1)
    return db.session.scalars(newest, execution_options={"populate_existing": True}).one_or_none()


def heard_in(question: CallQuestion) -> Heard:
    """What they had said."""
    return typed_json.from_json(Heard, question.heard)


def thought_of(question: CallQuestion) -> Thought | None:
    """What came of it; None: nothing yet."""
    if question.decided_at is None:
        return None
    seconds = round((question.decided_at - question.asked_at).total_seconds(), 3)
    if question.decision is None:
        return Thought(EngineFault(question.fault), seconds)
    return Thought(typed_json.from_json(Decision, question.decision), seconds)


def is_decided(question_id: int) -> bool:
    """Read apart from the session, without any lock: it is asked many times a second."""
    query = select(CallQuestion.id)
    query = query.where(CallQuestion.id == question_id, CallQuestion.decided_at.is_not(None))
    with only_reading() as connection:
        return connection.execute(query).first() is not None


def begin(question_id: int) -> Work | None:
    """Take it up. None: another process has, or it is too late."""
    moment = now()
    free = (CallQuestion.started_at.is_(None), CallQuestion.asked_at > moment - IN_TIME)
    taken = update(CallQuestion).where(CallQuestion.id == question_id, *free).values(started_at=moment)
    row = db.session.execute(taken.returning(CallQuestion.id)).first()
    question = db.session.get(CallQuestion, question_id) if row else None
    call = db.session.get(Call, question.call_id) if question else None
    if question is None or call is None or call.state != CallState.ANSWERED:
        return None
    by = scripts.speaker(call)
    if by is None:
        fail(question_id, asking.NO_ONE)
        return None
    access = language_models.for_agent(by.definition.model_id)
    said = asking.conversation(call, by, heard_in(question))
    return Work(question_id, call.id, registry.with_model(access), said)


def end(work: Work, thought: Thought) -> None:
    """This came of it. Who has hung up meanwhile asks for no answer any more; a wish for no calls counts."""
    call = finding.by_id(work.call_id)
    if isinstance(thought.decision, EngineFault):
        fail(work.question_id, thought.decision.sentence)
    else:
        if call is not None and call.state != CallState.ANSWERED:
            acting.late_wish(call, thought.decision)
        _change(work.question_id, decided_at=now(), decision=typed_json.to_json(thought.decision))


def fail(question_id: int, sentence: str) -> None:
    """Nothing will come of it."""
    _change(question_id, decided_at=now(), fault=sentence)


def due() -> Sequence[int]:
    """Those that no process has taken up: what told of them was lost."""
    moment = now()
    waits = (CallQuestion.started_at.is_(None), CallQuestion.decided_at.is_(None))
    late = (CallQuestion.asked_at < moment - LOST, CallQuestion.asked_at > moment - IN_TIME)
    return db.session.scalars(select(CallQuestion.id).where(*waits, *late).order_by(CallQuestion.id)).all()


def _change(question_id: int, **values: Any) -> None:
    """Unless it was decided meanwhile, or is gone."""
    mine = (CallQuestion.id == question_id, CallQuestion.decided_at.is_(None))
    db.session.execute(update(CallQuestion).where(*mine).values(values))
