"""Each trigger and step has words of its own."""

from __future__ import annotations

import pytest

from webapp.rules.workflow import kinds, words
from webapp.rules.workflow.document import Step, Trigger

FRONT = {"words": "book, help", "number": "1"}
APPOINTMENT = {"date": "{{contact.appointment|2026-03-09}}", "days": "1", "side": "before", "at": "18:00"}
NAMES = {
    ("member", "grace@example.com"): "Grace Hopper",
    ("number", "1"): "Front desk",
    ("batch", "2"): "Autumn",
    ("agent", "3"): "Mia",
    ("workflow", "4"): "Drip",
}


@pytest.mark.parametrize(
    ("kind", "settings", "said"),
    [
        ("message", {}, "they send a text"),
        ("message", FRONT, "they send a text with “book” or “help” to Front desk"),
        ("message", {"kind": "wrong_number"}, "they send a text that says the number is wrong"),
        ("message", {"kind": "any"}, "they send a text"),
        ("call_in", {"number": "1"}, "they call Front desk"),
        ("call_ended", {"direction": "in", "outcomes": "missed", "number": "1"},
         "they call Front desk and no one answers"),
        ("call_ended", {"direction": "any", "number": "1"}, "a call with Front desk has ended"),
        ("message_failed", {"number": "1"}, "a text from Front desk to them does not arrive"),
        ("task_done", {"task": "Booking", "result": "failed"}, "an agent’s task “Booking” has failed"),
        ("task_done", {"result": "any"}, "an agent’s task is over"),
        ("call_ended", {"direction": "in", "outcomes": "no_answer, busy"}, "they call and no one answers"),
        ("call_ended", {"direction": "out"}, "our call has ended"),
        ("call_ended", {"outcomes": "voicemail"}, "a call takes place and it ends with voicemail"),
        ("recipient", {"batch": "2", "statuses": "replied"}, "someone of the batch “Autumn” becomes replied"),
        ("attribute", {"attribute": "visit", "value": "done"}, "their visit becomes “done”"),
        ("attribute", {"attribute": "visit"}, "their visit changes"),
        ("date", {"attribute": "visit", "days": "2", "at": "10:00"},
         "it is 2 days before the day of their visit at 10:00 where they are"),
        ("date", {"attribute": "birthday", "at": "10:00", "yearly": "1"},
         "it is the day of their birthday, every year, at 10:00 where they are"),
        ("schedule", {"every": "week", "weekday": "friday", "at": "9:00"},
         "it is 9:00 every Friday, for each contact"),
        ("schedule", {"every": "cron", "cron": "0 9 * * *", "label": "Member"},
         "the clock fits “0 9 * * *”, for each contact with the label “Member”"),
        ("unanswered", {"amount": "15", "unit": "minutes"}, "we have not answered them for 15 minutes"),
        ("quiet", {"amount": "1", "unit": "days"}, "they have not answered us for 1 day"),
        ("quiet", {"amount": "2", "unit": "days", "number": "1"},
         "they have not answered us for 2 days on Front desk"),
        ("from a later version", {}, "“from a later version” happens"),
    ],
)  # fmt: skip
def test_a_trigger(kind: str, settings: dict[str, str], said: str) -> None:
    assert words.trigger(Trigger(kind, settings), NAMES) == said


@pytest.mark.parametrize("kind", kinds.TRIGGERS)
def test_no_trigger_is_without_words(kind: str) -> None:
    assert "happens" not in words.trigger(Trigger(kind), {})


@pytest.mark.parametrize(
    ("kind", "settings", "said"),
    [
        ("send_sms", {"text": "Hi\nyou"}, "send “Hi you”"),
        ("send_sms", {"text": "{{our.team|We}}: {{contact.first_name}}!"}, "send “We: [first name]!”"),
        ("send_sms", {"text": "x" * 50}, f"send “{'x' * 40}…”"),
        ("place_call", {"agent": "3"}, "call them with Mia"),
        ("wait", {"amount": "1", "unit": "hours"}, "wait 1 hour"),
        ("wait", {}, "wait 1 hour"),
        ("wait_reply", {}, "wait up to 1 hour for a reply"),
        ("wait_reply", APPOINTMENT, "wait for a reply until 1 day before their appointment, at 18:00"),
        ("wait_until", APPOINTMENT | {"days": "0", "at": ""}, "wait until their appointment"),
        (
            "wait_until",
            {"date": "2026-03-09", "days": "2", "side": "after"},
            "wait until 2 days after 2026-03-09",
        ),
        ("wait_until", {"date": "{{trigger.visit.day}}"}, "wait until the day"),
        ("wait_until", {}, "wait until it is 09:00 where they are"),
        ("notify", {"text": "Look!"}, "notify your team: “Look!”"),
        ("notify", {"text": "Look!", "member": "grace@example.com"}, "notify Grace Hopper: “Look!”"),
        ("assign", {"member": "dan@example.com"}, "assign it to dan@example.com"),
        ("hand_off", {}, "hand them to your staff"),
        ("hand_off", {"reason": "Call {{contact.name}}"}, "hand them to your staff: “Call [name]”"),
        ("http_request", {"url": "https://me:key@example.com:8443/v1?key=x"}, "ask example.com:8443"),
        ("http_request", {"url": "nowhere"}, "ask another system"),
        ("hand_to_agent", {"agent": "9"}, "hand them to an agent"),
        ("start_workflow", {"workflow": "4"}, "start Drip"),
        ("set_attribute", {"name": "visit", "value": "done"}, "set their visit to “done”"),
        ("assign", {}, "assign"),
        ("from a later version", {}, "do “from a later version”"),
    ],
)
def test_a_step(kind: str, settings: dict[str, str], said: str) -> None:
    assert words.step(Step("s1", kind, settings), NAMES) == said
