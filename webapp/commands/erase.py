"""`erase PHONE`: erase what is held on a phone, from the command line."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from webapp.processes import environment
from webapp.processes.fault import StartFault

if TYPE_CHECKING:
    from webapp.services.privacy.erasure import Removed


def erase(typed: str, *, sure: bool) -> int:
    """Erase it, once its user is `sure`. Raises StartFault with the reason when that is not possible."""
    env = environment.for_installed(os.environ)
    from webapp import config  # the application is loaded only when it is needed: `up` must stay small
    from webapp.db import db, leave_no_trace
    from webapp.errors import Fault
    from webapp.processes.prepare import update_database
    from webapp.schema import create_app
    from webapp.services.privacy import erasure, record, traces

    with create_app(config.load(env)).app_context():
        update_database()
        phone = _phone(typed)
        held = record.of(phone)
        sys.stdout.write(
            f"{phone}{f' ({held.name})' if held.name else ''}: {held.messages:,} messages and "
            f"{held.calls:,} calls in {len(held.conversations)} conversations, {len(held.lists)} lists.\n"
        )
        db.session.rollback()  # no one has to wait until the answer is typed
        if not (sure or _confirmed(phone[-erasure.TYPED :])):
            raise StartFault("Nothing was erased.")
        try:
            removed = erasure.erase(phone, traces.look(phone))
            db.session.commit()
            leave_no_trace()
        except Fault as fault:
            raise StartFault(fault.sentence) from fault
    sys.stdout.write(_said(removed))
    return 0


def _phone(typed: str) -> str:
    """As the database has it; a sender that is no phone (“Bank”) is taken as it is typed."""
    from webapp.rules.phones import phone
    from webapp.services.privacy import record

    if record.known(typed):
        return typed
    try:
        return phone.parse(typed, None, allow_unassigned=True)
    except phone.PhoneFault as fault:
        raise StartFault(fault.sentence) from fault


def _confirmed(end: str) -> bool:
    sys.stdout.write(f"This cannot be undone. Type the last {len(end)} digits of the phone to go on: ")
    sys.stdout.flush()
    return sys.stdin.readline().strip() == end


def _said(removed: Removed) -> str:
    if removed.nothing:
        return f"Nothing was held{' but the opt-out, which stays' if removed.opted_out else ''}.\n"
    lines = [
        f"Erased: {removed.messages:,} messages in {removed.conversations:,} conversations "
        f"with {removed.media:,} pictures and files, "
        f"what {removed.rows:,} rows of lists said, {removed.files:,} uploaded files, "
        f"what {removed.webhooks:,} notes of the carrier and {removed.lines:,} lines of the audit said.",
        "Their opt-out stays." if removed.opted_out else "There was no opt-out: a later list may reach them.",
        "Backups that were made before still hold it.",
    ]
    return "\n".join(lines) + "\n"
