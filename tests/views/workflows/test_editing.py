"""The editor: parts that are opened, changed and saved; colleagues who change the same."""

from __future__ import annotations

import pytest

from tests import factories
from tests.views.client import Browser
from tests.views.workflows.pages import add, change, choose_trigger, document_at, make, workflow_at
from webapp.rules.workflow import kinds
from webapp.rules.workflow.document import Again, Comparison, Conditions, Group, Join, Operator, Window
from webapp.services import settings
from webapp.services.workflows import store

TEXT = "Hi {{contact.first_name|there}}, sorry we missed you."


def test_a_workflow_is_built_from_nothing(admin: Browser) -> None:
    number = factories.number()
    path = make(admin)
    page = choose_trigger(admin, path, "label", set__label="Interested")
    assert "When they get the label “Interested”" in page.words
    page = add(admin, path, "send_sms")
    assert "Send a text" in page.words
    page = change(admin, path, "s1", set__text=TEXT)
    assert "then" not in page.words.partition("Before you publish")[0] or TEXT[:10] in page.words
    change(admin, path, "box", number=str(number.id), again="once", consent="Our form")
    document = document_at(path)
    assert document.trigger is not None and document.trigger.settings == {"label": "Interested"}
    assert [step.settings["text"] for step in document.steps] == [TEXT]
    assert (document.box.number_id, document.box.again, document.box.consent) == (
        number.id,
        Again.ONCE,
        "Our form",
    )
    assert "Nothing is missing." in admin.get(f"{path}/edit").words


def test_a_field_that_is_wrong_is_named_and_nothing_is_saved(admin: Browser) -> None:
    path = make(admin)
    add(admin, path, "wait")
    page = change(admin, path, "s1", set__amount="many")
    assert page.status == 422
    assert page.problems == ["How long: This is a whole number from 1 to 10,000."]
    assert page.value("set-amount") == "many"
    assert document_at(path).steps[0].settings == {}


def test_two_people_who_change_the_same_are_told(admin: Browser, staff: Browser) -> None:
    path = make(admin)
    form = admin.get(f"{path}/edit/box")
    change(admin, path, "box", consent="theirs")
    page = admin.submit(form, "/edit/box", consent="mine")
    assert page.status == 422
    assert "You have changed this workflow in another tab meanwhile" in page.problems[0]
    assert page.value("consent") == "mine"
    assert "If you save again, yours takes the place of theirs" in page.words
    assert admin.submit(page, "/edit/box").status == 200
    assert document_at(path).box.consent == "mine"


def test_who_changed_it_last_is_said_to_others(admin: Browser, staff: Browser) -> None:
    settings.put("staff_workflows", True)
    path = make(admin)
    assert "changed it last" not in admin.get(f"{path}/edit").words
    assert "changed it last, just now" in staff.get(f"{path}/edit").words


def test_a_step_that_a_colleague_removed_is_gone(admin: Browser) -> None:
    path = make(admin)
    form = add(admin, path, "wait")
    admin.submit(admin.get(f"{path}/edit"), "/steps/s1/remove")
    page = admin.submit(form, "/edit/s1")
    assert page.status == 404
    assert "a colleague has removed it" in page.words


def test_conditions_are_written_in_rows_and_groups(admin: Browser) -> None:
    path = make(admin)
    at = f"{path}/edit/conditions"
    page = admin.submit(
        admin.get(at), at, group="if", **{"if-0-subject": "contact.city", "if-0-value": "Boston"}
    )
    assert document_at(path).conditions == Conditions()
    group = {"if-g0-0-subject": "contact.labels", "if-g0-0-operator": "is_not", "if-g0-0-value": "VIP"}
    page = admin.submit(page, at, **group)
    assert "Only if their city is “Boston” and (one of their labels is not “VIP”)" in page.words
    assert document_at(path).conditions == Conditions(
        Join.ALL,
        (Comparison("contact.city", Operator.IS, "Boston"),),
        (Group(Join.ANY, (Comparison("contact.labels", Operator.IS_NOT, "VIP"),)),),
    )
    page = admin.submit(admin.get(at), at, drop="if-0")
    assert page.value("if-0-subject") == ""
    admin.submit(page, at)
    assert document_at(path).conditions.comparisons == ()


def test_a_step_that_decides_gets_branches(admin: Browser) -> None:
    path = make(admin)
    form = add(admin, path, "branch")
    form = admin.submit(form, "/edit/s1", branch="1")
    typed = {"b1-name": "Gold", "b1-0-subject": "contact.tier", "b1-0-value": "gold"}
    admin.submit(form, "/edit/s1", **typed)
    page = add(admin, path, "end", "?parent=s1&branch=b1&index=0")
    page = add(admin, path, "wait", "?parent=s1&branch=else&index=0")
    [decides] = document_at(path).steps
    assert [(one.key, one.name, len(one.steps)) for one in decides.branches] == [
        ("b1", "Gold", 1),
        ("else", "", 1),
    ]
    assert "Gold (their tier is “gold”)" in page.words
    form = admin.submit(admin.get(f"{path}/edit/s1"), "/edit/s1", drop="b1")
    admin.submit(form, "/edit/s1")
    assert [one.key for one in document_at(path).steps[0].branches] == ["else"]


def test_hours_of_its_own(admin: Browser) -> None:
    path = make(admin)
    page = change(admin, path, "box", kept="own", weekdays_from="10:00", weekdays_to="09:00")
    assert page.problems == ["It must open before it closes."]
    change(admin, path, "box", kept="own", weekdays_from="10:00", weekdays_to="16:00", zone="Europe/Berlin")
    assert document_at(path).box.window == Window((600, 960), None, None, "Europe/Berlin")


def test_it_is_renamed(admin: Browser) -> None:
    path = make(admin)
    make(admin, "Taken")
    assert change(admin, path, "name", name="Taken").problems == ["Another workflow has this name."]
    assert change(admin, path, "name", name="Missed calls").title.startswith("Missed calls")


@pytest.mark.parametrize("place", ["magic", "s", "s1", "s99999999999", "trigger2"])
def test_other_places_are_not_found(admin: Browser, place: str) -> None:
    path = make(admin)
    assert admin.get(f"{path}/edit/{place}").status == 404


def test_htmx_gets_the_editor_alone_and_its_address(admin: Browser) -> None:
    path = make(admin)
    at = f"{path}/edit/box"
    page = admin.submit(admin.get(at), at, htmx=True, consent="Our form")
    assert page.headers["HX-Push-Url"] == f"{path}/edit"
    assert page.root.all("html") == []
    assert [one.attrs["id"] for one in page.root.all("a") if "autofocus" in one.attrs] == ["edit-box"]


def test_an_archived_workflow_is_not_changed(admin: Browser) -> None:
    path = make(admin)
    form = admin.get(f"{path}/edit/box")
    admin.submit(admin.get(path), f"{path}/archive")
    page = admin.submit(form, "/edit/box", consent="late")
    assert "cannot be changed any more" in page.problems[0]
    assert store.draft(workflow_at(path)).box.consent == ""


def test_each_part_that_is_opened_says_where_the_focus_goes(admin: Browser) -> None:
    path = make(admin)
    opened = [admin.get(f"{path}/edit/{part}") for part in ("trigger", "conditions", "box", "name")]
    form = opened[0]
    opened += [admin.submit(form, f"{path}/edit/trigger", choose=kind) for kind in kinds.TRIGGERS]
    for page in opened:
        assert any("autofocus" in one.attrs for one in page.root.all()), page.words
