"""The table of hours: who may change it, what is refused, and that it takes hold."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from jobs.hours import look_again
from tests import closing, factories
from tests.views.client import Browser
from webapp.db import db, now
from webapp.models.event import Event
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.user import User
from webapp.services import settings
from webapp.services.hours import places
from webapp.services.outbox import claim, due

GOOD = {"name": "Bavaria", "prefixes": "+4989 +49911", "weekdays_from": "09:00", "weekdays_to": "18:00",
        "source": "our own rule"}  # fmt: skip


def test_everybody_sees_them_and_admins_change_them(staff: Browser) -> None:
    page = staff.get("/hours")
    assert "Florida" in page.words
    assert "Answers may go out at any hour to people who wrote within 24 hours." in page.words
    assert staff.get("/hours/US-FL").status == 403
    token = staff.get("/opt-outs/add").value("csrf_token")
    for path in ("/hours", "/hours/add", "/hours/US-FL", "/hours/US-FL/remove", "/hours/US-FL/put-back"):
        assert staff.post(path, {"csrf_token": token}).status == 403


def test_a_place_is_changed_noted_and_put_back(admin: Browser) -> None:
    page = admin.submit(admin.get("/hours/US-FL"), "/hours/US-FL", weekdays_to="19:00")
    assert "The hours of Florida are saved." in page.notices[0]
    florida = places.get("US-FL")
    assert florida.place.hours.weekdays == (8 * 60, 19 * 60)
    assert florida.place.hours.saturdays == (8 * 60, 20 * 60)
    (note,) = db.session.scalars(select(Event).where(Event.kind == "hours.changed"))
    assert "weekdays 08:00-20:00" in note.data["before"]
    assert "weekdays 08:00-19:00" in note.data["after"]
    admin.submit(admin.get("/hours/US-FL"), "/put-back")
    assert places.get("US-FL").changed_at is None


def test_a_place_of_the_team_s_own_comes_and_goes(admin: Browser) -> None:
    page = admin.submit(admin.get("/hours/add"), "/hours/add", **GOOD)
    assert page.notices[0] == "Bavaria is added."
    (own,) = [entry.place for entry in places.table() if entry.place.name == "Bavaria"]
    assert (own.prefixes, own.hours.weekdays) == (("+4989", "+49911"), (540, 1080))
    admin.submit(admin.get(f"/hours/{own.code}"), "/remove")
    assert "Bavaria" not in admin.get("/hours").words


def test_a_default_that_was_removed_can_come_back(admin: Browser) -> None:
    admin.submit(admin.get("/hours/US-TX"), "/remove")
    assert places.get("US-TX").removed
    assert places.atlas().of("+15125550123", now().date())[1:] == ()
    admin.submit(admin.get("/hours"), "/hours/US-TX/put-back")
    assert not places.get("US-TX").removed


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"name": " "}, "Give the place a name."),
        ({"prefixes": ""}, "Say how its phone numbers begin"),
        ({"prefixes": "305"}, "“305” is not the beginning of a phone number"),
        ({"weekdays_to": ""}, "Fill in both times"),
        ({"weekdays_to": "25:00"}, "Fill in both times"),
        ({"weekdays_from": "18:00", "weekdays_to": "09:00"}, "It must open before it closes."),
        ({"calendar": "Atlantis"}, "The holidays of “ATLANTIS” are not known."),
        ({"since": "soon"}, "Choose a date"),
        ({"source": ""}, "Say where this rule comes from."),
    ],
)
def test_what_makes_no_sense_is_refused_and_stays_typed(
    admin: Browser, typed: dict[str, str], problem: str
) -> None:
    page = admin.submit(admin.get("/hours/add"), "/hours/add", **(GOOD | typed))
    assert page.status == 422
    assert page.problems[0].startswith(problem)
    assert page.value("name") == (GOOD | typed)["name"]
    assert len(places.table()) == len(places.CAME_WITH)


def test_everywhere_cannot_be_removed(admin: Browser) -> None:
    page = admin.get("/hours/everywhere")
    assert admin.post("/hours/everywhere/remove", {"csrf_token": page.value("csrf_token")}).status == 422


def test_whoever_waits_is_looked_at_again(admin: Browser) -> None:
    ada = db.session.scalars(select(User)).first()
    assert ada is not None
    closing.close(ada)
    batch = factories.batch(factories.phones(2), created_by=ada.id)
    db.session.commit()
    (line,) = due.senders()
    assert claim.claim(line, 10) == []
    db.session.commit()
    assert due.senders() == []
    page = admin.get("/hours/everywhere")
    spans = {
        f"{days}_{end}": "00:00" for days in ("weekdays", "saturdays", "sundays") for end in ("from", "to")
    }
    admin.submit(page, "/hours/everywhere", **spans)
    look_again()
    (line,) = due.senders()
    assert len(claim.claim(line, 10)) == 2
    db.session.rollback()
    assert db.session.scalars(select(Recipient.status)).all() == [RecipientStatus.WAITING] * 2
    assert batch.wakes_at is not None


def test_hours_that_never_meet_those_of_everywhere_are_refused(admin: Browser) -> None:
    night = GOOD | {"weekdays_from": "22:00", "weekdays_to": "23:00"}
    empty = dict.fromkeys(("saturdays_from", "saturdays_to", "sundays_from", "sundays_to"), "")
    page = admin.submit(admin.get("/hours/add"), "/hours/add", **(night | empty))
    assert page.status == 422
    assert page.problems == ["With these hours no one in Bavaria could ever be reached."]
    spans = {f"{days}_{end}": "" for days in ("weekdays", "saturdays", "sundays") for end in ("from", "to")}
    page = admin.submit(admin.get("/hours/everywhere"), "/hours/everywhere", **spans)
    assert page.problems == ["With these hours no one could ever be reached."]


def test_the_rules(admin: Browser) -> None:
    page = admin.submit(admin.get("/hours"), "/hours", keep="yes", answer_hours="48")
    assert page.notices == ["The rules are saved."]
    assert (settings.get("keep_hours"), settings.get("answer_hours")) == (True, 48)
    page = admin.submit(page, "/hours", answer_hours="a day")
    assert page.status == 422
    assert page.problems == ["This is a whole number from 0 to 72."]
