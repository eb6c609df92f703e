"""The carrier as it speaks to us, and what we keep of it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories
from tests.views.signed import Vonage
from webapp.db import db
from webapp.models.entry import Direction
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.models.webhook_event import WebhookEvent


@pytest.fixture
def vonage(app: Flask) -> Vonage:
    return Vonage(app)


@pytest.fixture
def number(app: Flask) -> Number:
    return factories.number()


def everything() -> tuple[int, int]:
    """(webhooks kept, messages)"""
    db.session.rollback()
    counts = [db.session.scalar(select(func.count()).select_from(one)) for one in (WebhookEvent, Message)]
    return counts[0] or 0, counts[1] or 0


def inbox() -> list[str]:
    db.session.rollback()
    theirs = select(Message.text).where(Message.direction == Direction.IN).order_by(Message.id)
    return list(db.session.scalars(theirs))
