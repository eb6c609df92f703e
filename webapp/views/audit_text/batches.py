"""Batches: made and changed, approved, sent."""

from __future__ import annotations

from webapp.models import statuses
from webapp.models.channel import Channel
from webapp.models.event import Event
from webapp.rules.hours import clock
from webapp.rules.phones import phone
from webapp.rules.replies.reply_kinds import ReplyKind
from webapp.services.batches import consent
from webapp.views.audit_text.words import IT, Words, count, plain, text


def _assumed(zone: str) -> str:
    where = f"takes people of {IT} whose time zone is unknown to be in {clock.place(zone)}"
    return where if zone else f"leaves out people of {IT} whose time zone is unknown"


def _asked(event: Event) -> str:
    people = count(event, "people", "person", "people")
    who = f"asked for approval of {IT}" if event.user_id else f"{IT} was due, and waits for approval"
    return f"{who}: {people}"


def _answered(event: Event) -> str:
    what = {
        "siblings": "further rows of a phone",
        "marked": "people whom the list marks",
        "landline": "landlines",
        "premium": "premium and toll-free numbers",
        "unassigned": "numbers in no range that is known",
    }
    verb = ("calls" if _calls(event) else "sends to") if event.data.get("answer") == "send" else "leaves out"
    return f"{verb} {what.get(text(event, 'question'), 'some rows')} in {IT}"


def _replies(event: Event) -> str:
    context = ", and what an agent should know" if event.data.get("context") else ""
    what = "holds the conversations of" if _calls(event) else "handles the replies to"
    return f"chose who {what} {IT}{context}: {text(event, 'handler', 'staff')}"


def _tested(event: Event) -> str:
    to = phone.pretty(text(event, "phone", "a phone"))
    return f"called {to} to test {IT}" if _calls(event) else f"sent a test of {IT} to {to}"


def _retried(event: Event) -> str:
    number = event.data.get("count", 0)
    if _calls(event):
        return f"had {number:,} of {IT} called again"
    return f"retried {number:,} of {IT} that had failed"


def _calls(event: Event) -> bool:
    return event.data.get("channel") == Channel.CALL


def _resolved(event: Event) -> str:
    row = text(event, "row", "?")
    sent, called = event.data.get("resolution") == "sent", _calls(event)
    if sent:
        return f"noted row {row} of {IT} as {'reached' if called else 'sent'}"
    return f"had row {row} of {IT} {'called' if called else 'sent'} again"


def _row_edited(event: Event) -> str:
    columns = text(event, "columns")
    return f"edited row {text(event, 'row', '?')} of {IT}{f' ({columns})' if columns else ''}"


def _kind_corrected(event: Event) -> str:
    who = phone.pretty(text(event, "phone", "someone"))
    return f"says that the reply of {who} to {IT} is “{_kind(event, 'reply')}”"


def _kinds_corrected(event: Event) -> str:
    many = count(event, "count", "reply", "replies")
    return f"says that {many} to {IT} taken for “{_kind(event, 'was')}” are “{_kind(event, 'reply')}”"


def _kind(event: Event, key: str) -> str:
    kind = text(event, key)
    return statuses.about(kind).word if kind in set(ReplyKind) else "something else"


def _copied(event: Event) -> str:
    source = text(event, "source", "another batch")
    lists = {
        "list": "with its whole list",
        "groups": f"for some of its people ({text(event, 'groups', 'a group')})",
        "segment": "for who is in its segment now",
    }
    return f"set {IT} up like “{source}”, {lists.get(text(event, 'list'), 'for another list')}"


DRAFTS: Words = {
    "batch.created": lambda _: f"made {IT}",
    "batch.copied": _copied,
    "batch.list_uploaded": lambda event: f"uploaded {text(event, 'filename', 'a list')} for {IT}",
    "batch.consent_stated": lambda event: f"stated the consent for {IT}: {plain(consent.spoken(event.data))}",
    "batch.cap_set_aside": lambda _: f"lets {IT} reach people more often than the team’s limit",
    "batch.cap_kept": lambda _: f"keeps {IT} to the team’s limit",
    "batch.zone_assumed": lambda event: _assumed(text(event, "zone")),
    "batch.row_edited": _row_edited,
    "batch.answered": _answered,
    "batch.message_changed": lambda event: f"changed what {IT} {'says' if _calls(event) else 'sends'}",
    "batch.replies_chosen": _replies,
    "batch.tested": _tested,
    "batch.deleted": lambda _: f"deleted the draft {IT}",
    "batch.archived": lambda _: f"archived {IT}",
    "batch.unarchived": lambda _: f"moved {IT} back from the archive",
}
APPROVALS: Words = {
    "batch.approval_asked": _asked,
    "batch.approved": lambda _: f"approved {IT}",
    "batch.sent_back": lambda event: f"sent {IT} back: {text(event, 'reason')}",
    "batch.approval_withdrawn": lambda _: f"took {IT} back before it was approved",
}
SENDING: Words = {
    "batch.scheduled": lambda _: f"scheduled {IT}",
    "batch.unscheduled": lambda _: f"canceled the schedule of {IT}",
    "batch.started": lambda event: f"started {IT}" if event.user_id else f"{IT} started, as scheduled",
    "batch.missed": lambda _: f"{IT} was not started: Outbound was not running when it was due",
    "batch.paused": lambda event: (
        f"paused {IT}" if event.user_id else f"{IT} paused: {text(event, 'reason')}"
    ),
    "batch.resumed": lambda _: f"resumed {IT}",
    "batch.canceled": lambda _: f"canceled {IT}",
    "batch.finished": lambda _: f"{IT} finished",
    "batch.retried": _retried,
    "recipient.resolved": _resolved,
    "recipient.reply_corrected": _kind_corrected,
    "batch.replies_corrected": _kinds_corrected,
    "batch.made_up": lambda _: f"had {IT} made up, to look around",
}
