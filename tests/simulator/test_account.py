"""The account side as Vonage answers it: application, numbers, refusals; asked by Vonage's own SDK."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from requests.auth import HTTPBasicAuth
from vonage import Auth, HttpClientOptions, Vonage
from vonage_application import ApplicationConfig, Capabilities, Messages, MessagesWebhooks
from vonage_application.common import ApplicationUrl
from vonage_http_client.errors import AuthenticationError, NotFoundError, RateLimitedError
from vonage_numbers import UpdateNumberParams

from tests.simulator.conftest import PlainHttp
from tests.simulator.server import API_KEY, API_SECRET, Control, Simulator
from tests.simulator.sink import Sink

OURS = {"msisdn": "12015550100", "country": "US"}
LANDLINE = {"msisdn": "442079460000", "country": "GB", "type": "landline", "features": ["VOICE"]}


def sdk(simulator: Simulator, secret: str = API_SECRET) -> Vonage:
    options = HttpClientOptions(
        api_host=simulator.host, rest_host=simulator.host, timeout=10, pool_maxsize=1, max_retries=0
    )
    made = Vonage(Auth(API_KEY, secret), options)
    made.http_client._session.trust_env = False
    made.http_client._session.mount("https://", PlainHttp(max_retries=0))
    return made


@pytest.fixture
def account(simulator: Simulator) -> Iterator[Vonage]:
    made = sdk(simulator)
    yield made
    made.http_client._session.close()


def ask(simulator: Simulator, method: str, path: str, **how: Any) -> requests.Response:
    auth = HTTPBasicAuth(API_KEY, API_SECRET)
    return requests.request(method, f"{simulator.url}{path}", auth=auth, timeout=10, **how)


def test_an_application_begins_with_the_addresses_of_the_start(
    account: Vonage, simulator: Simulator, sink: Sink
) -> None:
    found = account.application.get_application(simulator.application_id)
    assert found.capabilities.messages.webhooks.inbound_url.address == f"{sink.url}/inbound"
    assert found.keys.public_key.startswith("-----BEGIN PUBLIC KEY-----")
    assert [one.id for one in account.application.list_applications()[0]] == [simulator.application_id]


def test_webhooks_go_where_the_application_says_until_the_next_reset(
    account: Vonage, simulator: Simulator, control: Control, sink: Sink
) -> None:
    hooks = MessagesWebhooks(inbound_url=ApplicationUrl(address=f"{sink.url}/elsewhere", http_method="POST"))
    wanted = ApplicationConfig(name="Ours", capabilities=Capabilities(messages=Messages(webhooks=hooks)))
    account.application.update_application(simulator.application_id, wanted)
    control.inbound("447700900123", "12015550100", "Hello")
    control.idle()
    assert [got.path for got in sink.received] == ["/elsewhere"]
    found = account.application.get_application(simulator.application_id)
    assert (found.name, found.capabilities.messages.webhooks.status_url) == ("Ours", None)
    control.reset()
    found = account.application.get_application(simulator.application_id)
    assert found.capabilities.messages.webhooks.inbound_url.address == f"{sink.url}/inbound"


def test_strangers_and_other_applications(account: Vonage, simulator: Simulator) -> None:
    with pytest.raises(AuthenticationError):
        sdk(simulator, "wrong").application.get_application(simulator.application_id)
    with pytest.raises(AuthenticationError) as refused:
        sdk(simulator, "wrong").numbers.list_owned_numbers()
    assert refused.value.response.json()["error-code"] == "401"
    with pytest.raises(NotFoundError):
        account.application.get_application("00000000-0000-4000-8000-000000000000")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"capabilities": []}, ""),
        ({"capabilities": {"messages": 5}}, "capabilities.messages"),
        (
            {"capabilities": {"voice": {"webhooks": {"answer_url": {"address": "x"}}}}},
            "capabilities.voice.webhooks.answer_url.address",
        ),
        (
            {
                "capabilities": {
                    "messages": {"webhooks": {"inbound_url": {"address": "", "http_method": "GET"}}}
                }
            },
            "capabilities.messages.webhooks.inbound_url.http_method",
        ),
        (
            {
                "capabilities": {
                    "voice": {"webhooks": {"event_url": {"address": "", "socket_timeout": 20_000}}}
                }
            },
            "capabilities.voice.webhooks.event_url.socket_timeout",
        ),
    ],
)
def test_an_application_that_makes_no_sense_is_refused(
    simulator: Simulator, change: dict[str, Any], name: str
) -> None:
    answer = ask(
        simulator, "PUT", f"/v2/applications/{simulator.application_id}", json={"name": "Ours"} | change
    )
    if name:
        assert answer.status_code == 400
        assert [one["name"] for one in answer.json()["invalid_parameters"]] == [name]
    else:
        assert answer.status_code == 200
    form = ask(simulator, "PUT", f"/v2/applications/{simulator.application_id}", data={"name": "Ours"})
    assert form.status_code == 415


def test_numbers_are_listed_in_pages_and_linked(
    account: Vonage, simulator: Simulator, control: Control
) -> None:
    many = [{"msisdn": f"1201555{last:04}", "country": "US"} for last in range(101)]
    control.call("POST", "/numbers", json={"numbers": [OURS, LANDLINE, *many]})
    numbers, count, following = account.numbers.list_owned_numbers()
    assert (len(numbers), count, following) == (100, 102, 2)
    assert [one.features for one in numbers if one.msisdn == LANDLINE["msisdn"]] == [["VOICE"]]
    link = UpdateNumberParams(**OURS, app_id=simulator.application_id)
    assert account.numbers.update_number(link).error_code == "200"
    [mine] = ask(simulator, "GET", "/account/numbers?has_application=true").json()["numbers"]
    assert (mine["msisdn"], mine["app_id"], mine["voiceCallbackType"]) == (
        OURS["msisdn"], simulator.application_id, "app",
    )  # fmt: skip


def test_a_number_that_is_not_owned_and_a_webhook_that_does_not_answer(
    account: Vonage, simulator: Simulator, control: Control, sink: Sink
) -> None:
    with pytest.raises(requests.HTTPError):
        control.call("POST", "/numbers", json={"numbers": [{"msisdn": "+1", "country": "US"}]})
    control.call("POST", "/numbers", json={"numbers": [OURS]})
    for form in (
        {"country": "US", "msisdn": "12015550199"},
        {"country": "GB", "msisdn": OURS["msisdn"]},
        OURS | {"app_id": "00000000-0000-4000-8000-000000000000"},
        OURS | {"moHttpUrl": "http://127.0.0.1:9/"},
        OURS | {"voiceCallbackType": "tel"},
    ):
        answer = ask(simulator, "POST", "/number/update", data=form)
        assert (answer.status_code, answer.json()["error-code"]) == (420, "420"), form


def test_faults(account: Vonage, simulator: Simulator, control: Control) -> None:
    control.call("POST", "/numbers", json={"numbers": [OURS]})
    control.fault("throttle", count=1)
    with pytest.raises(RateLimitedError):
        account.application.get_application(simulator.application_id)
    control.fault("account_420", count=1)
    answer = ask(simulator, "POST", "/number/update", data=OURS)
    assert answer.json()["error-code-label"].startswith("Numbers from this country")
    control.fault("account_drops", count=1)
    with pytest.raises(requests.ConnectionError):
        ask(simulator, "PUT", f"/v2/applications/{simulator.application_id}", json={"name": "Done"})
    assert account.application.get_application(simulator.application_id).name == "Done"
    control.fault("account_garbled", count=1)
    assert ask(simulator, "GET", "/account/numbers").headers["Content-Type"].startswith("text/html")
    control.fault("error_500", count=1)
    assert ask(simulator, "GET", "/account/numbers").status_code == 500
