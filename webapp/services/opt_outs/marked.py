"""Opt-outs that a list of contacts says itself: they are recorded as it is imported."""

from __future__ import annotations

from webapp.models.contact_import import ContactImport
from webapp.models.opt_out import OptOutSource
from webapp.services.contacts.imports import marks
from webapp.services.intake.people import Portion
from webapp.services.opt_outs import register
from webapp.services.opt_outs.register import Evidence


def record(one: ContactImport, portion: Portion) -> None:
    """They are opted out. Who has opted out before stays so.

    In a transaction before they become contacts: an opt-out holds conversations, and contacts come before
    those (services/row_locks).
    """
    names = " and ".join(f"“{name}”" for name in marks.columns(one))
    said = f"Marked in {names} of the list “{one.filename}”"
    marked = {*marks.phones(one, portion)}
    register.record_all(marked, Evidence(OptOutSource.IMPORT, said, user_id=one.created_by))
