"""Templates of the clock: birthdays, and conversations in which someone waits."""

from __future__ import annotations

from webapp.rules.workflow.document import Again, Trigger, WhoAndWhen
from webapp.rules.workflow.templates.base import OR_STOP, Template, document, step, text

BIRTHDAY = Template(
    "birthday",
    "Birthday or renewal",
    "A text each year on a day of theirs, in the morning where they are.",
    "Contacts with an attribute “birthday”: a date such as 1980-02-29.",
    "megaphone",
    document(
        Trigger("date", {"attribute": "birthday", "days": "0", "at": "10:00", "yearly": "1"}),
        text(1, "happy birthday, {{contact.first_name|and all the best}}!", OR_STOP),
        box=WhoAndWhen(again=Again.EVERY, a_day=1),
    ),
)  # fmt: skip
UNANSWERED = Template(
    "unanswered",
    "No one has answered them",
    "Tells your team when someone has waited for 15 minutes, within hours.",
    "Nothing but people who text you.",
    "hourglass-split",
    document(
        Trigger("unanswered", {"amount": "15", "unit": "minutes", "in_hours": "1"}),
        step(1, "notify", text="{{contact.name|Someone}} has waited for 15 minutes: “{{trigger.text}}”"),
        step(2, "add_label", label="Waits for us"),
        box=WhoAndWhen(again=Again.EVERY, a_day=20),
    ),
)
QUIET = Template(
    "quiet",
    "They went quiet",
    "Asks people who have not answered for three days whether they are still interested. Once.",
    "Conversations in which you wrote last.",
    "moon",
    document(
        Trigger("quiet", {"amount": "3", "unit": "days", "known": "1"}),
        text(1, "do you still have questions, {{contact.first_name|by any chance}}?",
             "We are happy to help.", OR_STOP),
        box=WhoAndWhen(again=Again.ONCE),
    ),
)  # fmt: skip
