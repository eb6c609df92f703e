"""A workflow that staff start for a contact, from the contact's page."""

from __future__ import annotations

from tests.services.workflows import stage
from tests.views.client import Browser


def test_staff_start_a_workflow_for_a_contact_once(admin: Browser, staff: Browser) -> None:
    workflow = stage.live(stage.flow("hand", stage.step(1, "wait")))
    contact = stage.contact()
    page = staff.get(f"/contacts/{contact.id}")
    started = staff.submit(page, f"/contacts/{contact.id}/workflows", workflow=str(workflow.id))
    assert started.notices == ["“Follow-up” is started for them."]
    assert len(stage.runs()) == 1
    again = staff.submit(page, f"/contacts/{contact.id}/workflows", workflow=str(workflow.id))
    assert "This form was sent before." in again.notices[0]
    refused = staff.submit(again, f"/contacts/{contact.id}/workflows", workflow=str(workflow.id))
    assert "was not started." in refused.notices[0]
    assert stage.refusals()[0] in refused.notices[0]
    assert len(stage.runs()) == 1
    assert "Under way" in refused.words


def test_without_a_live_workflow_nothing_is_offered(admin: Browser, staff: Browser) -> None:
    contact = stage.contact()
    page = staff.get(f"/contacts/{contact.id}")
    assert "Start a workflow" not in page.words
    sent = staff.post(f"/contacts/{contact.id}/workflows", {"csrf_token": staff.token()})
    assert sent.notices == ["Choose the workflow to start."]
    sent = staff.post(f"/contacts/{contact.id}/workflows", {"csrf_token": staff.token(), "workflow": "99"})
    assert sent.notices == ["This workflow does not exist."]
