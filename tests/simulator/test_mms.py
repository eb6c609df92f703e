"""MMS, and version v0.1, as Vonage tells them; and its media server."""

from __future__ import annotations

import pytest
import requests
from vonage import Vonage

from tests.simulator.server import Control, Simulator
from tests.simulator.sink import Sink
from tests.simulator.test_people import OUR_NUMBER, text
from webapp.carriers.vonage import inbound as vonage_inbound
from webapp.simulator.attachments import FOLDER, TYPES
from webapp.simulator.people import PEOPLE, Mms

SENDERS = [person.digits for person in PEOPLE if any(isinstance(reply, Mms) for reply in person.replies)]


def came(control: Control, vonage: Vonage, sink: Sink, digits: str) -> dict[str, object]:
    text(vonage, f"44770090{digits}")
    control.idle()
    [body] = sink.of("/inbound")
    return body


def fetched(simulator: Simulator, vonage: Vonage, url: str, token: str | None = None) -> requests.Response:
    token = vonage.http_client.auth.generate_application_jwt().decode() if token is None else token
    with requests.Session() as session:
        session.trust_env = False
        return session.get(
            url, headers={"Authorization": f"Bearer {token}"}, timeout=10, allow_redirects=False
        )


MORE_THAN_V01_HOLDS = {"2003", "2008"}


@pytest.mark.parametrize(
    ("digits", "said", "kinds"),
    [
        ("2001", "STOP", []),
        ("2002", "", ["image"]),
        ("2003", "The boiler", ["image", "image", "image"]),
        ("2004", "", ["image"]),
        ("2011", "", ["vcard"]),
        ("2006", "", ["audio"]),
        ("2007", "", ["video"]),
        ("2008", "The invoice", ["file"]),
        ("2009", "", []),
    ],
)
@pytest.mark.parametrize("old", [False, True])
def test_each_sends_what_the_table_says(
    vonage: Vonage, control: Control, sink: Sink, digits: str, said: str, kinds: list[str], old: bool
) -> None:
    if old:
        control.fault("old_shape")
    body = came(control, vonage, sink, digits)
    assert ("message" in body) is (old and digits not in MORE_THAN_V01_HOLDS)
    message = vonage_inbound.inbound(body)
    assert (message.sender, message.to) == (f"+44770090{digits}", f"+{OUR_NUMBER}")
    assert message.text == said
    assert [one.kind for one in message.media] == kinds


def test_several_stand_in_content_with_their_captions(vonage: Vonage, control: Control, sink: Sink) -> None:
    body = came(control, vonage, sink, "2003")
    assert (body["channel"], body["message_type"]) == ("mms", "image")
    captions = [one["caption"] for one in body["content"]]  # type: ignore[attr-defined]
    assert captions == ["before", "after", "and where it leaks"]


def test_old_texts_are_nested(vonage: Vonage, control: Control, sink: Sink) -> None:
    control.fault("old_shape", count=1, only="inbound")
    body = came(control, vonage, sink, "1111")
    assert body["from"] == {"type": "sms", "number": "447700901111"}
    assert body["message"] == {"content": {"type": "text", "text": "yes"}}


def test_the_sms_api_knows_no_mms(vonage: Vonage, control: Control, sink: Sink) -> None:
    control.fault("sms_api_post")
    assert len(came(control, vonage, sink, "2003")["content"]) == 3  # type: ignore[arg-type]


def test_files_are_handed_out_for_our_token_alone(
    simulator: Simulator, vonage: Vonage, control: Control, sink: Sink
) -> None:
    body = came(control, vonage, sink, "2002")
    url = body["image"]["url"]  # type: ignore[index]
    answer = fetched(simulator, vonage, url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert answer.content == (FOLDER / "garden.jpg").read_bytes()
    assert fetched(simulator, vonage, url, token="nobody").status_code == 401
    assert fetched(simulator, vonage, url.replace("garden", "secret")).status_code == 404


@pytest.mark.parametrize(
    ("fault", "status"), [("media_500", 500), ("media_gone", 410), ("media_elsewhere", 302)]
)
def test_faults_of_the_media_server(
    simulator: Simulator, vonage: Vonage, control: Control, sink: Sink, fault: str, status: int
) -> None:
    url = came(control, vonage, sink, "2002")["image"]["url"]  # type: ignore[index]
    control.fault(fault, count=1)
    assert fetched(simulator, vonage, url).status_code == status
    assert fetched(simulator, vonage, url).status_code == 200


def test_every_file_that_is_sent_is_there() -> None:
    sent = {file for person in PEOPLE for reply in person.replies if isinstance(reply, Mms)
            for _, file, _ in reply.sent if file}  # fmt: skip
    assert sent == set(TYPES) == {path.name for path in FOLDER.iterdir()}
    assert len(SENDERS) == 9
