"""Opt the contact out of everything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.models.opt_out import OptOutSource
from webapp.models.source import SourceKind
from webapp.services.actions.base import Context, DatabaseAction, Result
from webapp.services.opt_outs import register

SOURCES = {SourceKind.PERSON: OptOutSource.STAFF, SourceKind.API: OptOutSource.API}
"""All others read it in what the contact wrote."""


class OptOut(DatabaseAction):
    """What waits for them is skipped at once; nothing happens where they are out already."""

    kind = "opt_out"
    word = "Opt out"
    icon = "slash-circle"

    def run(self, context: Context, values: Mapping[str, Any]) -> Result:
        by = f"{context.by.kind} “{context.by.name}”" if context.by.name else str(context.by.kind)
        source = SOURCES.get(context.by.kind, OptOutSource.REQUEST)
        evidence = f"the task “{context.task}”, by the {by}" if context.task else f"the {by}"
        new = register.record(context.contact.phone, source, evidence, user_id=context.by.user_id)
        return Result(sentence="" if new else "They had opted out already.")
