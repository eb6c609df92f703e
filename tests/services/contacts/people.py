"""Carol, and who says things about her."""

from __future__ import annotations

from tests import factories
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.source import Source, SourceKind

CAROL = "+12025550111"
DESK = Source(SourceKind.AGENT, "Reminder desk", 7)
LIST = Source(SourceKind.LIST, "autumn.csv", 3)


def carol() -> Contact:
    """She has a conversation with us."""
    contact = factories.thread(CAROL).contact
    db.session.commit()
    return contact


def ada() -> Source:
    """A person of the team."""
    return Source(SourceKind.PERSON, "Ada", factories.user().id)
