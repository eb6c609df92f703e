"""From the upload of a list to its contacts, through the real job: once, and without surprises."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from jobs import intake as jobs
from tests.services.contacts.imports.lists import (
    CAROL,
    DAVE,
    EVE,
    LIST,
    begin,
    contact,
    facts,
    imported,
    someone,
    take,
)
from webapp import queue
from webapp.db import db, now
from webapp.errors import Conflict
from webapp.models.contact import Contact
from webapp.models.entry import Entry
from webapp.models.event import Event
from webapp.models.opt_out import OptOutSource
from webapp.models.signal import Signal
from webapp.models.source import Source, SourceKind
from webapp.models.upload import Upload
from webapp.models.user import User
from webapp.models.work import Work
from webapp.services import background_work, sweep
from webapp.services.contacts import attributes, labels
from webapp.services.contacts.imports import importing, store
from webapp.services.contacts.segments import members
from webapp.services.contacts.segments import store as segments
from webapp.services.opt_outs import marked, register
from webapp.services.threads import opening


@pytest.fixture
def ada(app: Flask) -> User:
    """Who brings the lists along."""
    return someone()


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(Contact)) or 0


def counts(one: object) -> tuple[int, ...]:
    return tuple(getattr(one, name) for name in ("added", "changed", "same", "kept", "left_out"))


def test_a_list_becomes_contacts_and_nothing_else(ada: User) -> None:
    one = imported(LIST, ada, label="Members", new_segment="Spring")
    assert (one.importing, counts(one), one.unread, one.repeated) == (Work.DONE, (3, 0, 0, 0, 0), 1, 1)
    assert facts(CAROL) == {
        "name": "Carol Jones", "labels": ["Members"], "City": "Bonn", "Joined": "2024-09-03",
    }  # fmt: skip
    assert facts(DAVE) == {"name": "Dave", "labels": ["Members"], "Joined": "2025-12-31"}
    segment = next(one for one in segments.listed() if one.name == "Spring")
    assert members.count(segment) == 3
    assert db.session.scalar(select(func.count()).select_from(Entry)) == 0
    assert db.session.scalar(select(func.count()).select_from(Upload)) == 0 and one.upload_id is None
    event = db.session.scalars(select(Event).where(Event.kind == "contacts.imported")).one()
    assert (event.user_id, event.data["added"], event.data["label"]) == (ada.id, 3, "Members")


def test_what_is_missing_is_filled_in(ada: User) -> None:
    imported("Phone,City\n+12025550111,Bonn\n", ada)
    one = imported("Phone,Name,City,Age\n+12025550111,Carol,Rome,41\n", ada)
    assert counts(one) == (0, 1, 0, 0, 0)
    assert facts(CAROL) == {"name": "Carol", "labels": [], "City": "Bonn", "Age": "41"}
    again = imported("Phone,Name,City,Age\n+12025550111,Carol,Rome,41\n", ada)
    assert counts(again) == (0, 0, 1, 0, 0)


def test_values_are_overwritten_but_those_that_a_person_has_set(ada: User) -> None:
    imported("Phone,Name,City,Age\n+12025550111,Carol,Bonn,40\n", ada)
    attributes.put(contact(CAROL), "city", "Ulm", Source(SourceKind.PERSON, "Ada", ada.id))
    db.session.commit()
    one = imported("Phone,Name,City,Age\n+12025550111,Carola,Rome,41\n", ada, known="overwrite")
    assert counts(one) == (0, 1, 0, 1, 0)
    assert facts(CAROL) == {"name": "Carola", "labels": [], "city": "Ulm", "Age": "41"}
    age = next(row for row in attributes.of(contact(CAROL).id) if row.name == "Age")
    assert (age.number, age.source, age.source_name) == (41.0, SourceKind.LIST, "people.csv")


def test_a_label_that_was_only_suggested_counts(ada: User) -> None:
    imported(f"Phone\n{CAROL}\n", ada)
    labels.put(contact(CAROL), "keen", Source(SourceKind.AGENT, "Bot", 1), suggested=True)
    db.session.commit()
    one = imported(f"Phone\n{CAROL}\n", ada, label="Keen")
    assert (counts(one)[1], labels.of(contact(CAROL).id)[0].suggested) == (1, False)


def test_who_has_opted_out_stays_so(ada: User) -> None:
    register.record(CAROL, OptOutSource.STAFF, "asked", user_id=ada.id)
    db.session.commit()
    one = imported(LIST, ada)
    assert (one.opted_out, CAROL in register.active([CAROL])) == (1, True)


def test_values_that_do_not_fit_are_counted(ada: User) -> None:
    one = imported(f"Phone,Note\n{CAROL},{'x' * 501}\n", ada)
    assert (counts(one), facts(CAROL)) == ((1, 0, 0, 0, 1), {"name": "", "labels": []})


@pytest.mark.parametrize("killed_after", [1, 2, 3])
@pytest.mark.long
def test_a_job_that_was_killed_goes_on_and_doubles_nothing(ada: User, killed_after: int) -> None:
    rows = "".join(f"P{n},+1202555{n:04d},{n}\n" for n in range(100, 200))
    rows += "".join(f"P{n},+1303555{n:04d},{'x' * 499}\n" for n in range(100, 2000))
    one = begin(take("Name,Phone,Note\n" + rows, ada), ada, label="All")
    steps = importing.carry_out(one.id, marked.record)
    for _ in range(killed_after):
        next(steps)
        db.session.commit()
    del steps
    db.session.rollback()
    store.locked(one.id).worked_at = now() - background_work.SILENCE - timedelta(seconds=1)
    db.session.commit()
    assert one.id in sweep.look()[queue.IMPORT_CONTACTS]
    jobs.import_contacts(one.id)
    one = store.get(one.id)
    assert (one.importing, counts(one), one.rows_done) == (Work.DONE, (2000, 0, 0, 0, 0), 2000)
    assert people() == 2000
    assert facts("+12025550150") == {"name": "P150", "labels": ["All"], "Note": "150"}


def test_one_that_was_stopped_keeps_what_it_has_and_goes_on(ada: User) -> None:
    one = begin(take(LIST, ada), ada)
    store.stop(store.locked(one.id), ada)
    db.session.commit()
    jobs.import_contacts(one.id)
    assert (people(), store.get(one.id).importing_fault) == (0, f"{ada.name} stopped it.")
    store.go_on(store.locked(one.id))
    db.session.commit()
    jobs.import_contacts(one.id)
    assert people() == 3


def test_someone_who_came_meanwhile_is_known(ada: User) -> None:
    one = begin(take(LIST, ada), ada)
    opening.contact(EVE, "Evelyn")
    db.session.commit()
    jobs.import_contacts(one.id)
    assert (counts(store.get(one.id))[:2], facts(EVE)["name"]) == ((2, 1), "Evelyn")


def test_no_signal_that_would_start_a_workflow_is_written(ada: User) -> None:
    imported(LIST, ada, label="Members", new_segment="Spring")
    kinds = set(db.session.scalars(select(Signal.kind)))
    assert kinds <= {"contacts.imported", "facts.imported"}


def test_the_segment_stays_as_long_as_people_are_put_into_it(ada: User) -> None:
    one = begin(take(LIST, ada), ada, new_segment="Spring")
    with pytest.raises(Conflict, match=r"still used: by the import of “people\.csv”"):
        segments.remove(segments.get(one.segment_id or 0), ada)
    jobs.import_contacts(one.id)
    segments.remove(segments.get(one.segment_id or 0), ada)


ZONES = f"Phone,Time zone\n{CAROL},America/Denver\n{DAVE},nowhere\n{EVE},los angeles\n"


@pytest.mark.parametrize(("known", "carol"), [("fill", "Europe/Berlin"), ("overwrite", "America/Denver")])
def test_a_time_zone_of_the_list_is_theirs(ada: User, known: str, carol: str) -> None:
    imported(f"Phone\n{CAROL}\n", ada)
    contact(CAROL).timezone = "Europe/Berlin"
    db.session.commit()
    imported(ZONES, ada, known=known)
    assert [contact(one).timezone for one in (CAROL, DAVE, EVE)] == [carol, "", "America/Los_Angeles"]
    assert not contact(DAVE).attributes


def test_a_column_can_be_left_out_or_be_an_attribute(ada: User) -> None:
    imported(ZONES, ada, **{"zone": "", "take-1": "yes"})
    assert (contact(CAROL).timezone, contact(CAROL).attributes) == ("", {"Time zone": "America/Denver"})
