"""The team: invitations, roles, deactivation, profiles."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.views.client import Browser
from tests.views.conftest import PASSWORD, make_user, signed_in
from webapp.models.user import Role, User
from webapp.rules.hours.duty import DAYS
from webapp.services.team import invitations, password_links, people


def test_an_invitation_is_shown_once_accepted_once_and_then_gone(app: Flask, admin: Browser) -> None:
    page = admin.submit(admin.get("/people/invite"), "/people/invite", note="Grace, front desk", role="staff")
    link = next(e.attrs["value"] for e in page.root.all("input") if e.attrs.get("id") == "invitation-link")
    assert link.startswith("http://localhost/join/")
    again = admin.get("/people")
    assert link not in again.response.text
    assert "Grace, front desk" in again.words

    grace = Browser(app)
    joined = grace.submit(grace.get(link), "", name="Grace", email="grace@example.org", password=PASSWORD)
    assert joined.title == "Hello, Grace"
    assert "Grace, front desk" not in admin.get("/people").words
    assert Browser(app).get(link).status == 404
    assert [user.role for user in people.everyone()] == [Role.ADMIN, Role.STAFF]


def test_a_withdrawn_invitation_does_not_work(app: Flask, admin: Browser, ada: User) -> None:
    invitation, token = invitations.invite(ada, Role.STAFF)
    page = admin.submit(admin.get("/people"), f"/invitations/{invitation.id}/revoke")
    assert page.notices == ["The invitation is withdrawn; its link does not work any more."]
    assert Browser(app).get(f"/join/{token}").status == 404


@pytest.mark.parametrize(("what", "data"), [("role", {"role": "staff"}), ("deactivate", {})])
def test_links_of_who_is_no_admin_any_more_open_nothing(
    app: Flask, admin: Browser, ada: User, grace: User, what: str, data: dict[str, str]
) -> None:
    grace.role = Role.ADMIN
    links = [
        f"/join/{invitations.invite(grace, Role.ADMIN)[1]}",
        f"/password/{password_links.make(ada, grace)}",
    ]
    mine = f"/join/{invitations.invite(ada, Role.STAFF)[1]}"
    admin.post(f"/people/{grace.id}/{what}", {"csrf_token": admin.get("/people").value("csrf_token"), **data})
    assert [Browser(app).get(link).status for link in [*links, mine]] == [404, 404, 200]


def test_an_invitation_needs_a_role_that_exists(admin: Browser) -> None:
    page = admin.submit(admin.get("/people/invite"), "/people/invite", note="x", role="owner")
    assert (page.status, page.value("note")) == (422, "x")
    assert page.problems == ["Choose whether the person is an admin or staff."]


def test_staff_become_admins_and_the_other_way_round(admin: Browser, ada: User, grace: User) -> None:
    page = admin.submit(admin.get("/people"), f"/people/{grace.id}/role")
    assert page.notices == ["Grace Hopper is an admin now."]
    page = admin.submit(page, f"/people/{ada.id}/role")
    assert page.notices == ["Ada Lovelace is a member of staff now."]


@pytest.mark.parametrize(("what", "data"), [("role", {"role": "staff"}), ("deactivate", {})])
def test_the_last_admin_stays(
    admin: Browser, ada: User, grace: User, what: str, data: dict[str, str]
) -> None:
    assert "The only admin" in admin.get("/people").words
    path = f"/people/{ada.id}/{what}"
    page = admin.post(path, {"csrf_token": admin.get("/people").value("csrf_token"), **data})
    assert page.status == 409
    assert "This is the only active admin. Make someone else an admin first." in page.words
    assert admin.get("/numbers/add").status == 200


def test_a_deactivated_admin_does_not_count(admin: Browser, ada: User) -> None:
    second = make_user("Grace Hopper", Role.ADMIN)
    people.deactivate(second, ada)
    assert "The only admin" in admin.get("/people").words


def test_deactivating_signs_out_everywhere_and_reactivating_lets_back_in(
    app: Flask, admin: Browser, staff: Browser, grace: User
) -> None:
    page = admin.submit(admin.get("/people"), f"/people/{grace.id}/deactivate")
    assert staff.get("/numbers").title == "Sign in"
    admin.submit(page, f"/people/{grace.id}/reactivate")
    assert staff.get("/numbers").title == "Sign in", "the old session stays ended"
    signed_in(app, grace)


def test_a_profile_keeps_name_and_zone(staff: Browser) -> None:
    page = staff.submit(staff.get("/profile"), "/profile", name="Rear Admiral Hopper", timezone="Asia/Tokyo")
    assert page.notices == ["Your profile is saved."]
    assert (page.value("name"), page.value("timezone")) == ("Rear Admiral Hopper", "Asia/Tokyo")


def test_a_profile_says_all_that_is_wrong(staff: Browser) -> None:
    page = staff.submit(staff.get("/profile"), "/profile", name="x" * 101, timezone="Mars/Olympus")
    assert page.status == 422
    assert page.problems == [
        "The name can have up to 100 characters.",
        "Choose a time zone from the list.",
    ]


def test_a_new_password_ends_all_other_sessions(app: Flask, staff: Browser, grace: User) -> None:
    elsewhere = signed_in(app, grace)
    new = "another four unrelated words"
    page = staff.submit(staff.get("/profile"), "/profile/password", old=PASSWORD, new=new)
    assert page.notices == ["Your password is changed. You are signed out everywhere else."]
    assert elsewhere.get("/").title == "Sign in"
    assert elsewhere.submit(elsewhere.get("/login"), "/login", email=grace.email, password=new).path == "/"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("wrong wrong wrong", "another four unrelated words", "This is not your current password."),
        (PASSWORD, "short", "The password needs at least 10 characters; this one has 5."),
    ],
)
def test_a_password_change_that_fails_changes_nothing(
    app: Flask, staff: Browser, grace: User, old: str, new: str, sentence: str
) -> None:
    page = staff.submit(staff.get("/profile"), "/profile/password", old=old, new=new)
    assert (page.status, page.problems) == (422, [sentence])
    signed_in(app, grace)


def test_who_did_what_is_kept(admin: Browser, ada: User, grace: User) -> None:
    from webapp.models.event import Event

    admin.submit(admin.get("/people"), f"/people/{grace.id}/role")
    last = Event.query.order_by(Event.id.desc()).first()
    assert (last.kind, last.user_id) == ("user.role_changed", ada.id)
    assert last.data == {"user": grace.id, "role": "admin"}


def test_a_member_says_when_they_are_on_duty_and_the_team_sees_it(admin: Browser, staff: Browser) -> None:
    assert "On duty now" not in admin.get("/people").words
    always = {f"{day}_{end}": at for day in DAYS for end, at in (("from", "00:00"), ("to", "24:00"))}
    page = staff.submit(staff.get("/profile"), "/profile/duty", phone="+1 (202) 555-0123", **always)
    assert page.notices == ["Your phone and your hours are saved."]
    assert "You are on duty now." in page.words
    words = admin.get("/people").words
    assert "On duty now" in words and "No hours" in words and "202" in words
    page = staff.submit(page, "/profile/duty", phone="12", monday_from="9", friday_to="17:00")
    assert (page.status, page.value("phone"), page.value("monday_from")) == (422, "12", "9")
    assert len(page.problems) == 2
