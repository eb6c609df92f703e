"""What agents that ask a model say in calls: in the thinker alone, see jobs/thinker."""

from __future__ import annotations

import structlog

from jobs.unit_of_work import fault_of, unit_of_work
from webapp import queue
from webapp.services import containment
from webapp.services.calls import asking, questions

log = structlog.get_logger(__name__)
RAISED = "The agent could not work ({name}). The log says more."


def decide(question_id: int) -> None:
    """Take a question up, think with no transaction open, and keep what came of it. The call asks for it."""
    queue.taken(queue.ASK_IN_CALL, question_id)
    error = fault_of(lambda: _decide(question_id))
    if error is None:
        return
    log.error("a question of a call raised", question=question_id, error=repr(error))
    with unit_of_work():
        questions.fail(question_id, RAISED.format(name=containment.name(error)))


def _decide(question_id: int) -> None:
    with unit_of_work():
        work = questions.begin(question_id)
    if work is None:
        return
    thought = asking.think(work.kind, work.conversation)
    with unit_of_work():
        questions.end(work, thought)
