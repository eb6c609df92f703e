"""Other forms of webhooks: unsigned, of the account, of the SMS API, with sender or error elsewhere."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from vonage import Vonage
from vonage_messages import Sms

from tests.simulator.server import API_KEY, SIGNATURE_SECRET, Control
from tests.simulator.sink import Sink
from tests.simulator.test_people import OUR_NUMBER, text
from tests.simulator.test_webhooks import ADA, claims
from webapp.carriers.vonage import sms_api, webhooks
from webapp.carriers.vonage.codes import error_of
from webapp.simulator.forms import other_spelling, sig
from webapp.simulator.people import LONG_REPLY


@pytest.mark.parametrize("fault", ["unsigned", "wrong_signature", "wrong_payload"])
def test_what_was_not_believed_comes_again_as_it_should_be(control: Control, sink: Sink, fault: str) -> None:
    control.fault(fault, count=1)
    sink.answers.append(503)
    control.inbound(ADA, OUR_NUMBER, "STOP")
    control.idle()

    assert claims(sink.received[1])["payload_hash"]
    [hook] = control.webhooks("inbound")
    assert (hook["forged"], hook["attempts"], hook["outcome"]) == ("", 2, "answered")


def test_an_unsigned_webhook_has_no_authorization(control: Control, sink: Sink) -> None:
    control.fault("unsigned", count=1)
    control.inbound(ADA, OUR_NUMBER, "STOP")
    control.idle()
    assert (sink.received[0].authorization, sink.received[0].json["text"]) == (None, "STOP")


def test_a_webhook_of_the_account_names_no_application(control: Control, sink: Sink) -> None:
    control.fault("account_level", count=1)
    control.inbound(ADA, OUR_NUMBER, "STOP")
    control.idle()
    said = claims(sink.received[0])
    assert (said["api_key"], "application_id" in said) == (API_KEY, False)


@pytest.mark.parametrize("with_sig", [True, False])
@pytest.mark.parametrize("method", ["get", "post", "json"])
def test_a_reply_by_the_sms_api(control: Control, sink: Sink, method: str, with_sig: bool) -> None:
    control.fault(f"sms_api_{method}", only="inbound")
    if with_sig:
        control.fault("sms_api_sig")
    uuid = control.inbound(ADA, OUR_NUMBER, "Fish & chips = 5 €?")
    control.idle()

    [received] = sink.received
    path, _, query = received.path.partition("?")
    said = received.json if method == "json" else dict(parse_qsl(query or received.body.decode()))
    assert (path, bool(query), received.authorization) == ("/inbound", method == "get", None)
    assert (said["msisdn"], said["to"], said["messageId"]) == (ADA, OUR_NUMBER, uuid)
    assert (said["text"], said["type"]) == ("Fish & chips = 5 €?", "unicode")
    if with_sig:
        given = said.pop("sig")
        assert given == sig(said, SIGNATURE_SECRET)
    else:
        assert "sig" not in said
    assert control.webhooks("inbound")[0]["forged"] == ("" if with_sig else "sms_api")


@pytest.mark.parametrize("still_on", [True, False])
def test_a_long_reply_comes_in_parts(control: Control, sink: Sink, still_on: bool) -> None:
    """Each with an id of its own, and signed once it comes again after its switch is off."""
    control.fault("sms_api_get", only="inbound", count=3)
    if still_on:
        control.fault("sms_api_sig")
    else:
        sink.answers += [503, 503, 503]
    uuid = control.inbound(ADA, OUR_NUMBER, LONG_REPLY)
    control.idle()

    queries = (one.path.partition("?")[2] or one.body.decode() for one in sink.received[-3:])
    told = sorted((dict(parse_qsl(one)) for one in queries), key=lambda said: said["concat-part"])
    assert "".join(said["text"] for said in told) == LONG_REPLY
    assert [said["messageId"] for said in told] == [uuid, f"{uuid}-2", f"{uuid}-3"]
    assert len({said["concat-ref"] for said in told}) == 1
    for said in told:
        given = said.pop("sig")
        assert given == sig(said, SIGNATURE_SECRET)
    parts = [sms_api.part(sms_api.as_messages(said)) for said in told]
    assert [(part.number, part.total) for part in parts if part] == [(1, 3), (2, 3), (3, 3)]
    assert [hook["part"] for hook in control.webhooks("inbound")] == [1, 2, 3]


def test_reports_of_old_are_nested_and_a_message_may_ask_for_either(
    vonage: Vonage, control: Control, sink: Sink
) -> None:
    control.fault("old_shape", only="status")
    for version in (None, "v1", "v0.1"):
        vonage.messages.send(
            Sms(to="447700901240", from_=OUR_NUMBER, text="Hi", client_ref="ada", webhook_version=version)
        )
        control.idle()
    of_account, present, old = sink.of("/status")
    assert of_account["to"] == {"type": "sms", "number": "447700901240"}
    assert of_account["error"] == {"code": 1240, "reason": "Illegal number: the recipient has opted out"}
    assert (present["to"], present["error"]["title"]) == ("447700901240", "1240")
    assert old["error"] == of_account["error"]
    for said in (of_account, present, old):
        told = webhooks.status(said)
        assert (told.opted_out, told.phone, told.ref) == (True, "+447700901240", "ada")


def test_a_receipt_by_the_sms_api_has_its_own_codes(vonage: Vonage, control: Control, sink: Sink) -> None:
    control.fault("sms_api_post")
    text(vonage, "447700901240", ref="ada-1")
    control.idle()

    said = dict(parse_qsl(sink.received[0].body.decode()))
    assert (said["status"], said["err-code"], said["client-ref"]) == ("rejected", "9", "ada-1")
    assert sms_api.fields(said) == said


@pytest.mark.parametrize(
    ("phone", "spelled"),
    [
        ("525512345678", "5215512345678"),
        ("5491123456789", "541123456789"),
        ("447700900123", "07700900123"),
        ("12025550123", "2025550123"),
        ("4915112345678", "015112345678"),
        ("999", "999"),
    ],
)
def test_a_sender_in_another_spelling(phone: str, spelled: str) -> None:
    assert other_spelling(phone) == spelled


def test_replies_come_from_the_other_spelling(control: Control, sink: Sink) -> None:
    control.fault("other_spelling", count=1)
    for _ in range(2):
        control.inbound("525512345678", OUR_NUMBER, "STOP")
        control.idle()
    assert [said["from"] for said in sink.of("/inbound")] == ["5215512345678", "525512345678"]


def test_the_code_of_an_error_is_in_each_place_in_turn(vonage: Vonage, control: Control, sink: Sink) -> None:
    control.fault("error_elsewhere")
    for n in range(4):
        text(vonage, f"4477009{n}1240")
        control.idle()
    errors = [said["error"] for said in sink.of("/status")]
    assert len({tuple(sorted(error)) for error in errors} | {type(errors[0].get("title"))}) >= 4
    assert [error_of({"error": error})[0] for error in errors] == ["1240"] * 4


@pytest.mark.parametrize(
    ("phone", "reply"),
    [("447700904343", "Liked “Hi, Ada: reply STOP”"), ("447700904848", "👍 to “Hi, Ada: reply STOP”")],
)
def test_a_reaction_quotes_our_message(
    vonage: Vonage, control: Control, sink: Sink, phone: str, reply: str
) -> None:
    text(vonage, phone, "Hi, Ada: reply STOP")
    control.idle()
    assert [said["text"] for said in sink.of("/inbound")] == [reply]
