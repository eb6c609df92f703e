"""The people behind the phone numbers: who they are is told by a number's last four digits.

This table is the only one: the server acts by it, and the page shows it.
"""

from __future__ import annotations

from dataclasses import dataclass

MESSAGE = "{message}"
SUBMITTED, DELIVERED = "submitted", "delivered"
REJECTED, UNDELIVERABLE = "rejected", "undeliverable"


@dataclass(frozen=True, slots=True)
class Mms:
    """A reply with more than text. `sent`: (kind, file, caption), see attachments."""

    text: str = ""
    sent: tuple[tuple[str, str, str], ...] = ()


Reply = str | Mms
LONG_REPLY = (
    "Thank you for asking. We would love to come, but my sister arrives from Lisbon on that very evening, "
    "and we have promised to fetch her from the airport. Would Friday do as well? If so, please keep a table "
    "for five, by the window if you have one, and one of us eats no nuts at all, so please tell the kitchen. "
    "We would come at seven. Best wishes from all of us!"
)


@dataclass(frozen=True, slots=True)
class Person:
    """One kind of person: `digits` at the end of its number, the statuses it causes, what it sends.

    MESSAGE in a text stands for the message that it replies to.
    """

    digits: str
    does: str
    statuses: tuple[str, ...] = (SUBMITTED, DELIVERED)
    code: str = ""
    replies: tuple[Reply, ...] = ()


PEOPLE: tuple[Person, ...] = (
    Person("", "Any other number: gets the message, and says nothing."),
    Person("1111", "Gets the message, and replies “yes”.", replies=("yes",)),
    Person("2222", "Gets the message, and replies “STOP”.", replies=("STOP",)),
    Person(
        "3333", "Gets the message, and replies “please stop texting me”.", replies=("please stop texting me",)
    ),
    Person("4444", "Undeliverable: the phone is gone for good (1190).", (SUBMITTED, UNDELIVERABLE), "1190"),
    Person("5555", "Rejected: the carrier bars the number (1050).", (REJECTED,), "1050"),
    Person("6666", "Gets the message, and asks a question.", replies=("Who is this? What does it cost?",)),
    Person(
        "7777",
        "Gets the message, and sends three texts in a row.",
        replies=("Hi!", "Sorry, I was driving.", "Can we talk tomorrow at 5?"),
    ),
    Person("8888", "Gets the message, and replies in Arabic with emoji.", replies=("نعم، شكراً جزيلاً 🙏😀",)),
    Person(
        "4343",
        "Gets the message, and likes it on an iPhone: “Liked “…””.",
        replies=(f"Liked “{MESSAGE}”",),
    ),
    Person(
        "4848",
        "Gets the message, and reacts on an Android phone: “👍 to “…””.",
        replies=(f"👍 to “{MESSAGE}”",),
    ),
    Person(
        "5353",
        "A firm: gets the message, and its machine says how to stop its own texts.",
        replies=("Thanks for texting Joe’s Garage! We answer on Monday. Reply STOP to unsubscribe.",),
    ),
    Person("6262", "Gets the message, and replies with a text of three parts.", replies=(LONG_REPLY,)),
    Person("9999", "Never reports: the message is accepted, and nothing more is ever heard of it.", ()),
    Person("2001", "Replies “STOP” by MMS.", replies=(Mms("STOP"),)),
    Person(
        "2002",
        "Sends a picture with a caption.",
        replies=(Mms(sent=(("image", "garden.jpg", "Here is our garden."),)),),
    ),
    Person(
        "2003",
        "Sends three pictures at once, each with a caption.",
        replies=(
            Mms(
                "The boiler",
                (
                    ("image", "before.jpg", "before"),
                    ("image", "after.png", "after"),
                    ("image", "leak.gif", "and where it leaks"),
                ),
            ),
        ),
    ),
    Person(
        "2004",
        "Sends a picture, and below it “Stop texting me”.",
        replies=(Mms(sent=(("image", "garden.jpg", "Stop texting me"),)),),
    ),
    Person("2006", "Sends an audio message.", replies=(Mms(sent=(("audio", "hello.wav", ""),)),)),
    Person("2007", "Sends a video.", replies=(Mms(sent=(("video", "clip.webm", "Look!"),)),)),
    Person("2008", "Sends a file.", replies=(Mms("The invoice", (("file", "invoice.pdf", ""),)),)),
    Person(
        "2009",
        "Sends something that Vonage cannot pass on (unsupported).",
        replies=(Mms(sent=(("unsupported", "", ""),)),),
    ),
    Person("2011", "Sends a contact card.", replies=(Mms(sent=(("vcard", "card.vcf", ""),)),)),
    Person("1240", "The carrier says that this person has opted out (1240).", (REJECTED,), "1240"),
)

# What the codes mean, from Vonage's list of Messages API errors.
CODES: dict[str, str] = {
    "1000": "Throttled",
    "1030": "Internal error",
    "1050": "Number barred",
    "1060": "Partner account barred",
    "1070": "Partner quota exceeded",
    "1080": "Account not provisioned",
    "1100": "Communication failed",
    "1120": "Illegal sender address",
    "1140": "Facility not enabled",
    "1160": "Not on the white list of a trial account",
    "1170": "Invalid or missing MSISDN",
    "1180": "Absent subscriber - temporary",
    "1190": "Absent subscriber - permanent",
    "1200": "Portability error",
    "1210": "Anti-spam rejection",
    "1220": "Handset busy",
    "1230": "Network error",
    "1240": "Illegal number: the recipient has opted out",
    "1241": "Too many requests to this phone",
    "1250": "Unroutable",
    "1251": "Routing rule",
    "1260": "Destination unreachable",
    "1270": "Age restriction",
    "1280": "Blocked by the carrier: the plan, or suspended",
    "1282": "Blocked by the provider",
    "1290": "Prepaid without credit",
    "1300": "Not in this network",
    "1310": "Device error",
    "1330": "The carrier gave no reason",
    "1331": "Temporary failure at the carrier",
    "1360": "Message expired",
    "1410": "Invalid channel parameters",
    "1420": "Invalid sender",
    "1430": "Invalid recipient",
    "1440": "Invalid message type",
    "1450": "Invalid client reference",
    "1460": "Daily message limit exceeded",
    "1461": "The provider limits messages to this person",
    "1470": "Fraud Defender: prefix blocked",
    "1472": "Fraud Defender: burst protection",
    "1473": "Fraud Defender: artificially inflated traffic",
    "1480": "Regulation: entity ID",
    "1481": "Regulation: header or sender",
    "1482": "Regulation: content ID",
    "1483": "Regulation: consent",
    "1484": "Regulation: other",
}

_BY_DIGITS = {person.digits: person for person in PEOPLE}


def person(phone: str) -> Person:
    """Who answers at `phone` (digits, with or without +)."""
    return _BY_DIGITS.get(phone[-4:], PEOPLE[0])
