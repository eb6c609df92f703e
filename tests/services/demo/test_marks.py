"""What is made up is told from what people have added, even where a row has the id of one that is gone."""

from __future__ import annotations

from flask import Flask

from tests import factories
from webapp.db import db
from webapp.models.contact import Contact
from webapp.services.demo import marks


def contact(phone: str) -> Contact:
    found: Contact = factories.add(Contact(phone=phone))
    return found


def test_only_what_was_remembered_is_made_up(app: Flask) -> None:
    assert not marks.any_left()
    made_up, _own = contact("+12025550111"), contact("+12025550112")
    marks.remember(made_up)
    db.session.flush()
    assert marks.any_left()
    assert marks.of(Contact) == {made_up.id}


def test_a_row_that_got_the_id_of_a_made_up_one_is_not_made_up(app: Flask) -> None:
    made_up = contact("+12025550111")
    marks.remember(made_up)
    db.session.flush()
    reused = made_up.id
    db.session.delete(made_up)
    db.session.flush()
    factories.add(Contact(id=reused, phone="+12025550112"))
    assert marks.of(Contact) == set()


def test_notes_are_remembered_as_the_entries_that_they_are(app: Flask) -> None:
    from webapp.models.entry import Direction, Entry, Origin
    from webapp.models.note import Note, NoteState

    thread = factories.thread()
    note = factories.add(
        Note(
            thread_id=thread.id, number_id=thread.number_id, phone="+12025550111", direction=Direction.OUT,
            state=NoteState.KEPT, origin=Origin.STAFF, text="Call her.",
        )
    )  # fmt: skip
    marks.remember(note)
    db.session.flush()
    assert marks.of(Entry) == {note.id}
