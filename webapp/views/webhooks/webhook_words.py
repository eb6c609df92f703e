"""Webhooks that were not believed, in words for admins: why, and what to do. docs/webhooks.md says more."""

from __future__ import annotations

from typing import Any, NamedTuple

from webapp.carriers.base import Cause
from webapp.services.webhooks import webhook_trouble
from webapp.services.webhooks.webhook_trouble import Trouble

COME_AGAIN = (
    "Vonage sends each of them again for 24 hours: what is fixed by then is not lost. "
    "This notice goes away by itself."
)
KEPT = "They are kept, and none comes again."


class Words(NamedTuple):
    """What follows “were not taken: ”, and what an admin can do."""

    reason: str
    what_to_do: str


WORDS = {
    Cause.UNSIGNED: Words(
        "they were not signed",
        "Vonage signs what it sends, and sends again what went out unsigned by mistake: a few of them are no "
        "reason to worry. If they go on, look whether a web server or firewall in front of Outbound takes "
        "the header “Authorization” away, or whether another program sends to this address.",
    ),
    Cause.MALFORMED: Words(
        "what stood in the place of their signature was none",
        "Look whether a web server or firewall in front of Outbound changes the header “Authorization”, or "
        "whether another program sends to this address.",
    ),
    Cause.SECRET: Words(
        "they were signed with another secret",
        "Copy the signature secret from Vonage’s dashboard (API settings) into VONAGE_SIGNATURE_SECRET, and "
        "start Outbound again.",
    ),
    Cause.CHANGED: Words(
        "they were changed on the way",
        "A web server, firewall or other program between Vonage and Outbound rewrites requests. Let it pass "
        "them on as they are.",
    ),
    Cause.ACCOUNT: Words(
        "they were for another application or account",
        "Compare VONAGE_APPLICATION_ID and VONAGE_API_KEY with Vonage’s dashboard. If they are right, "
        "another application of your account has the addresses of this Outbound: take them out there.",
    ),
    Cause.EXPIRED: Words(
        "their signatures had expired",
        "Look whether the clock of the machine on which Outbound runs is right. If it is, someone sends "
        "again what Vonage sent more than a day ago.",
    ),
    Cause.SMS_API: Words(
        "they came by Vonage’s SMS API",
        "In Vonage’s dashboard, open API settings, and set the Messaging API Type (Default SMS setting) to "
        "“Messages API”. It applies to the whole account: if another program of yours needs the SMS API, ask "
        "Vonage to sign its webhooks instead, and set VONAGE_SMS_SIGNATURE_SECRET.",
    ),
    Cause.UNREAD: Words(
        "they are from Vonage, but Outbound did not understand them",
        "Update Outbound. If there is no newer version, tell those who make it what the log says.",
    ),
}


MAY_BE_ANYBODY = frozenset({Cause.UNSIGNED, Cause.MALFORMED})
"""Of these it cannot be told whether Vonage sends them at all."""


class Told(NamedTuple):
    """A trouble as a page shows it."""

    trouble: Trouble

    @property
    def over(self) -> bool:
        return self.trouble.resolved_at is not None

    @property
    def title(self) -> str:
        if self.trouble.cause == Cause.UNREAD:
            return "Vonage says something that Outbound does not understand."
        if self.trouble.cause in MAY_BE_ANYBODY:
            return "Something comes that cannot be verified."
        return "Replies or delivery reports do not get through."

    @property
    def tone(self) -> str:
        if self.over:
            return "good"
        return "warn" if self.trouble.cause in MAY_BE_ANYBODY | {Cause.UNREAD} else "bad"

    @property
    def reason(self) -> str:
        return WORDS[self.trouble.cause].reason

    @property
    def what_to_do(self) -> str:
        return WORDS[self.trouble.cause].what_to_do

    @property
    def what_happens(self) -> str:
        return KEPT if self.trouble.cause == Cause.UNREAD else COME_AGAIN


def present() -> list[Told]:
    """For Home and Settings: nothing while all is well."""
    told = [Told(trouble) for trouble in webhook_trouble.present()]
    # That some of it is over is no news while the rest goes on.
    return [one for one in told if not one.over or all(other.over for other in told)]


def reason(cause: Any) -> str:
    """What the audit says of a cause; of one that was erased or is not known, as little as it can."""
    return WORDS[Cause(cause)].reason if cause in set(Cause) else "they could not be verified"
