"""A batch to a segment, from the page of new batches and from the segment's own."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import true

from jobs import intake as jobs
from tests import factories
from tests.views.client import Browser
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.source import Source, SourceKind
from webapp.services.contacts.segments import members, store


def test_from_the_page_of_new_batches_and_from_the_segment(app: Flask, admin: Browser) -> None:
    factories.number()
    for phone in factories.phones(2):
        factories.add(Contact(phone=phone))
    keen = store.create("Keen", factories.user())
    members.add(keen, true(), Source(SourceKind.LIST))
    store.create("Nobody", factories.user("Bea"))
    db.session.commit()
    page = admin.submit(admin.get("/batches/new"), "/batches/segment", segment=str(keen.id))
    assert page.path == "/batches/1/recipients"
    jobs.read_upload(1)
    page = admin.get(page.path)
    assert "2 rows" in page.words
    assert "Who was in the segment" in page.words
    page = admin.submit(page, "/batches/1/segment")
    assert page.path == "/batches/1/recipients"
    called = admin.submit(admin.get(f"/segments/{keen.id}"), "/batches/segment", channel="call")
    assert called.path == "/batches/2/recipients"
    empty = admin.submit(admin.get("/batches/new"), "/batches/segment", segment="2")
    assert "No one is in “Nobody” now" in empty.words
