"""How notices leave the app: the team's mail server, and its chat, whose secrets are never shown again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from webapp import allowed_hosts, sealing
from webapp.errors import Fault, Gather
from webapp.models.user import User
from webapp.services import events, settings
from webapp.services.actions.http import address
from webapp.services.setting_list import BY_KEY
from webapp.services.team import people, setting_changes

SECURITIES = {
    "starttls": "STARTTLS",
    "tls": "TLS from the beginning",
    "none": "None: only within your network",
}
PLAIN = ("mail_host", "mail_port", "mail_security", "mail_user", "mail_from")
SECRET = ("mail_password", "chat_url")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*", re.IGNORECASE)
"""RFC 1123, 2.1: labels of up to 63 letters, digits and hyphens."""
HIDDEN = "(not shown)"
UNREADABLE = "It cannot be read: this installation has another key now. Set it again."


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in. `sender`: the address it comes from."""

    host: str
    port: int
    security: str
    user: str
    sender: str
    password: str = field(default="", repr=False)


def has_mail() -> bool:
    """Whether a mail server is set."""
    return bool(settings.get("mail_host"))


def has_secret(key: str) -> bool:
    """Whether the password, or the chat's address, is kept."""
    return bool(settings.get(key))


def mail_server() -> MailServer:
    """Raises Fault where none is set, or its password cannot be read."""
    if not has_mail():
        raise Fault("No mail server is set. An admin can set it under Settings, Notices.")
    values = {key.partition("_")[2]: settings.get(key) for key in PLAIN}
    sender = values.pop("from") or values["user"]
    return MailServer(**values, sender=sender, password=_secret("mail_password"))


def chat_url() -> str:
    """Where the chat takes posts. Raises Fault where none is set, or it cannot be read."""
    if not (url := _secret("chat_url")):
        raise Fault("No address of a chat is set. An admin can set it under Settings, Notices.")
    return url


def _secret(key: str) -> str:
    kept = settings.get(key)
    try:
        return sealing.unseal(kept.encode()) if kept else ""
    except sealing.NotOurs as error:
        raise Fault(UNREADABLE) from error


def shown() -> dict[str, str]:
    """As the form has it, without what is secret."""
    return {key: str(settings.get(key)) for key in PLAIN}


def save(typed: Mapping[str, str], by: User) -> None:
    """An empty password, or address, keeps the one there is; `forget_KEY` forgets it. Raises Faults."""
    wanted = _read(typed)
    _must_stay(typed, wanted)
    setting_changes.change_to({key: wanted[key] for key in PLAIN}, by)
    for key in SECRET:
        if typed.get(f"forget_{key}"):
            _keep(key, "", by)
        elif wanted[key]:
            _keep(key, sealing.seal(wanted[key]).decode(), by)


def _must_stay(typed: Mapping[str, str], wanted: Mapping[str, Any]) -> None:
    """A password that was typed for a server is never sent to another, also with none between them.

    Raises Fault.
    """
    before, after = settings.get("mail_host"), wanted["mail_host"]
    kept = has_secret("mail_password") and not typed.get("forget_mail_password")
    if kept and not wanted["mail_password"] and after and before.lower() != after.lower():
        meant = f"for {before}" if before else "before, perhaps for another server"
        raise Fault(f"The password was typed {meant}. Type it again for {after}.", "mail_password")


def _keep(key: str, sealed: str, by: User) -> None:
    if sealed or settings.get(key):
        after = HIDDEN if sealed else None
        events.note("settings.changed", user_id=by.id, key=key, before=HIDDEN, after=after)
        settings.put(key, sealed)


def _read(typed: Mapping[str, str]) -> dict[str, Any]:
    faults, wanted = Gather(), dict[str, Any]()
    for key in (*PLAIN, *SECRET):
        with faults:
            wanted[key] = BY_KEY[key].kind.read(typed.get(key, ""), key)
    for check in (_host, _security, _sender, _chat):
        with faults:
            check(wanted)
    faults.settle()
    return wanted


def _host(wanted: Mapping[str, Any]) -> None:
    if wanted.get("mail_host") and not HOST.fullmatch(wanted["mail_host"]):
        raise Fault("This is the name of a server, for example smtp.example.org.", "mail_host")


def _security(wanted: Mapping[str, Any]) -> None:
    if wanted.get("mail_security") not in SECURITIES:
        raise Fault("Choose how the connection is protected.", "mail_security")


def _sender(wanted: Mapping[str, Any]) -> None:
    """Without one, the user's name is it."""
    sender = wanted.get("mail_from") or wanted.get("mail_user", "")
    if wanted.get("mail_host"):
        try:
            people.clean_email(sender)
        except Fault as fault:
            raise Fault(fault.sentence, "mail_from") from fault


def _chat(wanted: Mapping[str, Any]) -> None:
    if not (url := wanted.get("chat_url")):
        return
    try:
        address.must_be_plain(url)
    except Fault as fault:
        raise Fault(fault.sentence, "chat_url") from fault
    if address.leads_inward(url, allowed_hosts.present()):
        raise Fault(address.private(address.host(url)), "chat_url")
