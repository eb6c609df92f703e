"""Segments of a contact: in the export, and gone with who is erased."""

from __future__ import annotations

import json

from flask import Flask
from sqlalchemy import func, select

from tests.conversations import CAROL
from tests.services.workflows.stage import ada, contact
from webapp.db import db
from webapp.models.segment import SegmentMember
from webapp.models.source import Source, SourceKind
from webapp.rules.workflow.document import Comparison, Conditions, Operator
from webapp.services.contacts.segments import members, store
from webapp.services.privacy import erasure, export, traces


def test_they_are_exported_and_erased(app: Flask) -> None:
    named = Conditions(comparisons=(Comparison("contact.name", Operator.CONTAINS, "Carol"),))
    store.create("Carols", ada(), named)
    keen = store.create("Keen", ada())
    members.add(keen, members.these([contact().id]), Source(SourceKind.PERSON, "Ada", ada().id))
    db.session.commit()
    held = json.loads(export.whole(CAROL, traces.look(CAROL)))["segments"]
    assert [(one["segment"], one["by_hand"], one.get("source_name")) for one in held] == [
        ("Carols", False, None),
        ("Keen", True, "Ada"),
    ]
    erasure.erase(CAROL, traces.look(CAROL))
    db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(SegmentMember)) == 0
    assert members.count(keen) == 0
