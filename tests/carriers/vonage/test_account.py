"""The account at Vonage, asked and changed over HTTP: the real simulator, and servers that misbehave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.carriers.vonage.wire import Peer, Wire, answer, says, serving
from tests.simulator.account import LANDLINE, OURS, PUBLIC, TAKEN, THEIRS, SimulatedAccount, running
from tests.simulator.server import API_SECRET
from webapp.carriers.account import AccountFault, AccountKind, OwnedNumber, SetState
from webapp.carriers.registry import CARRIERS
from webapp.carriers.vonage import key_pair
from webapp.carriers.vonage.account import VonageAccount
from webapp.config import VonageSettings

ROW = {"msisdn": OURS, "country": "US", "features": ["SMS"]}


@pytest.fixture(scope="module")
def server() -> Iterator[SimulatedAccount]:
    with running() as made:
        yield made


@pytest.fixture
def theirs(server: SimulatedAccount) -> SimulatedAccount:
    server.reset()
    return server


@pytest.fixture
def account(theirs: SimulatedAccount) -> Iterator[VonageAccount]:
    made = VonageAccount(theirs.settings(), PUBLIC)
    yield made
    made.close()


def of_wire(wire: Wire) -> VonageAccount:
    settings = VonageSettings("app-1", "no key", "key", "s" * 32, host=wire.host, scheme="http")
    return VonageAccount(replace(settings, api_secret="secret", rest_host=wire.host), PUBLIC, (1.0, 0.5))


def number(account: VonageAccount, digits: str) -> OwnedNumber:
    return next(one for one in account.look().numbers if one.phone == f"+{digits}")


def test_vonage_is_a_carrier_whose_account_can_be_set_up() -> None:
    assert isinstance(CARRIERS["vonage"], AccountKind)


def test_it_is_looked_at_set_up_and_set_up_once_more(
    account: VonageAccount, theirs: SimulatedAccount
) -> None:
    before = account.look()
    assert (before.application, before.trouble, before.is_set) == ("Simulated application", "", False)
    account.set_up()
    assert account.look().is_set
    assert theirs.address("messages", "inbound_url") == f"{PUBLIC}/webhooks/vonage/inbound"
    account.set_up()
    assert theirs.application["keys"]["public_key"].startswith("-----BEGIN")


def test_what_others_have_set_in_the_application_stays(
    account: VonageAccount, theirs: SimulatedAccount
) -> None:
    rtc = {"webhooks": {"event_url": {"address": THEIRS, "http_method": "POST"}}}
    mine = {"name": "Театр", "privacy": {"improve_ai": False}, "capabilities": {"rtc": rtc, "vbc": {}}}
    theirs.put(mine)
    account.set_up()
    now = theirs.application
    assert (now["name"], now["capabilities"]["rtc"], now["capabilities"]["vbc"]) == ("Театр", rtc, {})
    assert account.look().application == "Театр"


def test_a_number_is_linked_and_keeps_its_own_webhook(
    account: VonageAccount, theirs: SimulatedAccount
) -> None:
    theirs.own([{"msisdn": OURS, "country": "US", "moHttpUrl": f"{theirs.simulator.url}/control/health"}])
    account.link(number(account, OURS))
    assert number(account, OURS).state == SetState.SET
    assert theirs.number(OURS)["moHttpUrl"].endswith("/control/health")


def test_a_number_that_vonage_refuses_to_link(account: VonageAccount, theirs: SimulatedAccount) -> None:
    theirs.own([{"msisdn": OURS, "country": "US", "moHttpUrl": "http://127.0.0.1:9/"}])
    with pytest.raises(AccountFault, match=r"\(420\): Callback URL does not answer with 200 OK"):
        account.link(number(account, OURS))


def test_more_numbers_than_one_answer_holds(account: VonageAccount, theirs: SimulatedAccount) -> None:
    theirs.own([{"msisdn": f"1201555{last:04}", "country": "US"} for last in range(151)])
    assert len(account.look().numbers) == 151
    theirs.own([])
    assert account.look().numbers == []


def test_a_change_whose_answer_is_lost_is_read_again_and_not_sent_again(
    account: VonageAccount, theirs: SimulatedAccount
) -> None:
    taken = number(account, TAKEN)
    theirs.control.fault("account_drops", count=1)
    account.set_up()
    theirs.control.fault("account_drops", count=1)
    account.link(taken)
    assert theirs.control.faults() == {}
    assert account.look().is_set
    assert number(account, TAKEN).state == SetState.SET


def test_a_change_that_was_not_made_is_said(account: VonageAccount, theirs: SimulatedAccount) -> None:
    landline = number(account, LANDLINE)
    before = theirs.application
    theirs.control.fault("throttle", count=1)
    with pytest.raises(AccountFault, match="slow down"):
        account.link(landline)
    theirs.control.fault("account_420", count=1)
    with pytest.raises(AccountFault, match="by voice call only"):
        account.link(landline)
    assert theirs.application == before


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"api_secret": "my-rotated-one"}, "Vonage refuses the API key with its secret"),
        ({"api_key": "ключ"}, "Vonage refuses the API key with its secret"),
        ({"application_id": "00000000-0000-4000-8000-000000000000"}, "VONAGE_APPLICATION_ID"),
        ({"host": "127.0.0.1:9"}, "Vonage cannot be reached"),
        ({"rest_host": "127.0.0.1:9"}, "Vonage cannot be reached"),
    ],
)
def test_wrong_credentials(theirs: SimulatedAccount, wrong: dict[str, str], sentence: str) -> None:
    account = VonageAccount(theirs.settings(**wrong), PUBLIC)
    with pytest.raises(AccountFault, match=sentence) as refused:
        account.look()
    assert wrong.get("api_secret", API_SECRET) not in refused.value.sentence


def test_a_private_key_of_another_pair(theirs: SimulatedAccount) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    account = VonageAccount(theirs.settings(private_key=key.private_bytes(*form).decode()), PUBLIC)
    assert account.look().trouble == key_pair.OTHER


@pytest.mark.parametrize("fault", ["throttle", "error_500", "redirect", "drop_before", "account_garbled"])
def test_faults_of_the_carrier_are_sentences(
    account: VonageAccount, theirs: SimulatedAccount, fault: str
) -> None:
    theirs.control.fault(fault)
    with pytest.raises(AccountFault):
        account.look()
    with pytest.raises(AccountFault):
        account.set_up()


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b'{"count": 1', b"[" * 100_000, b"{" + b" " * 200_000 + b"}", b"\xff\xfe{}"],
)
def test_answers_that_cannot_be_read(body: bytes) -> None:
    with serving(says(answer(200, body))) as wire, pytest.raises(AccountFault):
        of_wire(wire).look()


@pytest.mark.parametrize(
    "listed",
    [
        {},
        {"count": 0},
        {"count": "1", "numbers": [ROW]},
        {"count": 5, "numbers": None},
        {"numbers": {"a": 1}},
    ],
)
def test_lists_of_an_odd_shape_end(listed: dict[str, object]) -> None:
    with serving(says(answer(200, {"name": "Ours"}), answer(200, listed))) as wire:
        found = of_wire(wire).look()
    assert [one.phone for one in found.numbers] in ([], [f"+{OURS}"])
    assert found.trouble == key_pair.UNREADABLE


def test_an_answer_that_drips_ends_in_time() -> None:
    def drip(peer: Peer) -> None:
        peer.read()
        peer.drip(answer(200, {"name": "x" * 2000}))

    with serving(drip) as wire, pytest.raises(AccountFault, match="broke"):
        of_wire(wire).look()
    assert wire.connections == 1
