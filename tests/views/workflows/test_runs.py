"""The runs of a workflow: found by state and by name, as a file, canceled at once; refused starts."""

from __future__ import annotations

from tests.services.workflows import stage
from tests.views.client import Browser, take
from webapp.db import db
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import RunState
from webapp.services.workflows import by_hand

OTHER = "+12025550133"


def running(name: str = "Follow-up") -> Workflow:
    """Two people wait in it."""
    workflow = stage.live(stage.flow("hand", stage.step(1, "wait"), stage.sms(2)), name)
    people = [stage.contact(), stage.contact(OTHER, "Dan Ostrom")]
    by_hand.start(workflow.id, [one.id for one in people], stage.ada(), "k1")
    stage.act()
    return workflow


def test_runs_are_listed_filtered_and_found(admin: Browser, staff: Browser) -> None:
    path = f"/workflows/{running().id}"
    page = staff.get(f"{path}/runs")
    assert "Carol Diaz" in page.words and "Dan Ostrom" in page.words
    assert "Wait 1 hour" in page.words and "2 All" in page.words
    assert "Dan Ostrom" not in staff.get(f"{path}/runs?q=carol").words
    assert "None fits what you are looking for." in staff.get(f"{path}/runs?state=failed").words
    of_workflow = staff.get(path)
    assert "2 wait here" in of_workflow.words
    links = [one.attrs.get("href") or "" for one in of_workflow.root.all("a")]
    waiting = next(one for one in links if one.endswith("step=s1&did=waiting"))
    page = staff.get(waiting)
    assert "Wait here: Wait 1 hour." in page.words and "Dan Ostrom" in page.words
    assert "Dan Ostrom" not in staff.get(f"{waiting}&q=carol").words
    assert "None fits what you are looking for." in staff.get(f"{path}/runs?step=s2&did=left_out").words
    assert "2 wait here" in admin.get(f"{path}/edit").words


def test_the_list_of_workflows_counts_them(admin: Browser, staff: Browser) -> None:
    workflow = running()
    by_hand.start(workflow.id, [stage.contact().id], stage.ada(), "k2")
    db.session.commit()
    words = staff.get("/workflows").words
    assert "Live 2 1 just now" in words
    stage.live(stage.flow("hand", stage.step(1, "end")), "Another")
    assert "Live 0 0 never" in staff.get("/workflows").words


def test_they_are_taken_away_as_a_file(admin: Browser) -> None:
    page = take(admin, f"/workflows/{running().id}/runs.csv")
    lines = page.response.text.splitlines()
    assert len(lines) == 3
    assert "Dan Ostrom" in lines[1] and "waiting" in lines[1]
    assert "downloaded the runs of the workflow “Follow-up”" in admin.get("/audit").words


def test_all_are_canceled_at_once(admin: Browser, staff: Browser) -> None:
    path = f"/workflows/{running().id}/runs"
    assert staff.post(f"{path}/cancel", {"csrf_token": staff.token()}).status == 403
    page = admin.submit(admin.get(path), f"{path}/cancel")
    assert page.notices == ["2 runs are canceled."]
    assert {run.state for run in stage.runs()} == {RunState.CANCELED}


def test_refused_starts_say_why(admin: Browser, staff: Browser) -> None:
    workflow = running()
    assert "Nothing was refused" in staff.get(f"/workflows/{workflow.id}/refused").words
    by_hand.start(workflow.id, [stage.contact().id], stage.ada(), "k2")
    db.session.commit()
    words = staff.get(f"/workflows/{workflow.id}/refused").words
    assert stage.refusals()[0] in words and "Carol Diaz" in words
    assert "Carol Diaz" in staff.get(f"/workflows/{workflow.id}/refused?q=carol").words
    assert "of this name or phone was refused" in staff.get(f"/workflows/{workflow.id}/refused?q=dan").words
    of_contact = staff.get(f"/contacts/{stage.contact().id}").words
    assert "Why others did not start (1) Follow-up" in of_contact and stage.refusals()[0] in of_contact
    assert staff.get("/workflows/999/runs").status == 404
