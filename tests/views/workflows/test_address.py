"""The editor shows the address by which another system starts a workflow, and what came lately."""

from __future__ import annotations

from tests.services.workflows.stage import flow, live, step
from tests.views.client import Browser
from tests.views.program import Program
from tests.views.workflows.pages import change, document_at
from webapp.services.workflows import addresses, samples

END = step(1, "end")


def test_what_came_is_shown_and_offered(admin: Browser) -> None:
    workflow = live(flow("webhook", step(1, "send_sms", text="Hello")))
    token = addresses.token(workflow.id)
    page = admin.get(f"/workflows/{workflow.id}/edit")
    assert f"/in/{token}" in page.response.text
    assert "Nothing yet. Have the other system call once" in page.words
    Program(admin.client.application, "").call("POST", f"/in/{token}", json={"visit": {"day": "Friday"}})
    page = admin.get(f"/workflows/{workflow.id}/edit/trigger")
    assert "{{trigger.visit.day}} Friday" in page.words
    assert [one.attrs["value"] for one in page.root.all("datalist")[0].all("option")] == ["visit.day"]
    for place in ("s1", "conditions"):
        assert "trigger.visit.day" in admin.get(f"/workflows/{workflow.id}/edit/{place}").response.text


def test_where_the_phone_seems_to_stand_is_one_click(admin: Browser) -> None:
    workflow = live(flow("webhook", END, name_field="customer.name"))
    path, sent = f"/workflows/{workflow.id}", {"customer.name": "Carol", "customer.phone": "(202) 555-0111"}
    samples.keep(workflow.id, sent, "The phone is missing.")
    page = admin.get(f"{path}/edit")
    assert "The last call has no “phone”." in page.words
    page = admin.submit(page, f"{path}/edit/trigger")
    assert "The last call has no" not in page.words
    trigger = document_at(path).trigger
    assert trigger and trigger.settings["phone_field"] == "customer.phone"
    assert trigger.settings["name_field"] == "customer.name"


def test_a_call_that_cannot_be_used_is_said_where_others_are_shown(admin: Browser) -> None:
    workflow = live(flow("webhook", END))
    path, address = f"/workflows/{workflow.id}/edit", f"/in/{addresses.token(workflow.id)}"
    system = Program(admin.client.application, "")
    system.call("POST", address, data=b"<order/>", headers={"Content-Type": "text/xml"})
    words = admin.get(path).words
    assert "Not used just now" in words and "Another system called: This is not a JSON object" in words
    assert "Nothing yet." not in words
    system.call("POST", address, json={"phone": "+12025550111"})
    assert "Not used" not in admin.get(path).words


def test_a_new_address(admin: Browser) -> None:
    workflow = live(flow("webhook", END))
    old = str(addresses.token(workflow.id))
    page = admin.submit(admin.get(f"/workflows/{workflow.id}/edit"), f"/workflows/{workflow.id}/address")
    assert "The address is new." in page.words
    assert old not in page.response.text
    assert addresses.workflow_of(old) is None
    assert "made a new address for the workflow “Follow-up”" in admin.get("/audit?what=workflows").words


def test_staff_who_make_no_workflows_do_not_see_it(admin: Browser, staff: Browser) -> None:
    workflow = live(flow("webhook", END))
    token = str(addresses.token(workflow.id))
    assert token not in staff.get(f"/workflows/{workflow.id}").response.text
    assert staff.get(f"/workflows/{workflow.id}/edit").status == 403
    assert staff.post(f"/workflows/{workflow.id}/address", {"csrf_token": staff.token()}).status == 403
    assert addresses.token(workflow.id) == token


def test_others_have_none(admin: Browser) -> None:
    workflow = live(flow("hand", END))
    assert "Its address" not in admin.get(f"/workflows/{workflow.id}/edit").words


def test_a_condition_names_a_value_by_its_last_word(admin: Browser) -> None:
    workflow = live(flow("webhook", END))
    samples.keep(workflow.id, {"visit.day": "Friday"}, "It is kept.")
    change(
        admin, f"/workflows/{workflow.id}", "conditions", **{"if-0-subject": "Day", "if-0-value": "Friday"}
    )
    [comparison] = document_at(f"/workflows/{workflow.id}").conditions.comparisons
    assert (comparison.subject, comparison.value) == ("trigger.visit.day", "Friday")
