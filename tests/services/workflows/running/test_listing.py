"""Runs and refusals as pages show them."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.services.workflows.stage import act, ada, contact, flow, live, run, runs, sms, step
from webapp.errors import NotFound
from webapp.models.workflow_run import RunState
from webapp.services.workflows import by_hand
from webapp.services.workflows.running import figures, listing
from webapp.services.workflows.running.listing import At, Counts

WAIT = step(2, "wait", amount="1", unit="days")


def test_what_waits_where_and_what_failed(app: Flask) -> None:
    workflow = live(flow("hand", sms(1, "Hi {{contact.nickname}}"), WAIT))
    people = [contact("+12025550111", nickname="Cy").id, contact("+12025550122", "Dave").id]
    by_hand.start(workflow.id, people, ada(), "key")
    act()
    assert listing.counts(workflow.id) == {"s1": Counts(done=1, failed=1), "s2": Counts(waiting=1)}
    assert figures.tally(workflow.id) == {RunState.WAITING: 1, RunState.FAILED: 1}
    at = {(step, did): _at(workflow.id, step, did) for step in ("s1", "s2") for did in vars(Counts())}
    assert {where: names for where, names in at.items() if names} == {
        ("s1", "done"): ["Carol Diaz"],
        ("s1", "failed"): ["Dave"],
        ("s2", "waiting"): ["Carol Diaz"],
    }
    failed = [one for one in runs() if one.contact.name == "Dave"]
    why = listing.why_at(failed, At("s1", "failed"))
    assert why == {failed[0].id: "There is no value for “{{contact.nickname}}”."}


def _at(workflow_id: int, step: str, did: str) -> list[str]:
    return [one.contact.name for one in listing.page(workflow_id, at=At(step, did))[0]]


def test_they_are_found_by_state_and_by_name(app: Flask) -> None:
    workflow = live(flow("hand", sms(1), WAIT))
    people = [contact("+12025550111").id, contact("+12025550122", "José Dias").id]
    by_hand.start(workflow.id, people, ada(), "key")
    by_hand.start(workflow.id, people, ada(), "again")
    act()
    found, more = listing.page(workflow.id, search="jose")
    assert ([one.contact.name for one in found], more) == (["José Dias"], False)
    assert len(listing.page(workflow.id, RunState.WAITING)[0]) == 2
    assert len(listing.page(workflow.id, before=runs()[1].id)[0]) == 1
    assert listing.page(workflow.id, search="0122")[0][0].contact.name == "José Dias"
    refused, _ = listing.refused(workflow.id)
    assert [one.why for one in refused] == ["in it", "in it"]
    assert listing.refused(workflow.id, before=refused[1].id) == ([], False)


def test_one_with_its_steps(app: Flask) -> None:
    workflow = live(flow("hand", sms(1), WAIT))
    by_hand.start(workflow.id, [contact().id], ada(), "key")
    act()
    assert [one.step for one in listing.get(run().id).steps] == ["s1", "s2"]
    assert [one.workflow.name for one in listing.of_contact(run().contact_id)] == ["Follow-up"]
    with pytest.raises(NotFound):
        listing.get(run().id + 1)
