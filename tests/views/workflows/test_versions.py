"""Versions that were published: listed, looked at, and begun from again."""

from __future__ import annotations

from tests.views.client import Browser
from tests.views.workflows.pages import add, change, document_at, make
from tests.views.workflows.test_showing import missed_call


def test_versions_are_listed_and_one_is_edited_again(admin: Browser, staff: Browser) -> None:
    path = missed_call(admin)
    assert "Never published" in admin.get(f"{path}/versions").words
    admin.submit(admin.get(f"{path}/edit"), f"{path}/publish")
    first = document_at(path)
    add(admin, path, "end", "?index=1")
    admin.submit(admin.get(f"{path}/edit"), f"{path}/publish")
    words = staff.get(f"{path}/versions").words
    assert "Version 1" in words and "Version 2" in words and "Ada Lovelace" in words
    assert "Edit this version" not in staff.get(f"{path}/versions/1").words
    page = admin.submit(admin.get(f"{path}/versions/1"), f"{path}/versions/1/edit")
    assert page.notices[0] == "Version 1 is the draft now. It starts once it is published."
    assert document_at(path).steps == first.steps


def test_a_version_that_is_not_there(admin: Browser) -> None:
    path = make(admin)
    assert admin.get(f"{path}/versions/7").status == 404


def test_a_draft_that_a_colleague_has_changed_is_not_overwritten(admin: Browser) -> None:
    path = missed_call(admin)
    admin.submit(admin.get(f"{path}/edit"), f"{path}/publish")
    page = admin.get(f"{path}/versions/1")
    add(admin, path, "end", "?index=1")
    assert "meanwhile" in admin.submit(page, f"{path}/versions/1/edit").notices[0]
    assert len(document_at(path).steps) == 2


def test_the_draft_beside_a_version_and_two_versions_beside_one_another(
    admin: Browser, staff: Browser
) -> None:
    path = missed_call(admin)
    admin.submit(admin.get(f"{path}/edit"), f"{path}/publish")
    assert "Nothing: both do the same." in staff.get(f"{path}/compare").words
    change(admin, path, "s1", set__text="We missed you. Reply STOP to opt out.")
    add(admin, path, "end", "?index=1")
    page = admin.get(f"{path}/compare")
    assert page.title == "Version 1 and the draft"
    assert "Changed: Send “We missed you." in page.words and "Added: End" in page.words
    assert [mark for mark in ("del", "ins") if not page.root.all(mark)] == []
    for listing in (f"{path}/versions", f"{path}/versions/1"):
        assert "Compare with the draft" in staff.get(listing).words
    assert "What would change: compare with version 1" in admin.get(f"{path}/edit").words
    admin.submit(admin.get(f"{path}/edit"), f"{path}/publish")
    page = admin.get(f"{path}/compare?from=2&to=1")
    assert page.title == "Version 2 and version 1" and "Removed: End" in page.words
    for wrong in ("from=3", "from=x", "to=01", "from=", "to=99999999999"):
        assert admin.get(f"{path}/compare?{wrong}").status == 404, wrong


def test_a_draft_that_was_never_published_is_compared_with_itself(admin: Browser) -> None:
    assert "both do the same" in admin.get(f"{make(admin)}/compare").words
