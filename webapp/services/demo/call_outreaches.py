"""The made-up batches of calls, what their people say, and who calls by themselves."""

from __future__ import annotations

from webapp.rules.callflow.outcomes import Outcome
from webapp.services.demo.story import DENTAL, KITCHENS, Ago, Outreach, PhoneCall

REMINDER = (
    "Hello {{first_name}}, this is Riverside Dental. Your {{treatment}} is on {{appointment}}. "
    "Can you make it?"
)
VOICEMAIL = (
    "Hello {{first_name}}, this is Riverside Dental about your {{treatment}} on {{appointment}}. "
    "Please call or text this number if you cannot come. Goodbye."
)

REMINDER_CALLS = Outreach(
    "Reminder calls", DENTAL, "reminder_desk", REMINDER, (42, 60), Ago(1, "15:30"),
    context="The practice is open from 8:00 to 18:00, Monday to Friday.",
    voicemail=VOICEMAIL,
    calls=(
        PhoneCall("Nina", ("yes, I am coming", "thanks, bye"), before=Outcome.BUSY),
        PhoneCall("Noah", outcome=Outcome.VOICEMAIL),
        PhoneCall("Nora", ("yes I will be there", "thank you, goodbye")),
        PhoneCall("Oscar", ("when is my appointment", "okay thanks, bye")),
        PhoneCall("Paula", outcome=Outcome.VOICEMAIL),
        PhoneCall("Peter", ("I will be late", "no thanks", "no, bye")),
        PhoneCall("Rosa", outcome=Outcome.BUSY, before=Outcome.BUSY),
        PhoneCall("Sara", (
            "I need to move my appointment", "next Thursday", "at 10am", "no", "yes", "thank you, bye",
        )),
        PhoneCall("Theo", ("yes that works", "bye")),
        PhoneCall("Tom", ("please do not call me again",)),
        PhoneCall("Vera", ("I have to cancel the appointment", "thanks, bye")),
    ),
)  # fmt: skip
NEXT_CALLS = Outreach(
    "Reminder calls, next week", DENTAL, "reminder_desk", REMINDER, (0, 30), scheduled=7,
    voicemail=VOICEMAIL, calls=(),
)  # fmt: skip
CALL_OUTREACHES = (REMINDER_CALLS, NEXT_CALLS)

CALLERS = (
    PhoneCall(
        "Sofia",
        ("how much does it cost", "Sofia Garcia", "a new kitchen", "no", "in spring", "no", "yes", "bye"),
        number=KITCHENS, at=Ago(minutes=200),
    ),
    PhoneCall(
        "Ines", ("can I talk to a person about my bill", "yes please", "no thank you"),
        number=DENTAL, at=Ago(minutes=140),
    ),
)  # fmt: skip
"""They call one of our numbers; Ines is promised a callback, which is due by now."""
