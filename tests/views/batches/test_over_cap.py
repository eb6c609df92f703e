"""Who was reached often enough is skipped; an admin may decide otherwise, batch by batch."""

from __future__ import annotations

from collections.abc import Callable

from tests import factories
from tests.views.batches.conftest import check
from tests.views.client import Browser
from webapp.db import db, now
from webapp.models.batch import Batch
from webapp.models.event import Event
from webapp.services import settings

ADA = "+12025551111"


def reached_by_another(batch: Batch) -> None:
    settings.put("cap_count", 1)
    other = factories.batch([ADA], number_id=batch.number_id, created_by=batch.created_by)
    other.started_at = now()
    factories.sent(other, ADA)
    db.session.commit()


def test_an_admin_may_reach_them_all_the_same(admin: Browser, checked: Callable[..., Batch]) -> None:
    batch = checked("Hi {{first_name|there}}!")
    reached_by_another(batch)
    again = admin.get(f"/batches/{batch.id}/check")
    admin.submit(again, "/over-cap", over_cap="")
    check(batch)
    page = admin.get(f"/batches/{batch.id}/check")
    assert "Reached on" in page.words
    admin.submit(page, "/over-cap")
    check(batch)
    page = admin.get(f"/batches/{batch.id}/check")
    assert "Reached on" not in page.words
    assert "may reach people more often" in page.words
    kinds = [event.kind for event in db.session.query(Event).order_by(Event.id)]
    assert kinds[-2:] == ["batch.cap_kept", "batch.cap_set_aside"]


def test_staff_may_not(staff: Browser, admin: Browser, checked: Callable[..., Batch]) -> None:
    batch = checked("Hi {{first_name|there}}!")
    reached_by_another(batch)
    page = staff.get(f"/batches/{batch.id}/check")
    assert "are skipped" in page.words
    assert not [form for form in page.root.all("form") if form.attrs["action"].endswith("/over-cap")]
    token = page.value("csrf_token")
    refused = staff.post(f"/batches/{batch.id}/over-cap", {"csrf_token": token, "over_cap": "yes"})
    assert refused.status == 403
