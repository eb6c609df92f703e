"""What the flow of a call is told before it begins."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import desks, factories
from tests.calls import CAROL
from webapp.agents.stored import WorkingHours
from webapp.db import db
from webapp.models.call import Call, OnMachine, OnVoicemail
from webapp.models.entry import Direction
from webapp.models.number import Number
from webapp.rules.callflow.script import Answerer, MachinePolicy, Script, VoicemailPolicy
from webapp.services import settings
from webapp.services.agents import store
from webapp.services.calls import scripts

CLOSED = WorkingHours("UTC", (0, 1), (0, 1), (0, 1))


@pytest.fixture
def call(app: Flask) -> Call:
    return factories.call(CAROL, factories.number().id, first_message="Hello.", language="es")


def script(call: Call) -> Script:
    return scripts.of(call, db.session.get_one(Number, call.number_id), scripts.speaker(call))


def held(call: Call, **changes: object) -> Call:
    desk = desks.agent(factories.user(), **changes)
    call.agent_id, call.agent_version = desk.id, desk.version
    return call


def test_of_a_call_that_we_place(call: Call) -> None:
    call.longest_seconds, call.on_voicemail, call.voicemail_message = 600, OnVoicemail.MESSAGE, "Call us."
    call.on_menu = OnMachine.HANG_UP
    told = script(held(call, languages=("en", "es")))
    assert (told.first_message, told.language, told.languages) == ("Hello.", "es", ("es", "en"))
    assert (told.voicemail, told.voicemail_message) == (VoicemailPolicy.LEAVE_MESSAGE, "Call us.")
    assert (told.screening, told.menu) == (MachinePolicy.INTRODUCE, MachinePolicy.HANG_UP)
    assert (told.inbound, told.disclose, told.longest) == (False, True, 585.0)


@pytest.mark.parametrize(("team", "expected"), [("Bright Smile", "Bright Smile"), ("", "Front desk")])
def test_who_calls(call: Call, team: str, expected: str) -> None:
    settings.put("team_name", team)
    assert script(call).team == expected


def test_a_call_that_comes_in_is_taken_by_its_agent_or_by_staff(call: Call) -> None:
    call.direction = Direction.IN
    assert script(call).answerer is Answerer.STAFF
    assert script(held(call)).answerer is Answerer.AGENT


@pytest.mark.parametrize("away", ["We are closed.", ""])
def test_outside_the_hours_of_the_agent(call: Call, away: str) -> None:
    held(call, hours=CLOSED, away=away)
    assert (script(call).closed, script(call).away) == (False, ""), "whom we call, we talk with"
    call.direction = Direction.IN
    assert (script(call).closed, script(call).away) == (True, away)


def test_the_agent_speaks_as_it_was_when_the_call_was_made(call: Call) -> None:
    ada = factories.user()
    desk = desks.agent(ada)
    call.agent_id, call.agent_version = desk.id, desk.version
    desks.change(desk, ada, tone="Loud")
    by = scripts.speaker(call)
    assert by is not None
    assert (by.definition.tone, desk.version) == ("", 2)
    store.archive(desk.id, ada)
    assert scripts.speaker(call) is None


@pytest.mark.parametrize(("places", "said"), [("United States", False), ("Germany", True), ("", False)])
def test_where_it_is_said_that_the_voice_is_automated(call: Call, places: str, said: bool) -> None:
    call.phone = "+4915112345678"
    settings.put("say_automated_in", places)
    assert script(call).disclose, "everywhere, unless the team has switched that off"
    settings.put("say_automated", False)
    assert script(call).disclose is said


def test_a_short_call_has_time_all_the_same(call: Call) -> None:
    call.longest_seconds = 20
    assert script(call).longest == scripts.SHORTEST
