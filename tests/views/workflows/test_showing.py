"""One workflow: publishing, pausing, archiving, duplicating."""

from __future__ import annotations

from tests import factories
from tests.services.workflows import stage
from tests.views.client import Browser
from tests.views.workflows.pages import add, change, make, workflow_at
from webapp.db import db
from webapp.models.workflow import WorkflowState
from webapp.services import settings


def missed_call(admin: Browser) -> str:
    number = factories.number()
    form = admin.get("/workflows/new")
    page = admin.submit(form, "/workflows/new", template="missed_call", number=str(number.id))
    return page.path.removesuffix("/edit")


def test_what_is_missing_blocks_publishing(admin: Browser) -> None:
    path = make(admin)
    page = admin.submit(admin.get(f"{path}/edit"), f"{path}/publish")
    assert "It cannot be published yet: Choose what starts it." in page.notices[0]
    assert workflow_at(path).state == WorkflowState.DRAFT


def test_it_lives_pauses_goes_on_and_is_archived(admin: Browser, staff: Browser) -> None:
    path = missed_call(admin)
    page = admin.submit(admin.get(f"{path}/edit"), f"{path}/publish")
    assert page.notices == ["“Missed-call text-back” is live: version 1 starts from now on."]
    assert "When they call and no one answers, send" in staff.get(path).words
    page = admin.submit(page, f"{path}/pause")
    assert "is paused." in page.notices[0]
    page = admin.submit(page, f"{path}/resume")
    assert "is live again" in page.notices[0]
    page = admin.submit(page, f"{path}/archive")
    assert "1 archived workflow" in admin.get("/workflows").words
    page = admin.submit(page, f"{path}/bring-back")
    assert workflow_at(path).state == WorkflowState.PAUSED
    for line in ("published version 1 of the workflow", "archived the workflow"):
        assert line in admin.get("/audit").words


def test_a_draft_that_differs_is_said(admin: Browser) -> None:
    path = missed_call(admin)
    admin.submit(admin.get(f"{path}/edit"), f"{path}/publish")
    assert "The draft differs" not in admin.get(path).words
    page = admin.submit(admin.get(f"{path}/edit"), f"{path}/publish")
    assert "Nothing has changed since version 1, so it stays that one." in page.notices[0]
    add(admin, path, "end", "?index=1")
    assert "The draft differs from version 1" in admin.get(path).words


def test_what_it_needs_and_is_gone_is_said(admin: Browser, staff: Browser) -> None:
    workflow = stage.live(stage.flow("message", stage.step(1, "assign", member=stage.ada().email)))
    path = f"/workflows/{workflow.id}"
    assert "needs is missing" not in staff.get(path).words
    db.session.delete(stage.ours())
    db.session.commit()
    words = staff.get(path).words
    assert "Something that version 1 needs is missing" in words
    assert "The number that was chosen is not there any more." in words


def test_a_stale_page_publishes_nothing(admin: Browser) -> None:
    path = missed_call(admin)
    page = admin.get(f"{path}/edit")
    change(admin, path, "box", consent="Our form")
    assert "You have changed this workflow in another tab" in admin.submit(page, f"{path}/publish").notices[0]
    assert workflow_at(path).version is None


def test_a_duplicate_is_a_draft(admin: Browser) -> None:
    path = missed_call(admin)
    page = admin.submit(admin.get(path), f"{path}/duplicate")
    assert page.title.startswith("Missed-call text-back (copy)")
    assert admin.get("/workflows/999").status == 404


def test_what_cannot_be_done_now_is_said(admin: Browser) -> None:
    path = make(admin)
    page = admin.post(f"{path}/pause", {"csrf_token": admin.token()})
    assert page.notices == ["Only a workflow that is live can be paused."]


def test_where_large_batches_need_a_second_person_so_does_publishing(admin: Browser) -> None:
    path = missed_call(admin)
    settings.put("approval_over", 10)
    page = admin.submit(admin.get(f"{path}/edit"), f"{path}/publish")
    assert "another admin has to publish it" in page.notices[0]
    assert workflow_at(path).state == WorkflowState.DRAFT
