"""The made-up batches, and what their people write back."""

from __future__ import annotations

from webapp.services.demo.story import (
    BARRED,
    DENTAL,
    GONE,
    KITCHENS,
    SILENT,
    Ago,
    Outreach,
    Talk,
    they,
)

REMINDER = "Hi {{first_name}}, your {{treatment}} at Riverside Dental is on {{appointment}}. Can you make it?"
FEEDBACK = "Hi {{first_name}}, thank you for visiting Riverside Dental. How was it?"
OFFER = "Hi {{first_name}}, this is Harbor Kitchens. We have fitting dates free in spring. Want to know more?"

FIRST_WEEK = Outreach(
    "Reminders, first week", DENTAL, "reminder_desk", REMINDER, (0, 30), Ago(12, "10:05"),
    context="The practice is open from 8:00 to 18:00, Monday to Friday.",
    troubles={"Ivan": GONE, "Erin": SILENT, "Hannah": SILENT},
    talks=(
        Talk("Ada", they("Yes, I will be there!")),
        Talk("Amara", they("confirmed")),
        Talk("Carol", they("sure")),
        Talk("David", they("ok", "see you then")),
        Talk("Diego", they("sí, confirmo")),
        Talk("Claire", they("oui, je serai là")),
        Talk("Alan", they("can we reschedule?", "next Friday at 3pm", "I have to work that day", "yes"),
             label="Moved"),
        Talk("Camila", they("no puedo ir ese día", "mañana a las 15", "no", "sí")),
        Talk("Ben", they("when is my appointment?", "thanks, see you then")),
        Talk("Frank", they("STOP")),
        Talk("Edith", they("I have to cancel, I do not need the appointment any more")),
        Talk("Grace", (
            ("they", "I need to talk to a real person please", 22),
            ("staff", "Hi Grace, Nora here from the front desk. How can I help?", 14),
            ("they", "Can my daughter come along? She is 9.", 6),
            ("staff", "Of course, bring her along.", 3),
        )),
        Talk("Jack", they("Wrong number, I am not Jack")),
    ),
)  # fmt: skip

VISITS = Outreach(
    "How was your visit?", DENTAL, "feedback", FEEDBACK, (0, 24), Ago(6, "16:30"),
    troubles={"Chen": BARRED, "Elena": SILENT},
    talks=(
        Talk("Amy", they("It was great", "5", "no", "no", "yes")),
        Talk("Anton", they("sehr gut", "5", "nein", "nein", "ja")),
        Talk("Dora", they("I had to wait too long", "2", "Please call when you run late", "yes", "yes"),
             label="Call back"),
        Talk("Fatima", they("excellent", "5", "no", "yes", "yes")),
        Talk("Daniel", they("not now, I am busy")),
        Talk("Emil", they("who reads this?")),
        Talk("Henry", they("5")),
        Talk("Alan", they("everything was perfect", "4", "no", "no", "yes")),
    ),
)  # fmt: skip

KITCHEN_OFFER = Outreach(
    "Spring fitting dates", KITCHENS, "lead_qualification", OFFER, (30, 60), Ago(2, "11:20"), sent=18,
    paused="The first replies are read before the rest goes out.",
    troubles={"Laila": GONE, "Mark": SILENT, "Noah": SILENT},
    talks=(
        Talk("Karim", they("yes, tell me more", "Karim Aziz", "a new kitchen with an island", "25000",
                           "in March", "karim@example.org", "yes"), KITCHENS, label="Hot lead"),
        Talk("Kate", they("how much does it cost?", "Kate", "new fronts and a worktop", "no", "after Easter",
                          "no", "yes"), KITCHENS),
        Talk("Leo", they("no thanks"), KITCHENS),
        Talk("Linda", they("please stop texting me, this is my work phone"), KITCHENS),
        Talk("Lucas", they("contact me again next year"), KITCHENS),
        Talk("Maria", they("me interesa", "Maria Lopez", "una cocina pequeña"), KITCHENS),
        Talk("Mei", they("which company is this?", "not interested"), KITCHENS),
        Talk("Mia", they("I am a client of yours, where is my order"), KITCHENS),
        Talk("Nadia", they("I am out of office until Monday. This is an automatic reply."), KITCHENS),
    ),
)  # fmt: skip

SECOND_WEEK = Outreach(
    "Reminders, second week", DENTAL, "reminder_desk", REMINDER, (28, 53), Ago(1, "10:00"),
    context="The practice is open from 8:00 to 18:00, Monday to Friday.",
    troubles={"Milan": GONE, "Quinn": SILENT, "Oscar": SILENT, "Paula": SILENT},
    talks=(
        Talk("Julia", they("yes please")),
        Talk("Joan", they("I'll be there")),
        Talk("Nina", they("I confirm")),
        Talk("Peter", they("another day please", "next Thursday at 10am", "no", "yes")),
        Talk("Priya", they("This is the third time you move it. I am really angry, this is ridiculous!")),
        Talk("Rosa", they("¿a qué hora es la cita?", "vale")),
        Talk("Ruth", they("My crown fell out and it hurts, what should I do?", "Hello? It really hurts")),
        Talk("Samuel", they("Can I talk to someone?")),
    ),
)  # fmt: skip

DECEMBER = Outreach(
    "Reminders, next month", DENTAL, "reminder_desk", REMINDER, (0, 60), scheduled=21,
)  # fmt: skip
HOLIDAYS = Outreach(
    "Holiday hours", DENTAL, "",
    "Hi {{first_name}}, Riverside Dental is closed from 24 December to 1 January.", (0, 60),
)  # fmt: skip

OUTREACHES = (FIRST_WEEK, VISITS, KITCHEN_OFFER, SECOND_WEEK, DECEMBER, HOLIDAYS)
STRANGERS = (
    Talk("Tessa", (
        ("they", "Can I talk to someone about my bill?", 0),
        ("staff", "Hi Tessa, of course. Which line is it about?", 12),
        ("they", "The second cleaning. I only had one.", 5),
    ), at=Ago(3, "16:40")),
    Talk("Theo", (
        ("they", "Do you take new patients?", 0),
        ("note", "Theo called, too: he is a friend of Ada Bennett.", 30),
        ("staff", "Yes, we do. Would next Tuesday at 9:30 suit you?", 4),
        ("they", "Perfect, thank you!", 9),
    ), at=Ago(8, "9:10")),
    Talk("William", they("Where can I park?"), at=Ago(minutes=50)),
)  # fmt: skip
"""They write by themselves."""
