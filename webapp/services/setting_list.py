"""Every setting of the team, declared once: the form, what is refused, the audit and the docs follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from webapp.field_kinds import Answer, Countries, Days, Flag, Kind, Line, Price, Whole


@dataclass(frozen=True)
class Section:
    """Settings below one heading. `link`: an endpoint, and the words of the link to it."""

    title: str
    lead: str
    link: tuple[str, str] | None = None


@dataclass(frozen=True)
class Setting:
    """`spoken`: what the audit calls it. `width`: xs, s, m. `elsewhere`: it has a page of its own."""

    key: str
    default: Any
    kind: Kind
    label: str
    spoken: str
    hint: str = ""
    unit: str = ""
    width: str = "s"
    autocomplete: str = "off"
    elsewhere: bool = False


TEAM = Section("", "")
OFTEN = Section(
    "How often",
    "Batches skip people whom other batches have reached often enough. Replies and what you write by hand do "
    "not count.",
)
HOURS = Section(
    "Hours",
    "When people may be reached, on their own clock, has a page of its own:",
    ("hours.index", "Hours"),
)
APPROVAL = Section(
    "Approval",
    "A large batch starts only when another admin has approved it: not the one who made it, nor the one who "
    "asks.",
)
SIGN_IN = Section(
    "Signing in",
    "For everyone of the team. Who is signed in now is held to these, too.",
)
QUOTAS = Section(
    "Limits for each person",
    "In a day, which begins at midnight UTC: no mistake, and no one with a stolen account, does more.",
)
WORKFLOWS = Section(
    "Workflows",
    "Admins make and publish workflows, which text and call people by themselves.",
)
AUDIT = Section(
    "Audit",
    "Who did what, and when. What is older is deleted. Five years is what US rules on telemarketing ask for.",
)
ANSWERS = Section(
    "Automatic answers",
    "Sent once when someone writes one of these words and nothing else. Say who you are, and put no "
    "advertising into them.",
)
SUMMARIES = Section(
    "Summaries",
    "A conversation in which an agent has taken part gets a title and three lines, put together by rules "
    "from what happened in it. They stand in the inbox.",
)
KEPT = Section(
    "How long things are kept",
    "What is older is removed for good, within an hour or so. Opt-outs with their evidence always stay, and "
    "so do the counts of your batches and who was in them; the audit has a time of its own.",
)
NOTICES = Section(
    "Notices",
    "Your team’s mail server, and its chat, have a page of their own:",
    ("notice_ways.edit", "Notices by e-mail and chat"),
)
CARRIER = Section(
    "Your carrier",
    "What your account may do, over all of your numbers. Each number’s own pace stands under Numbers. "
    "Whether "
    "webhooks and numbers of the account lead here:",
    ("carrier_account.index", "Your Vonage account"),
)
CALLS = Section(
    "Calls",
    "What people hear first when they are called, or call you. Their agent speaks with an automated voice.",
)
SENTENCES = Section(
    "What is said on the phone",
    "Opt-outs, goodbyes, waiting, putting through: each fixed sentence of calls in your own words:",
    ("sentences.index", "What is said on the phone"),
)
MODELS = Section(
    "Language models",
    "Agents can ask one for their answers:",
    ("language_models.index", "Language models"),
)
PROGRAMS = Section(
    "Other programs",
    "Your website, shop or CRM can tell Outbound who has opted out:",
    ("api_keys.index", "Keys for other programs"),
)
SECRETS = Section(
    "Secrets",
    "Passwords and keys with which the tasks of agents ask your other systems:",
    ("secrets.index", "Secrets"),
)

SETTINGS: dict[Section, tuple[Setting, ...]] = {
    TEAM: (
        Setting("team_name", "", Line(60), "Team name", "the team’s name",
                "What your organisation is called. People hear it when they are called, and read it in the "
                "answer to HELP.", width="m", autocomplete="organization"),
        Setting("currency", "", Line(3), "Currency", "the currency of the prices",
                "As it stands beside an amount: £, € or USD.", width="xs"),
        Setting("price_per_segment", None, Price(10.0), "Price per segment", "the price of a segment",
                "What your carrier charges for one segment, in your currency, for example 0.0075. With it, "
                "batches show an estimate of their cost."),
        Setting("price_per_call", None, Price(100.0), "Price per call", "the price of a call",
                "What each call costs you however long it lasts, in your currency; leave it empty if your "
                "carrier charges by the minute alone."),
        Setting("price_per_call_minute", None, Price(100.0), "Price per minute of a call",
                "the price of a minute of a call",
                "What your carrier charges for a minute, in your currency, for example 0.014. With it, "
                "batches of calls show an estimate of their cost."),
    ),
    OFTEN: (
        Setting("cap_count", None, Whole(100, required=False), "At most",
                "how often one phone may be reached", "Leave it empty for no limit.", "times to one phone"),
        Setting("cap_days", 7, Whole(365), "In", "the days of that limit", unit="days"),
    ),
    HOURS: (
        Setting("keep_hours", True, Flag(), "Keep to hours", "whether hours are kept", elsewhere=True),
        Setting("answer_hours", 24, Whole(72, least=0), "Answers at any hour",
                "for how long after they wrote people may be answered at any hour", unit="hours",
                elsewhere=True),
    ),
    APPROVAL: (
        Setting("approval_over", None, Whole(1_000_000, required=False), "Needed above",
                "above how many people a batch needs approval",
                "Leave it empty for no approval. That, or a higher number, holds once another admin has "
                "confirmed it.", "people"),
    ),
    SIGN_IN: (
        Setting("require_second_factor", False, Flag(), "Ask everyone for a second factor",
                "whether everyone needs a second factor",
                "A code from an app on their phone, beside the password. Who has none sets one up first."),
        Setting("session_idle_hours", 24, Whole(720), "Sign out after", "after how long unused sessions end",
                "When nothing was clicked for so long.", "hours without use"),
        Setting("session_days", 14, Whole(90), "Sign out at the latest after",
                "after how many days sessions end", unit="days"),
        Setting("password_minutes", 30, Whole(1440, least=5), "Ask for the password again after",
                "for how long a password is not asked for again",
                "Before keys, roles, invitations and approval are changed, and lists are downloaded.",
                "minutes"),
    ),
    QUOTAS: (
        Setting("uploads_per_day", 200, Whole(10_000, required=False), "Lists uploaded",
                "how many lists a person may upload in a day", "Leave it empty for no limit.", "a day"),
        Setting("conversations_per_day", 300, Whole(10_000, required=False), "Conversations begun by hand",
                "how many conversations a person may begin in a day", "Leave it empty for no limit.",
                "a day"),
    ),
    WORKFLOWS: (
        Setting("staff_workflows", False, Flag(), "Let staff make and publish them",
                "whether staff make workflows",
                "Where one sends a secret of yours to another system, an admin publishes it."),
    ),
    AUDIT: (
        Setting("audit_years", 5, Whole(10), "Keep it for", "how many years the audit is kept",
                unit="years"),
    ),
    ANSWERS: (
        Setting("confirm_stop",
                "You are unsubscribed and will get no more messages. Reply START to get them again.",
                Answer(required=True), "Answer to STOP", "the answer to STOP",
                "The last message they get. It says that nothing more will come."),
        Setting("confirm_start", "You are subscribed again. Reply STOP to get no more messages.", Answer(),
                "Answer to START", "the answer to START",
                "They get messages again. Leave it empty to send none."),
        Setting("confirm_help", "Write to us here and we will answer. Reply STOP to get no more messages.",
                Answer(tells_how=True), "Answer to HELP", "the answer to HELP",
                "How to reach you, and how to opt out. The team name is put in front, unless it is in there. "
                "Leave it empty to send none."),
    ),
    SUMMARIES: (
        Setting("summary_minutes", 30, Whole(1440, required=False), "Once quiet for",
                "after how many quiet minutes a conversation is summed up", "Leave it empty for none.",
                "minutes"),
    ),
    KEPT: (
        # A week at least: until then the carrier may still report on a message, or repeat one.
        Setting("keep_messages_days", None, Days(7), "Messages", "for how many days messages are kept",
                "With them go what the carrier told about them, conversations in which nothing is left, and "
                "the cells of lists whose batches were finished by then, and the lists of drafts on which no "
                "one has worked since. Leave it empty to keep them for ever.", "days"),
        Setting("keep_recordings_days", 90, Days(1), "Recordings of calls",
                "for how many days recordings of calls are kept",
                "And messages that callers have left. What was said stays in the conversation in writing, as "
                "long as messages are kept. Leave it empty to keep recordings as long.", "days"),
        Setting("keep_uploads_days", 90, Days(1), "Uploaded files",
                "for how many days uploaded files are kept",
                "The rows that were read from them stay. To read a list in another way, it has to be "
                "uploaded again. Leave it empty to keep them forever.", "days"),
    ),
    CARRIER: (
        Setting("requests_per_second", 30, Whole(1000, required=False), "At most",
                "how many messages your account may send in a second",
                "Vonage allows 30, unless you have agreed on more. Leave it empty for no limit.",
                "messages a second"),
        Setting("call_starts_per_second", 3, Whole(100, required=False), "Calls",
                "how many calls your account may start in a second",
                "Vonage allows 3, with the staff phones that are rung into calls. Leave it empty for no "
                "limit.",
                "starts a second"),
    ),
    CALLS: (
        Setting("say_automated", True, Flag(), "Say that it is an automated voice",
                "whether calls begin with who calls, by an automated voice, and how to stop them",
                "Also who calls, and how to stop these calls. US law asks for all of it (FCC 24-17), and so "
                "do others. Without it, it is said in the countries below alone."),
        Setting("say_automated_in", "United States", Countries(), "If not everywhere, say it in",
                "in which countries calls say it all the same",
                "The countries of the phones that are called or call you, with commas between. It is also "
                "said where the country of a phone is not known.", width="m"),
        Setting("ring_staff_together", True, Flag(), "Ring all phones of staff at once",
                "whether the phones of all staff on duty ring at once",
                "When someone asks for a person, the first who presses 1 has the call. Without it, one phone "
                "rings after the other."),
        Setting("ring_staff_seconds", 20, Whole(60, least=5), "A phone of staff rings for",
                "for how long a phone of staff rings", unit="seconds"),
        Setting("waiting_music", True, Flag(), "Music while staff phones ring",
                "whether those who wait for staff hear music",
                "Without it, they hear that they are put through, and then nothing until someone takes the "
                "call."),
        Setting("call_away", "", Line(300), "Outside duty hours, callers hear",
                "what callers hear when no one is on duty",
                "Before they are asked for a message, where no agent answers a number. For example when you "
                "can be reached.", width="m"),
        Setting("missed_call_text", "", Answer(), "Text after a missed call", "the text after a missed call",
                "Sent to those who called and whom no one answered, once a day at most. Leave it empty to "
                "send none, or where a workflow texts them: they would get both."),
        Setting("record_in_person", False, Flag(), "Record calls that staff place in person",
                "whether calls that staff place in person are recorded",
                "“Call me and connect” in a conversation. That it is recorded is said to them before "
                "they are put through."),
        Setting("recordings_for_admins", False, Flag(), "Recordings are for admins only",
                "whether only admins may hear recordings",
                "Others see that there is one. The messages that callers leave are for everyone."),
    ),
    SENTENCES: (),
    NOTICES: (
        Setting("mail_host", "", Line(253), "Mail server", "the mail server", elsewhere=True),
        Setting("mail_port", 587, Whole(65535), "Port", "the port of the mail server", elsewhere=True),
        Setting("mail_security", "starttls", Line(10), "Protection",
                "how the connection to the mail server is protected", elsewhere=True),
        Setting("mail_user", "", Line(254), "User name", "the user name at the mail server", elsewhere=True),
        Setting("mail_password", "", Line(1000), "Password", "the password at the mail server",
                elsewhere=True),
        Setting("mail_from", "", Line(254), "Sender", "from which address notices come", elsewhere=True),
        Setting("chat_url", "", Line(2000), "Address of your chat", "the address of the team’s chat",
                elsewhere=True),
    ),
    MODELS: (),
    PROGRAMS: (),
    SECRETS: (),
}  # fmt: skip
"""By section, in the order of the page."""

BY_KEY = {setting.key: setting for section in SETTINGS.values() for setting in section}
