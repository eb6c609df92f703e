"""Steps that are added between others, moved with a spoken result, removed."""

from __future__ import annotations

import pytest

from tests.views.client import Browser, Page
from tests.views.workflows.pages import add, document_at, make
from webapp.rules.workflow import kinds


def order(path: str) -> list[str]:
    return [step.kind for step in document_at(path).steps]


def test_a_step_is_added_between_two(admin: Browser) -> None:
    path = make(admin)
    add(admin, path, "wait")
    add(admin, path, "end", "?index=1")
    page = add(admin, path, "note", "?index=1")
    assert order(path) == ["wait", "note", "end"]
    assert page.path == f"{path}/edit/s3"
    assert page.value("set-text") == ""
    places = [link.words() for link in page.root.all("a") if link.words().startswith("Add a step here")]
    assert len(places) == len(set(places)) == 4  # those who only hear them know where each one adds


@pytest.mark.long
def test_every_step_is_offered_and_has_a_form(admin: Browser) -> None:
    path = make(admin)
    offered = admin.get(f"{path}/add").words
    for index, kind in enumerate(kinds.STEPS.values()):
        assert kind.word in offered
        page = add(admin, path, kind.kind, f"?index={index}")
        assert page.status == 200, kind.kind
        assert page.problems == [] and focused(page), kind.kind
    assert order(path) == list(kinds.STEPS)
    assert admin.get(f"{path}/edit").status == 200


def focused(page: Page) -> list[str]:
    """What gets the focus when the page comes: someone with a keyboard would begin at its top again."""
    return [one.attrs.get("id", one.tag) for one in page.root.all() if "autofocus" in one.attrs]


def test_moving_is_said_in_words(admin: Browser) -> None:
    path = make(admin)
    add(admin, path, "wait")
    add(admin, path, "end", "?index=1")
    page = admin.get(f"{path}/edit")
    moved = admin.post(
        f"{path}/steps/s2/move",
        {"csrf_token": page.value("csrf_token"), "seen": page.value("seen"), "by": "-1"},
    )
    assert moved.notices[0] == "“End” is step 1 of its list now."
    assert order(path) == ["end", "wait"]
    seen = moved.value("seen")
    again = admin.post(
        f"{path}/steps/s2/move", {"csrf_token": page.value("csrf_token"), "seen": seen, "by": "-1"}
    )
    assert again.notices[0] == "“End” is step 1 of its list already."


def test_what_was_seen_before_a_colleague_changed_it_is_refused(admin: Browser) -> None:
    path = make(admin)
    add(admin, path, "wait")
    page = admin.get(f"{path}/edit")
    add(admin, path, "end", "?index=1")
    refused = admin.submit(page, "/steps/s1/remove")
    assert "You have changed this workflow in another tab meanwhile" in refused.notices[0]
    assert order(path) == ["wait", "end"]
    assert admin.submit(refused, "/steps/s1/remove").notices[0] == "The step is removed."
    assert order(path) == ["end"]


def asked(page: Page, step: str) -> str:
    """What the bin of a step asks before it removes anything."""
    below = {one.attrs["id"]: one for one in page.root.all("button", "div") if "id" in one.attrs}
    return below[below[f"remove-{step}"].attrs["popovertarget"]].words()


def test_the_bin_asks_first_and_says_how_much_goes_with_a_step(admin: Browser) -> None:
    path = make(admin)
    add(admin, path, "wait_reply")
    alone = asked(admin.get(f"{path}/edit"), "s1")
    assert "Remove this step?" in alone and "branches" not in alone
    for index, kind in enumerate(("note", "end")):
        add(admin, path, kind, f"?parent=s1&branch=yes&index={index}")
    page = admin.get(f"{path}/edit")
    assert "2 steps in its branches go with it." in asked(page, "s1")
    removed = admin.submit(page, "/steps/s1/remove")
    assert removed.notices[0] == "The step is removed, with the 2 steps in its branches."
    assert order(path) == []


def test_a_place_that_is_not_there_is_refused(admin: Browser) -> None:
    path = make(admin)
    add(admin, path, "wait_reply")
    form = admin.get(f"{path}/edit")
    for place in ({"parent": "s9", "branch": "yes"}, {"parent": "s1", "branch": "magic"}):
        sent = {"csrf_token": form.value("csrf_token"), "seen": form.value("seen"), "kind": "end", **place}
        assert "is not there any more" in admin.post(f"{path}/add", sent).notices[0]
    sent = {"csrf_token": form.value("csrf_token"), "seen": form.value("seen"), "kind": "magic"}
    assert admin.post(f"{path}/add", sent).notices == ["Choose what is done."]
    assert order(path) == ["wait_reply"]


def test_a_branch_takes_its_first_step(admin: Browser) -> None:
    path = make(admin)
    add(admin, path, "wait_reply")
    page = admin.get(f"{path}/edit")
    assert "They say yes" in page.words and "They do not reply in time" in page.words
    add(admin, path, "end", "?parent=s1&branch=timeout&index=0")
    [waits] = document_at(path).steps
    assert [(one.key, [step.kind for step in one.steps]) for one in waits.branches] == [("timeout", ["end"])]
