"""The message that an answer answers: the last one that came in before it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import aliased

from webapp.models.entry import Direction
from webapp.models.message import Message

INBOUND = aliased(Message)


def before_answer(value: Any) -> ScalarSelect[Any]:
    """For a statement about `Message`: a value of INBOUND, the last message received before it in its thread.

    NULL when there is none.
    """
    earlier = (INBOUND.thread_id == Message.thread_id, INBOUND.id < Message.id)
    query = select(value).where(*earlier, INBOUND.direction == Direction.IN)
    return query.order_by(INBOUND.id.desc()).limit(1).scalar_subquery()
