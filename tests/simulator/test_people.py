"""Each kind of person does what the table says, over the real wire."""

from __future__ import annotations

import pytest
from vonage import Vonage
from vonage_messages import Sms

from tests.simulator.server import Control
from tests.simulator.sink import Sink

OUR_NUMBER = "12015550100"


def text(vonage: Vonage, to: str, words: str = "Hi Ada, shall we meet?", ref: str | None = None) -> str:
    """Send one SMS through the SDK; its uuid."""
    return vonage.messages.send(Sms(to=to, from_=OUR_NUMBER, text=words, client_ref=ref)).message_uuid


@pytest.mark.parametrize(
    ("phone", "statuses", "code", "replies"),
    [
        ("447700900123", ["submitted", "delivered"], None, []),
        ("447700901111", ["submitted", "delivered"], None, ["yes"]),
        ("447700902222", ["submitted", "delivered"], None, ["STOP"]),
        ("447700903333", ["submitted", "delivered"], None, ["please stop texting me"]),
        ("447700904444", ["submitted", "undeliverable"], "1190", []),
        ("447700905555", ["rejected"], "1050", []),
        ("447700906666", ["submitted", "delivered"], None, ["Who is this? What does it cost?"]),
        (
            "447700907777",
            ["submitted", "delivered"],
            None,
            ["Hi!", "Sorry, I was driving.", "Can we talk tomorrow at 5?"],
        ),
        ("447700908888", ["submitted", "delivered"], None, ["نعم، شكراً جزيلاً 🙏😀"]),
        ("447700904343", ["submitted", "delivered"], None, ["Liked “Hi Ada, shall we meet?”"]),
        ("447700904848", ["submitted", "delivered"], None, ["👍 to “Hi Ada, shall we meet?”"]),
        ("447700909999", [], None, []),
        ("447700901240", ["rejected"], "1240", []),
    ],
)
def test_a_person_does_what_its_last_four_digits_say(
    vonage: Vonage,
    control: Control,
    sink: Sink,
    phone: str,
    statuses: list[str],
    code: str | None,
    replies: list,
) -> None:
    uuid = text(vonage, phone, ref="ada-1")
    control.idle()

    came = sink.of("/status")
    assert [status["status"] for status in came] == statuses
    assert all(status["message_uuid"] == uuid and status["client_ref"] == "ada-1" for status in came)
    assert [status["error"]["title"] for status in came if "error" in status] == ([code] if code else [])
    assert [reply["text"] for reply in sink.of("/inbound")] == replies
    assert all(reply["from"] == phone and reply["to"] == OUR_NUMBER for reply in sink.of("/inbound"))
    assert control.messages(to=phone)[0]["state"] == (statuses[-1] if statuses else "accepted")


def test_a_person_answers_only_once_in_a_while_so_that_it_never_talks_with_an_agent_for_ever(
    vonage: Vonage, control: Control, sink: Sink
) -> None:
    for _ in range(3):
        text(vonage, "447700901111")
        control.idle()

    assert [reply["text"] for reply in sink.of("/inbound")] == ["yes"]


def test_a_person_answers_again_when_its_pause_is_over(vonage: Vonage, control: Control, sink: Sink) -> None:
    control.configure(reply_again=0)
    for _ in range(2):
        text(vonage, "447700901111")
        control.idle()

    assert [reply["text"] for reply in sink.of("/inbound")] == ["yes", "yes"]


def test_who_wrote_stop_stays_silent_and_every_message_after_it_is_counted(
    vonage: Vonage, control: Control, sink: Sink
) -> None:
    control.configure(reply_again=0)
    for words in ("An offer", "You have opted out.", "Another offer"):
        text(vonage, "447700902222", words)
        control.idle()

    assert [reply["text"] for reply in sink.of("/inbound")] == ["STOP"]
    after = control.messages(after_stop=1)
    assert [(each["text"], each["after_stop"]) for each in after] == [
        ("You have opted out.", 1),
        ("Another offer", 2),
    ]


def test_start_lifts_a_stop(vonage: Vonage, control: Control) -> None:
    control.inbound("447700900007", OUR_NUMBER, "Stop ")
    control.inbound("447700900007", OUR_NUMBER, "START")
    text(vonage, "447700900007")

    assert control.messages(after_stop=1) == []


def test_a_word_as_a_sender_is_rejected_in_the_united_states(
    vonage: Vonage, control: Control, sink: Sink
) -> None:
    vonage.messages.send(Sms(to="12025550123", from_="Outbound", text="Hi"))
    control.idle()

    assert [(each["status"], each["error"]["title"]) for each in sink.of("/status")] == [("rejected", "1120")]
