"""Callbacks between the messages of a conversation."""

from __future__ import annotations

from flask import Flask

from tests import factories
from webapp.db import db, now
from webapp.models.source import Source, SourceKind
from webapp.services.inbox.timeline import callback_lines
from webapp.services.threads import callbacks


def test_a_callback_says_who_promised_it_and_what_became_of_it(app: Flask) -> None:
    thread, ada = factories.thread(), factories.user()
    done = callbacks.add(thread, now(), "The roof.", Source(SourceKind.AGENT, "Desk", 7))
    gone = callbacks.add(thread, now(), "", Source(SourceKind.WORKFLOW))
    db.session.flush()
    callbacks.finish(done.id, ada.id)
    callbacks.cancel(gone.id, ada.id)
    assert [text for _, text in callback_lines.of(thread.id)] == [
        "Desk promised that someone calls back: The roof.",
        "Ada called back: The roof.",
        "The workflow promised that someone calls back.",
        "Ada canceled the callback.",
    ]
