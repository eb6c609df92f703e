"""Our numbers and the account at the carrier, by the simulated one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.simulator.account import LANDLINE, OURS, PUBLIC, SPARE, TAKEN, SimulatedAccount, running
from webapp.carriers.account import SetState
from webapp.carriers.vonage.account import VonageAccount
from webapp.db import db
from webapp.errors import Fault
from webapp.models.event import Event
from webapp.models.number import DEFAULT_CARRIER
from webapp.services.numbers import connecting, numbers
from webapp.services.numbers.connecting import Look


@pytest.fixture(scope="module")
def server() -> Iterator[SimulatedAccount]:
    with running() as made:
        yield made


@pytest.fixture
def theirs(server: SimulatedAccount) -> SimulatedAccount:
    server.reset()
    return server


@pytest.fixture
def account(app: Flask, theirs: SimulatedAccount) -> Iterator[VonageAccount]:
    made = VonageAccount(theirs.settings(), PUBLIC)
    yield made
    made.close()


def look(account: VonageAccount) -> Look:
    return connecting.look(account, connecting.ours(DEFAULT_CARRIER))


def test_each_of_our_numbers_has_a_state_and_the_others_are_listed(account: VonageAccount) -> None:
    factories.number(f"+{OURS}")
    factories.number(f"+{TAKEN}")
    factories.number("+12015550199")
    found = look(account)
    assert [(line.phone, line.state) for line in found.numbers] == [
        (f"+{OURS}", SetState.MISSING),
        (f"+{TAKEN}", SetState.ELSEWHERE),
        ("+12015550199", SetState.NOT_OWNED),
    ]
    assert {one.phone for one in found.others} == {f"+{SPARE}", f"+{LANDLINE}"}
    assert len(found.to_set) == 6 + 2


def test_one_that_is_refused_keeps_no_other_waiting(account: VonageAccount, theirs: SimulatedAccount) -> None:
    for digits in (OURS, SPARE):
        factories.number(f"+{digits}")
    theirs.control.fault("account_420", count=1)
    done = connecting.set_up(account, connecting.ours(DEFAULT_CARRIER))
    assert done.look is not None
    assert done.look.to_set == ["+1 201-555-0100"]
    [trouble] = done.troubles
    assert trouble.startswith("+1 201-555-0100 is not linked.")
    assert "+1 201-555-0101" in done.changed
    connecting.note(done, None)
    db.session.commit()
    line = db.session.scalars(select(Event).where(Event.kind == "carrier.set_up")).one()
    assert line.data["changed"] == list(done.changed)


def test_what_is_set_already_is_not_noted(account: VonageAccount) -> None:
    known = connecting.ours(DEFAULT_CARRIER)
    connecting.note(connecting.set_up(account, known), None)
    connecting.note(connecting.set_up(account, known), None)
    db.session.commit()
    assert len(db.session.scalars(select(Event).where(Event.kind == "carrier.set_up")).all()) == 1


def test_a_number_is_added_with_the_services_that_it_can_have(account: VonageAccount) -> None:
    found = look(account)
    assert {one.phone for one in found.on_offer} == {f"+{OURS}", f"+{SPARE}", f"+{LANDLINE}"}
    for number in found.on_offer:
        connecting.add(number, None)
    db.session.commit()
    services = {
        one.e164: {key for key, service in one.services.items() if service.active} for one in numbers.every()
    }
    assert services == {f"+{OURS}": {"sms", "call"}, f"+{SPARE}": {"sms"}, f"+{LANDLINE}": {"call"}}
    assert [one.phone for one in look(account).others] == [f"+{TAKEN}"]
    with pytest.raises(Fault, match="has been added already"):
        connecting.add(found.on_offer[0], None)


@pytest.mark.parametrize(
    "used",
    [
        {"features": []},
        {"moHttpUrl": "https://crm.example.com/mo"},
        {"voiceCallbackType": "tel", "voiceCallbackValue": "442079460000"},
        {"app_id": "99999999-0000-4000-8000-000000000000"},
    ],
)
def test_what_something_else_uses_is_not_on_offer(
    account: VonageAccount, theirs: SimulatedAccount, used: dict[str, object]
) -> None:
    theirs.own([{"msisdn": OURS, "country": "US"} | used])
    found = look(account)
    assert ([one.phone for one in found.others], found.on_offer) == ([f"+{OURS}"], [])
    with pytest.raises(Fault, match="not among those that can be added"):
        connecting.must_be_on_offer(found, f"+{OURS}")
