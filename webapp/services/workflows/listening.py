"""Which workflows an import of contacts might be about: none starts by it, some take its people in later."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select

from webapp.db import db
from webapp.models.workflow import Workflow, WorkflowState
from webapp.services.workflows.clock import dates

BY_FACTS = ("contact", "label", "attribute", "segment")
"""Triggers by what is known of a contact, which a person's or a program's change sets off."""


def to_facts() -> int:
    """How many live workflows start by a new contact, a label, an attribute or a segment."""
    live = (Workflow.trigger.in_(BY_FACTS), Workflow.state == WorkflowState.LIVE)
    return db.session.scalar(select(func.count()).where(*live)) or 0


def by_the_clock(attributes: Collection[str]) -> list[str]:
    """The names of live ones that look for their contacts: at fixed times, or by a date in one of these."""
    scheduled = (Workflow.trigger == "schedule", Workflow.state == WorkflowState.LIVE)
    names = set(db.session.scalars(select(Workflow.name).where(*scheduled)))
    return sorted(names | {one.name for one in dates.about(attributes) if one.state == WorkflowState.LIVE})
