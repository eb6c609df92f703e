"""The team's settings: who may change them, what is refused, and that they take hold."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.conversations import they_write
from tests.views.client import Browser, Page
from tests.views.conftest import make_user, signed_in
from webapp.db import db
from webapp.models.entry import Direction
from webapp.models.event import Event
from webapp.models.message import Message
from webapp.models.user import Role
from webapp.services import settings
from webapp.services.setting_list import BY_KEY
from webapp.services.team import account_notices, setting_changes


def change(admin: Browser, **typed: str) -> Page:
    return admin.submit(admin.get("/settings"), "/settings", **typed)


def test_only_admins_see_them(staff: Browser) -> None:
    assert staff.get("/settings").status == 403
    token = staff.get("/opt-outs/add").value("csrf_token")
    assert staff.post("/settings", {"csrf_token": token, "team_name": "Ours"}).status == 403
    assert settings.get("team_name") == ""


def test_they_are_saved_and_noted(admin: Browser) -> None:
    page = change(admin, team_name=" Corner  Clinic ", price_per_segment="0,0075")
    assert page.notices == ["The settings are saved."]
    assert (page.value("team_name"), page.value("price_per_segment")) == ("Corner Clinic", "0.0075")
    assert settings.get("price_per_segment") == 0.0075
    notes = db.session.scalars(select(Event).where(Event.kind == "settings.changed")).all()
    assert {note.data["key"]: note.data["after"] for note in notes} == {
        "team_name": "Corner Clinic",
        "price_per_segment": 0.0075,
    }


def test_a_box_is_ticked_and_unticked(admin: Browser) -> None:
    assert change(admin, staff_workflows="yes").notices == ["The settings are saved."]
    assert settings.get("staff_workflows") is True
    page = admin.get("/settings")
    token = page.value("csrf_token")
    left = {key: value for key, value in setting_changes.present().items() if key != "staff_workflows"}
    admin.post("/settings", {**left, "csrf_token": token})
    assert settings.get("staff_workflows") is False


def test_countries_are_typed_as_people_call_them(admin: Browser) -> None:
    page = change(admin, say_automated_in="usa; UK,Deutschland, US")
    assert page.value("say_automated_in") == "United States, United Kingdom, Germany"


def test_one_admin_cannot_switch_approval_off_and_on_again_unseen(admin: Browser, app: Flask) -> None:
    bea = make_user("Bea Arthur", Role.ADMIN)
    other = signed_in(app, bea)
    change(admin, approval_over="500")
    page = change(admin, approval_over="")
    assert page.value("approval_over") == "500"
    assert "You have asked to switch approval off, " in page.words
    assert "Ada Lovelace asks to switch approval off" in other.get("/settings").words
    page = other.submit(other.get("/"), "/settings/approval/refuse")
    assert page.notices[0] == "It is refused. Ada Lovelace is told."
    change(admin, approval_over="700")
    page = other.submit(other.get("/"), "/settings/approval/confirm")
    assert (page.value("approval_over"), page.notices[0]) == (
        "700",
        "It is confirmed, and holds from now on.",
    )
    assert "Bea Arthur refused to switch approval off." in admin.get("/").words
    change(admin, approval_over="")
    page = admin.submit(admin.get("/settings"), "/settings/approval/refuse")
    assert page.notices[0] == "It is withdrawn."
    told = [one.text for one in account_notices.of(bea.id)]
    asks = "Ada Lovelace asks to {}. Confirm or refuse it on the first page."
    assert told == [
        "Ada Lovelace changed above how many people a batch needs approval. Now: 500.",
        asks.format("switch approval off"), asks.format("need approval only above 700 people"),
        asks.format("switch approval off"),
    ]  # fmt: skip


def test_what_waits_for_an_admin_is_not_shown_to_staff(admin: Browser, staff: Browser) -> None:
    make_user("Bea Arthur", Role.ADMIN)
    change(admin, approval_over="500")
    change(admin, approval_over="")
    assert "approval" not in staff.get("/").words
    assert staff.post("/settings/approval/confirm", {"csrf_token": staff.token()}).status == 403
    gone = admin.post("/settings/approval/refuse", {"csrf_token": admin.token(), "request": "x"})
    assert gone.status == 409


def test_saving_without_a_change_notes_nothing(admin: Browser) -> None:
    assert change(admin).notices == ["Nothing was changed."]
    assert db.session.scalars(select(Event).where(Event.kind == "settings.changed")).all() == []


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"team_name": "x" * 61}, "This can have up to 60 characters."),
        ({"price_per_segment": "cheap"}, "The price is a number from 0 to 10"),
        ({"cap_count": "0"}, "This is a whole number from 1 to 100."),
        ({"cap_count": "often"}, "This is a whole number from 1 to 100."),
        ({"cap_days": ""}, "This is a whole number from 1 to 365."),
        ({"price_per_segment": "-1"}, "The price is a number from 0 to 10"),
        ({"price_per_segment": "nan"}, "The price is a number from 0 to 10"),
        ({"price_per_segment": "1e99"}, "The price is a number from 0 to 10"),
        ({"keep_messages_days": "6"}, "This is a whole number of days, 7 or more; or leave it empty."),
        ({"keep_uploads_days": "0"}, "This is a whole number of days, 1 or more; or leave it empty."),
        ({"keep_messages_days": "20", "cap_count": "1", "cap_days": "30"}, "Keep them for 30 days at least"),
        ({"confirm_stop": " \n"}, "People who write STOP must get an answer: write one."),
        ({"confirm_help": "x" * 460}, "This would be 4 segments; keep it within 3."),
        ({"confirm_help": "Call us."}, "Say in it how to get no more messages"),
        ({"say_automated_in": "US, Germny"}, "“Germny” is no country that we know. Did you mean Germany?"),
        ({"say_automated_in": "Atlantis"}, "“Atlantis” is no country that we know."),
    ],
)
def test_what_makes_no_sense_is_refused_and_stays_typed(
    admin: Browser, typed: dict[str, str], problem: str
) -> None:
    page = change(admin, **typed)
    assert page.status == 422
    (name, value) = next(iter(typed.items()))
    called = "How often, At most: " if name == "cap_count" else f"{BY_KEY[name].label}: "
    assert f"{called}{problem}" in page.problems[0], "several fields may be wrong in the same way"
    assert (page.value(name) or "").strip() == value.strip()
    defaults = {key: BY_KEY[key].default for key in setting_changes.present()}
    untouched = {key: "yes" if value is True else str(value or "") for key, value in defaults.items()}
    assert setting_changes.present() == untouched


def test_the_answers_to_keywords_are_those_of_the_settings(admin: Browser) -> None:
    factories.number()
    change(
        admin,
        team_name="Corner Clinic",
        confirm_stop="Corner Clinic: you are unsubscribed.",
        confirm_start="",
        confirm_help="Call us. STOP ends it.",
    )
    for word in ("STOP", "START", "HELP"):
        they_write(word)
    ours = select(Message.text).where(Message.direction == Direction.OUT).order_by(Message.id)
    assert db.session.scalars(ours).all() == [
        "Corner Clinic: you are unsubscribed.",
        "Corner Clinic: Call us. STOP ends it.",
    ]


def test_what_an_answer_costs_is_told_while_it_is_written(admin: Browser) -> None:
    token = admin.get("/settings").value("csrf_token")

    def cost(text: str) -> str:
        data = {"confirm_help": text, "csrf_token": token}
        return admin.post("/settings/measure", data, htmx=True).words

    assert cost("Call us.") == "1 segment."
    assert cost("x" * 161) == "2 segments."
    assert "makes each shorter" in cost("Call us…")
    assert cost("") == "Nothing is sent."


def test_how_often_one_phone_is_reached_is_kept(admin: Browser) -> None:
    assert change(admin, cap_count="2", cap_days="30").notices == ["The settings are saved."]
    assert (settings.get("cap_count"), settings.get("cap_days")) == (2, 30)
    assert change(admin, cap_count="").notices == ["The settings are saved."]
    assert settings.get("cap_count") is None


def test_how_long_things_are_kept(admin: Browser) -> None:
    assert "Opt-outs with their evidence always stay" in admin.get("/settings").words
    page = change(admin, keep_messages_days="365", keep_uploads_days="")
    assert page.notices == ["The settings are saved."]
    assert (settings.get("keep_messages_days"), settings.get("keep_uploads_days")) == (365, None)


def test_they_lead_to_what_has_a_page_of_its_own(admin: Browser) -> None:
    form = admin.get("/settings").form("/settings")
    links = [(link.attrs["href"], link.words()) for link in form.all("a")]
    assert [link for link in links if not link[0].startswith("#")] == [
        ("/hours", "Hours"),
        ("/settings/vonage", "Your Vonage account"),
        ("/settings/sentences", "What is said on the phone"),
        ("/settings/notices", "Notices by e-mail and chat"),
        ("/settings/models", "Language models"),
        ("/api-keys", "Keys for other programs"),
        ("/secrets", "Secrets"),
    ]
