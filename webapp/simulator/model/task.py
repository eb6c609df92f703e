"""How the scripted model goes on with a task: values are read by the rules for what people text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from webapp.rules.fields import field_values
from webapp.rules.fields.field_values import Context, FieldKind, Value
from webapp.rules.replies import yes_or_no

_EVIDENT = ("date", "time", "phone", "email", "choice")
"""Kinds that are known when they are seen; the others are read when they were asked for."""


def goes_on(
    task: Mapping[str, Any], opened: Mapping[str, Any], said: str, known: Mapping[str, Any]
) -> dict[str, Any]:
    """The values so far, and the next question; or that all is there."""
    values = dict(opened.get("fields") or {})
    fields = task["fields"]
    asked = _missing(fields, values)
    for field in fields:
        evident = field["kind"] in _EVIDENT and (field["key"] not in values or opened.get("read_back"))
        if evident or (opened and field is asked):
            value = _read(field, said, known)
            values |= {field["key"]: value} if value else {}
    missing = _missing(fields, values)
    told = [{"key": key, "value": value} for key, value in values.items()]
    if missing is not None:
        return {"task": task["key"], "fields": told, "say": _question(missing)}
    if opened.get("read_back") and values == opened.get("fields") and yes_or_no.read(said, ["en"]) is False:
        return {"task": task["key"], "fields": told, "say": "What should I change?"}
    return {"task": task["key"], "fields": told, "runs": True, "say": "Done, thank you."}


def _missing(fields: list[dict[str, Any]], values: Mapping[str, str]) -> dict[str, Any] | None:
    return next((one for one in fields if one.get("required") and not values.get(one["key"])), None)


def _question(field: Mapping[str, Any]) -> str:
    choices = ", ".join(field.get("choices") or [])
    return str(field.get("question") or f"{field['label']}?") + (f" {choices}" if choices else "")


def _read(field: Mapping[str, Any], said: str, known: Mapping[str, Any]) -> str:
    kind = FieldKind(str(field["kind"]).replace("_", " "))
    context = Context(
        _moment(known), str(known.get("language_of_the_thread", "en")),
        choices=tuple(field.get("choices") or ()),
    )  # fmt: skip
    read = field_values.read(kind, said, context)
    return _as_text(read.value) if isinstance(read, Value) else ""


def _moment(known: Mapping[str, Any]) -> datetime:
    """The contact's clock, as the prompt has it: “Monday 2026-03-02 10:00”."""
    try:
        at = datetime.strptime(str(known.get("local_time")).partition(" ")[2], "%Y-%m-%d %H:%M")
    except ValueError:
        return datetime.now().astimezone()
    return at.astimezone()


def _as_text(value: str | Decimal | bool | date | time | datetime) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)
