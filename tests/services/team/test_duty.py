"""Hours and phones of the team, and who is next for what an agent hands off."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from tests import factories
from webapp.db import db
from webapp.errors import Faults
from webapp.models.agent import AgentState
from webapp.models.user import User
from webapp.rules.hours import duty as rules
from webapp.services.team import duty
from webapp.services.team.duty import OnDuty

MONDAY_AT_TEN = datetime(2026, 3, 2, 10, tzinfo=UTC)
OFFICE = {"monday": ("09:00", "17:00")}
ALWAYS = dict.fromkeys(rules.DAYS, ("00:00", "24:00"))


def member(name: str, week: dict[str, tuple[str, str]], phone: str = "", **values: str) -> User:
    user = factories.user(name, **values)
    duty.save(user, phone, week)
    db.session.commit()
    return user


def test_those_on_duty_come_with_their_phones(app: Flask) -> None:
    assert (duty.on_duty(), duty.in_use(), duty.next_in_turn()) == ([], False, None)
    factories.user("Bob")
    ada = member("Ada", OFFICE, "+1 202 555 0123")
    grace = member("Grace", OFFICE, timezone="America/New_York")
    assert duty.on_duty(MONDAY_AT_TEN) == [OnDuty(ada.id, "Ada", "+12025550123")]
    assert [one.name for one in duty.on_duty(MONDAY_AT_TEN.replace(hour=15))] == ["Ada", "Grace"]
    assert duty.on_duty(MONDAY_AT_TEN.replace(hour=23)) == []
    assert duty.in_use() and duty.is_on(ada, MONDAY_AT_TEN) and not duty.is_on(grace, MONDAY_AT_TEN)
    here, starts = duty.roster().now_and_next(MONDAY_AT_TEN)
    assert here and min(starts) == MONDAY_AT_TEN.replace(hour=14)
    assert not duty.roster().now_and_next(MONDAY_AT_TEN.replace(hour=23))[0]
    ada.deactivated_at = MONDAY_AT_TEN
    assert duty.on_duty(MONDAY_AT_TEN) == []


def test_the_next_in_turn_has_the_fewest_that_were_handed_off(app: Flask) -> None:
    ada, grace = member("Ada", OFFICE), member("Grace", OFFICE)
    thread = factories.thread()
    thread.assignee_id, thread.agent_state = ada.id, AgentState.HANDED_OFF
    db.session.commit()
    found = duty.next_in_turn(MONDAY_AT_TEN)
    assert found is not None and found.user_id == grace.id


@pytest.mark.parametrize(
    ("phone", "week", "fields"),
    [
        ("12345", {}, ["phone"]),
        ("call me", {}, ["phone"]),
        (factories.OUR_NUMBER, {}, ["phone"]),
        ("", {"monday": ("17:00", "09:00"), "friday": ("9", "")}, ["monday", "friday"]),
    ],
)
def test_what_cannot_be_meant_is_refused(
    app: Flask, phone: str, week: dict[str, tuple[str, str]], fields: list[str]
) -> None:
    factories.number()
    ada = factories.user()
    with pytest.raises(Faults) as faults:
        duty.save(ada, phone, week)
    assert list(faults.value.by_field) == fields
    assert (ada.phone, ada.duty) == ("", {})


def test_their_phone_speaks_the_language_that_they_choose(app: Flask) -> None:
    ada = factories.user()
    duty.save(ada, "", {}, "pt")
    assert ada.phone_language == "pt"
    with pytest.raises(Faults) as faults:
        duty.save(ada, "", {}, "klingon")
    assert list(faults.value.by_field) == ["phone_language"]
    duty.save(ada, "", {})
    assert ada.phone_language == ""


def test_the_form_shows_what_was_typed(app: Flask) -> None:
    ada = member("Ada", {"monday": ("09:00", "24:00")})
    assert duty.typed_week(ada)["monday"] == ("09:00", "00:00")
    assert duty.typed_week(ada)["tuesday"] == ("", "")
