"""Versions: who saved what when, and putting one back."""

from __future__ import annotations

import pytest

from tests.views.agents.pages import HOURS, VISIT, add, agent_at, change, definition_at, make
from tests.views.client import Browser


def test_each_save_is_listed_with_what_changed(admin: Browser) -> None:
    path = make(admin)
    change(admin, path, "limits", day="5")
    add(admin, path, "answers", **HOURS)
    page = admin.get(f"{path}/versions")
    rows = [row.words() for row in page.root.all("tbody")[0].all("tr")]
    assert "answers" in rows[0]
    assert "limits" in rows[1]
    assert "made" in rows[2]
    assert all("Ada Lovelace" in row for row in rows)


def test_a_version_is_looked_at_and_put_back(admin: Browser) -> None:
    path = make(admin)
    add(admin, path, "answers", **HOURS)
    at = f"{path}/answers/opening_hours"
    admin.submit(admin.get(at), f"{at}/remove")
    page = admin.get(f"{path}/versions/2")
    assert "when are you open" in page.words
    assert not [one for one in page.root.all("a") if "/answers/" in one.attrs["href"]]
    page = admin.submit(page, "/versions/2/put-back")
    assert page.notices[0] == "Version 2 is put back."
    assert agent_at(path).version == 4
    assert [entry.name for entry in definition_at(path).playbook] == ["Opening hours"]
    assert "put back version 2 of the agent “Desk”" in admin.get("/audit").words


def test_the_newest_version_is_not_put_back(admin: Browser) -> None:
    path = make(admin)
    token = {"csrf_token": admin.token()}
    page = admin.post(f"{path}/versions/1/put-back", token)
    assert page.notices[0] == "The agent is like that already."
    assert agent_at(path).version == 1


@pytest.mark.long
def test_long_histories_are_paged(admin: Browser) -> None:
    path = make(admin)
    for day in range(1, 33):
        change(admin, path, "limits", day=str(40 + day))
    page = admin.get(f"{path}/versions")
    assert "Version 33" in page.words
    assert "Version 3 " not in page.words
    older = admin.get(f"{path}/versions?before=4")
    assert [row.words()[:9] for row in older.root.all("tbody")[0].all("tr")] == [
        "Version 3",
        "Version 2",
        "Version 1",
    ]


def test_what_a_task_asks_for_is_read_in_a_version(admin: Browser) -> None:
    path = make(admin)
    add(admin, path, "tasks", **VISIT)
    assert "Asks for New date, and reads it back." in admin.get(f"{path}/versions/2").words
