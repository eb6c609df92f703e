"""How many people a batch may reach, by the two-person rule and by what was approved of it."""

from __future__ import annotations

from sqlalchemy import select

from webapp.db import db
from webapp.models import statuses
from webapp.models.batch import Batch, BatchState
from webapp.models.recipient import RecipientStatus as S
from webapp.models.statuses import Phase
from webapp.services import settings
from webapp.services.recipients import tallies

LEFT_OUT = statuses.in_phase(S, Phase.BEFORE)


def limit() -> int | None:
    """How many people one person may reach alone; None while the rule is off."""
    value = settings.get("approval_over")
    return None if value is None else int(value)


def people(batch_id: int) -> int:
    """How many a batch reaches, has reached or is reaching."""
    counts = tallies.counts(batch_id)
    return sum(counts.get(status, 0) for status in S if status not in LEFT_OUT)


def has_room(batch_id: int) -> bool:
    """May one more person of a batch, who was left out, be reached after all?

    A draft always has room: how many it reaches is asked when it is to start.
    """
    most = limit()
    standing = select(Batch.state, Batch.reach_limit).where(Batch.id == batch_id)
    state, approved = db.session.execute(standing).one()
    if most is None or approved is None or state == BatchState.DRAFT:
        return True
    return people(batch_id) < max(most, approved)
