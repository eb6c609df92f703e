"""A portion of a list of people becomes contacts, in bulk: names, attributes and a label.

No signal is written that would start a workflow. Who has opted out stays opted out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    Insert,
    Integer,
    Select,
    String,
    Text,
    Update,
    bindparam,
    literal,
    select,
    true,
    update,
)

from webapp.bulk import cached_statement, execute_core, in_param, values_table
from webapp.db import UtcDateTime, insert, now
from webapp.models.contact import Contact
from webapp.models.source import Source
from webapp.models.thread import Thread
from webapp.rules import search_text
from webapp.services import row_locks, signals
from webapp.services.contacts import many_labels, moments
from webapp.services.contacts.imports import facts
from webapp.services.contacts.imports.plan import Plan
from webapp.services.intake.people import Person


class Wanted(NamedTuple):
    """What the list says of someone: the name, the time zone, and values by attribute."""

    name: str
    timezone: str
    values: facts.Values


@dataclass
class Done:
    """Ids: of all in the portion, of those who are new, and of those to whom something was added or changed.

    `kept` values stay as a person has set them, `left_out` ones did not fit.
    """

    ids: list[int] = field(default_factory=list)
    added: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    kept: int = 0
    left_out: int = 0


def take_in(plan: Plan, people: Sequence[Person], by: Source) -> Done:
    """Create those who are missing, and bring what the list says to the others, as the plan has it."""
    wanted = {phone: _wanted(plan, cells) for phone, cells in people}
    if not wanted:
        return Done()
    added = _add(sorted(wanted), wanted)
    held = _hold(wanted)
    done = Done([row.id for row in held], set(added))
    changes = facts.Changes(plan.overwrite, facts.known([row.id for row in held], plan.taken))
    renamed = [_bring(row, wanted[row.phone], changes, plan.overwrite) for row in held]
    changes.write(by)
    if written := [row for row in renamed if row is not None]:
        execute_core(_write(), {"rows": written})
    before = {row.id: row.timezone for row in held}
    moved = {row["contact"] for row in written if row["zone"] != before[row["contact"]]}
    moments.reckon(moved | changes.with_offsets)
    labeled = {
        contact_id
        for label, ids in _labels(plan, people, held).items()
        for contact_id in many_labels.put(ids, label, by, starts_workflows=False)
    }
    done.changed = {row["contact"] for row in written} | labeled
    done.kept, done.left_out = changes.kept, changes.left_out
    return done


def _labels(plan: Plan, people: Sequence[Person], held: Sequence[Any]) -> dict[str, list[int]]:
    """The contacts who get each label: the one for all, and those that the list gives to each."""
    found = {plan.label: [row.id for row in held]} if plan.label else {}
    by_phone = {row.phone: row.id for row in held}
    for phone, cells in people if plan.labels is not None else ():
        for label in plan.labels_of(cells):
            if phone in by_phone:
                found.setdefault(label, []).append(by_phone[phone])
    return found


def _wanted(plan: Plan, cells: Sequence[str]) -> Wanted:
    return Wanted(plan.name(cells), plan.timezone(cells), plan.values(cells))


def tell(changed: Collection[int]) -> None:
    """Pages show what has changed of these contacts, and runs of workflows end that end by it."""
    if changed:
        execute_core(_show(), {"ids": list(changed)})
        signals.facts_imported(changed)


def _add(phones: Sequence[str], wanted: Mapping[str, Wanted]) -> list[int]:
    """Those who are missing, with their names; someone else may be faster."""
    known = {row.phone for row in execute_core(_known(), {"phones": phones})}
    missing = [
        {"phone": phone, "name": wanted[phone].name, "search_name": search_text.indexed(wanted[phone].name)}
        for phone in phones
        if phone not in known
    ]
    if not missing:
        return []
    return list(execute_core(_insert(), {"rows": missing, "at": now()}).scalars())


def _hold(wanted: Collection[str]) -> Sequence[Any]:
    """Their rows as they are now: no one else sets something meanwhile."""
    return execute_core(_held(), {"phones": list(wanted)}).all()


def _bring(row: Any, wanted: Wanted, changes: facts.Changes, overwrite: bool) -> dict[str, Any] | None:
    """The row of a contact as it is to be written; None where nothing changes."""
    attributes = changes.of(row.id, row.attributes or {}, wanted.values)
    name = wanted.name if wanted.name and (overwrite or not row.name) else row.name
    zone = wanted.timezone if wanted.timezone and (overwrite or not row.timezone) else row.timezone
    if (name, zone, attributes) == (row.name, row.timezone, row.attributes or {}):
        return None
    return {
        "contact": row.id,
        "called": name,
        "zone": zone,
        "search_name": search_text.indexed(name),
        "attributes": attributes,
    }


@cached_statement
def _known() -> Select[str]:
    return select(Contact.phone).where(in_param(Contact.phone, "phones"))


@cached_statement
def _held() -> Select[int, str, str, str, Any]:
    query = select(Contact.id, Contact.phone, Contact.name, Contact.timezone, Contact.attributes)
    return query.where(in_param(Contact.phone, "phones")).order_by(Contact.id).with_for_update(key_share=True)


@cached_statement
def _insert() -> Insert:
    new = values_table(phone=String(16), name=String(200), search_name=Text)
    moment = bindparam("at", type_=UtcDateTime())
    chosen = select(new.c.phone, new.c.name, new.c.search_name, literal({}, JSON), moment).where(true())
    names = ["phone", "name", "search_name", "attributes", "created_at"]
    return insert(Contact).from_select(names, chosen).on_conflict_do_nothing().returning(Contact.id)


@cached_statement
def _write() -> Update:
    """Of contacts that are held."""
    told = values_table(
        contact=Integer(), called=String(200), zone=String(64), search_name=Text, attributes=JSON()
    )
    values = {"name": told.c.called, "search_name": told.c.search_name, "attributes": told.c.attributes}
    return update(Contact).where(Contact.id == told.c.contact).values(timezone=told.c.zone, **values)


@cached_statement
def _show() -> Update:
    those = row_locks.in_turn(Thread.id, in_param(Thread.contact_id, "ids"))
    return update(Thread).where(those).values(revision=Thread.revision + 1)
