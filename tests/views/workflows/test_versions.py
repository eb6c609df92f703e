"""Versions that were published: listed, looked at, and begun from again."""

from __future__ import annotations

from tests.views.client import Browser
from tests.views.workflows.pages import add, document_at, make
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
