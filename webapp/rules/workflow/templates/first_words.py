"""Templates for those who come to us: a missed call, a lead, people who are interested."""

from __future__ import annotations

from webapp.rules.workflow.document import Again, Trigger, WhoAndWhen
from webapp.rules.workflow.templates.base import OR_STOP, Template, branch, document, step, text

MISSED_CALL = Template(
    "missed_call",
    "Missed-call text-back",
    "Texts people whose call no one took, also those who left a message. Once a day at most.",
    "A number of yours that takes calls and texts.",
    "telephone-x",
    document(
        Trigger("call_ended", {"direction": "in", "outcomes": "missed"}),
        text(1, "sorry we missed your call. How can we help?", "Text us here and we will answer.", OR_STOP),
        box=WhoAndWhen(again=Again.EVERY, a_day=1),
    ),
)  # fmt: skip
NO_ONE = "Three calls, and no answer."
CALL_AGAIN = {
    "first_message": "Hello, you have just asked us to get in touch. Is this a good moment?",
    "context": "They have just asked to be contacted: {{trigger.interest|no more is known}}",
}
SPEED_TO_LEAD = Template(
    "speed_to_lead",
    "Speed to lead",
    "Texts and calls people within a minute of their request, three times at most, and then asks staff.",
    "Your website, or another program, that reports each request as “lead”, or a form: change what starts it;"
    " and an agent, if one is to talk to them.",
    "lightning-charge",
    document(
        Trigger("event", {"event": "lead"}),
        text(1, "thank you for your request, {{contact.first_name|we got it}}!",
             "We will call you in a moment.", OR_STOP),
        step(2, "place_call",
             branch("no_answer", step(3, "wait", amount="1", unit="hours"),
                    step(4, "place_call",
                         branch("no_answer", step(5, "wait", amount="1", unit="days"),
                                step(6, "place_call",
                                     branch("no_answer", step(7, "hand_off", reason=NO_ONE)),
                                     branch("busy", step(8, "hand_off", reason=NO_ONE)),
                                     **CALL_AGAIN)),
                         branch("busy", step(9, "hand_off", reason="They did not take the second call.")),
                         **CALL_AGAIN)),
             branch("busy", step(10, "hand_off", reason="They did not take the call.")),
             branch("failed", step(11, "hand_off", reason="They could not be called.")),
             branch("not_placed", step(12, "hand_off", reason="They could not be called.")),
             **CALL_AGAIN),
        box=WhoAndWhen(a_day=2),
    ),
)  # fmt: skip
DRIP = Template(
    "drip",
    "Three texts over a week",
    "Three texts to people who are interested; it stops as soon as they reply, or have booked.",
    "The label “Interested”, set by your team, an agent or a list.",
    "chat-left-text",
    document(
        Trigger("label", {"label": "Interested"}),
        text(1, "thank you for your interest, {{contact.first_name|and welcome}}!",
             "Any questions? Just reply.", OR_STOP),
        step(2, "wait", amount="2", unit="days"),
        text(3, "[your second text].", OR_STOP),
        step(4, "wait", amount="4", unit="days"),
        text(5, "shall we find a time for you?", "Reply with a day that suits you, or STOP to opt out."),
        box=WhoAndWhen(again=Again.ONCE, stop_label="Booked"),
    ),
)  # fmt: skip
