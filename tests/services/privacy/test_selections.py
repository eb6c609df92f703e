"""The words of a search that names a person go with them, and in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select, true

from tests.conversations import CAROL
from tests.services.workflows import stage
from tests.services.workflows.stage import ada, contact
from webapp.db import db, now
from webapp.models.selection_job import SelectionJob
from webapp.models.work import Work
from webapp.models.workflow_start import StartState, WorkflowStart
from webapp.services.contacts.segments import selection, store
from webapp.services.contacts.segments.selection import Selection
from webapp.services.privacy import erasure, retention, selections, traces
from webapp.services.workflows.many import asking


def job(said: str, search: str = "", working: Work = Work.DONE, **where: Any) -> int:
    kept = selection.to_json(Selection(search)) if search else {}
    made = SelectionJob(selection=kept, said=said, working=working, created_by=ada().id, **where)
    db.session.add(made)
    db.session.flush()
    return made.id


def start(whom: str) -> WorkflowStart:
    return asking.prepare(flow_id(), true(), whom, ada())


def flow_id() -> int:
    return stage.live(stage.flow("hand", stage.sms(1)), f"Flow {now().isoformat()}").id


def said() -> dict[int, str]:
    db.session.expire_all()
    return {one.id: one.said for one in db.session.scalars(select(SelectionJob))}


def erase() -> None:
    db.session.commit()
    erasure.erase(CAROL, traces.look(CAROL))
    db.session.commit()


def test_what_searched_for_someone_is_erased_with_them(app: Flask) -> None:
    contact().name = "Carol Diaz"
    keen = {"segment_id": store.create("Keen", ada()).id}
    drafted, asked, failed = (start(f"found with “{one}”") for one in ("Bob", "carol d", "Carol"))
    asked.state = StartState.DONE
    of_start, of_asked = job("found with “Bob”", start_id=drafted.id), job("with “Diaz”", start_id=asked.id)
    job("found with “Car", "Carol", Work.FAILED, start_id=failed.id)
    for words in ("found with “car”", f"“{CAROL[-6:]}”", "their city is “Rome”, found with “Diaz"):
        job(words, **keen)
    others = [job(words, **keen) for words in ("all contacts", "found with “Bob”", "their city is “Rome”")]
    busy = job("found with “Carol”", "Carol", Work.WAITING, **keen)
    drafted_id, asked_id = drafted.id, asked.id
    erase()
    kept = said()
    assert sorted(kept) == sorted([of_start, of_asked, *others, busy])
    assert (kept[of_asked], kept[of_start]) == (selections.ERASED, "found with “Bob”")
    whom = {one.id: one.whom for one in db.session.scalars(select(WorkflowStart))}
    assert whom == {drafted_id: "found with “Bob”", asked_id: selections.ERASED}


def test_jobs_that_are_over_go_after_thirty_days(app: Flask) -> None:
    keen = {"segment_id": store.create("Keen", ada()).id}
    long_ago = {"created_at": now() - timedelta(days=31)}
    contact()
    begun = start("all contacts")
    for working in (Work.DONE, Work.FAILED, Work.NONE):
        job("over", working=working, **keen, **long_ago)
    job("over", start_id=begun.id, **long_ago)
    stay = [job("new", **keen), job("busy", working=Work.RUNNING, **keen, **long_ago)]
    stay.append(job("keeps it", "Bob", Work.FAILED, start_id=begun.id, **long_ago))
    db.session.commit()
    for _ in retention.tidy():
        db.session.commit()
    assert sorted(said()) == sorted(stay)
