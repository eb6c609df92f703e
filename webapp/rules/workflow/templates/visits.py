"""Templates around a visit: the reminder, the one who did not come, the review."""

from __future__ import annotations

from webapp.rules.workflow.document import Again, Operator, Trigger, WhoAndWhen
from webapp.rules.workflow.templates.base import OR_STOP, Template, branch, document, step, text, when

REMINDER = Template(
    "reminder",
    "Reminder with confirmation",
    "Reminds people two days before, has them confirm, and calls those who do not reply.",
    "Contacts with an attribute “appointment”: a date and time such as 2026-03-09T15:30.",
    "calendar-event",
    document(
        Trigger("date", {"attribute": "appointment", "days": "2", "side": "before", "at": "10:00"}),
        text(
            1,
            "your appointment is on {{contact.appointment}}.",
            "Reply YES to confirm, NO to change it, STOP to opt out.",
        ),
        step(
            2,
            "wait_reply",
            branch(
                "yes",
                step(3, "set_attribute", name="confirmed", value="yes"),
                step(4, "add_label", label="Confirmed"),
                text(5, "thank you, see you on {{contact.appointment}}."),
            ),
            branch("no", step(6, "hand_off", reason="They cannot come on {{contact.appointment}}.")),
            branch("other", step(7, "hand_off", reason="About their appointment: “{{steps.s2.reply}}”")),
            branch(
                "timeout",
                step(
                    8,
                    "place_call",
                    branch("answered", step(9, "note", text="Reminded by phone.")),
                    branch("voicemail", step(10, "note", text="Reminded on their voicemail.")),
                    branch("no_answer", step(11, "add_label", label="Not confirmed")),
                    branch("busy", step(12, "add_label", label="Not confirmed")),
                    first_message="Hello, this is a reminder of your appointment on {{contact.appointment}}.",
                    on_voicemail="message",
                    voicemail_message="This is a reminder of your appointment on {{contact.appointment}}.",
                ),
            ),
            amount="1",
            unit="days",
            date="{{contact.appointment}}",
            days="1",
            side="before",
            at="18:00",
        ),
        box=WhoAndWhen(again=Again.EVERY, stop_after="appointment"),
    ),
)
NO_SHOW = Template(
    "no_show",
    "No-show follow-up",
    "Offers another time to people who did not come, and asks once more two days later.",
    "The attribute “visit” becomes no_show, set by your team or by another program.",
    "person-x",
    document(
        Trigger("attribute", {"attribute": "visit", "value": "no_show"}),
        step(1, "wait", amount="1", unit="hours"),
        text(2, "we missed you today, {{contact.first_name|and hope all is well}}.",
             "Shall we find another time?", OR_STOP),
        step(3, "wait_reply",
             branch("yes", step(4, "hand_off", reason="They would like another time.")),
             branch("no", step(5, "add_label", label="Does not come back")),
             branch("other", step(6, "hand_off", reason="After a missed visit: “{{steps.s3.reply}}”")),
             branch("timeout", text(7, "would you still like another time?",
                                    "Reply with a day that suits you, or STOP to opt out.")),
             amount="2", unit="days"),
    ),
)  # fmt: skip
REVIEW = Template(
    "review",
    "Review request",
    "Asks two hours after a visit how it was; 4 and 5 get the link to your reviews, the others a person.",
    "The attribute “visit” becomes done. Put your own link into the text.",
    "star",
    document(
        Trigger("attribute", {"attribute": "visit", "value": "done"}),
        step(1, "wait", amount="2", unit="hours"),
        text(2, "how was your visit?", "Reply with a number from 1 (bad) to 5 (great), or STOP to opt out."),
        step(3, "wait_reply", branch("timeout", step(4, "end")), amount="3", unit="days"),
        step(5, "branch",
             branch("b1", step(6, "set_attribute", name="rating", value="{{steps.s3.number}}"),
                    text(7, "thank you! Would you tell others? [your review link]"),
                    name="4 or 5", when=when("steps.s3.number", Operator.AT_LEAST, "4")),
             branch("b2", step(8, "set_attribute", name="rating", value="{{steps.s3.number}}"),
                    step(9, "hand_off", reason="They gave {{steps.s3.number}} of 5: “{{steps.s3.reply}}”"),
                    name="Less", when=when("steps.s3.number", Operator.KNOWN)),
             branch("else", step(10, "hand_off", reason="About their visit: “{{steps.s3.reply}}”"))),
        box=WhoAndWhen(again=Again.EVERY, a_day=1),
    ),
)  # fmt: skip
