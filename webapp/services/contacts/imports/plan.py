"""How a list is imported: what becomes of its columns, a label for all, and of people who are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, Self

from sqlalchemy import select

from webapp.db import db
from webapp.errors import Fault, Gather
from webapp.models.attribute import ContactAttribute
from webapp.models.contact_import import ContactImport
from webapp.models.label import LONGEST as LONGEST_LABEL
from webapp.rules import person_names, storable
from webapp.rules.cells import list_dates, zone_column
from webapp.rules.cells.list_dates import Order
from webapp.rules.typed_text import several_lines
from webapp.services.contacts import attributes, labels
from webapp.services.contacts.imports import columns
from webapp.services.hours import hours
from webapp.services.intake import own_export

MOST_ATTRIBUTES = 100
FILL, OVERWRITE = "fill", "overwrite"
OPT_OUT, IGNORE = "opt_out", "ignore"
"""What becomes of people whom the list itself marks."""
Typed = Mapping[str, str]


class Taken(NamedTuple):
    """A column that becomes an attribute. `order`: of its dates, where they are rewritten; else empty."""

    column: int
    name: str
    order: str = ""

    @property
    def key(self) -> str:
        """As attributes are found."""
        return _key(self.name)


@lru_cache(maxsize=MOST_ATTRIBUTES)
def _key(name: str) -> str:
    """Worked out once for a list, not for each of its cells."""
    return attributes.key_of(name)


@dataclass(frozen=True)
class Plan:
    """`names`: the columns that make a person's name, in order. `zone`: the one that says their time zone.
    `label`: for all; empty: none.

    `labels`: the column of our own export with the labels of each.
    `overwrite`: names and values of people who are known are replaced; else what is missing is filled in.
    `opts_out`: who is marked in the list is opted out.
    """

    taken: tuple[Taken, ...] = ()
    names: tuple[int, ...] = ()
    label: str = ""
    overwrite: bool = False
    opts_out: bool = False
    zone: int | None = None
    labels: int | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """From JSON."""
        taken = tuple(Taken(*one) for one in kept.get("taken", []))
        names, label = tuple(kept.get("names", [])), str(kept.get("label", ""))
        overwrite, opts_out = bool(kept.get("overwrite")), bool(kept.get("opts_out"))
        return cls(taken, names, label, overwrite, opts_out, kept.get("zone"), kept.get("labels"))

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "taken": [list(one) for one in self.taken],
            "names": list(self.names),
            "label": self.label,
            "overwrite": self.overwrite,
            "opts_out": self.opts_out,
            "zone": self.zone,
            "labels": self.labels,
        }

    def name(self, cells: Sequence[str]) -> str:
        """What someone is called; empty where the list does not say."""
        return storable.clean(" ".join(person_names.of(cells, self.names).split()))

    def timezone(self, cells: Sequence[str]) -> str:
        """Their IANA zone; empty where the list names none that there is."""
        at = self.zone
        return (hours.named_zone(cells[at]) or "") if at is not None and at < len(cells) else ""

    def labels_of(self, cells: Sequence[str]) -> list[str]:
        """Theirs alone, besides the one for all; what is no label is left out."""
        if self.labels is None or self.labels >= len(cells):
            return []
        return [label for label in own_export.labels_of(cells[self.labels]) if len(label) <= LONGEST_LABEL]

    def values(self, cells: Sequence[str]) -> dict[Taken, str]:
        """What becomes of the cells that are not empty."""
        found = ((one, _value(cells[one.column], one.order)) for one in self.taken if one.column < len(cells))
        return {one: value for one, value in found if value}


def _value(cell: str, order: str) -> str:
    """A date that cannot be read stays as it is written."""
    as_date = list_dates.read(cell, Order(order)) if order else None
    return as_date or storable.clean(several_lines(cell))


def read(one: ContactImport, typed: Typed) -> Plan:
    """What someone chose; the fields are `take-N`, `as-N`, `dates-N`, `names`, `zone`, `label`, `known` and
    `marked`. Raises Fault or Faults that name the fields.
    """
    faults = Gather()
    taken: list[Taken] = []
    for at in range(len(one.columns)):
        with faults:
            if typed.get(f"take-{at}") and at != one.phone_column:
                taken.append(_taken(at, typed, taken))
    with faults:
        names = _columns(typed.get("names", ""), len(one.columns), "names")
    with faults:
        zone = next(iter(_columns(typed.get("zone", ""), len(one.columns), "zone")), None)
    with faults:
        label = labels.read(typed["label"]) if typed.get("label", "").strip() else ""
    faults.settle()
    if len(taken) > MOST_ATTRIBUTES:
        raise Fault(f"Up to {MOST_ATTRIBUTES} columns can become attributes. Choose fewer.", "columns")
    overwrite, opts_out = typed.get("known") == OVERWRITE, bool(one.marked) and typed.get("marked") != IGNORE
    own = labels_column(one)
    theirs = None if own is None or typed.get(f"take-{own}") else own
    return Plan(tuple(_as_known(taken)), names, label, overwrite, opts_out, zone, theirs)


def labels_column(one: ContactImport) -> int | None:
    """The one with their labels, where the list is our own export; None in any other list."""
    return own_export.LABELS if own_export.are_contacts(one.columns) else None


def _taken(at: int, typed: Typed, before: Sequence[Taken]) -> Taken:
    try:
        name = attributes.read_name(typed.get(f"as-{at}", ""))
    except Fault as fault:
        raise Fault(fault.sentence, f"as-{at}") from fault
    order = typed.get(f"dates-{at}", "")
    taken = Taken(at, name, order if order in list(Order) else "")
    if any(taken.key == one.key for one in before):
        raise Fault(f"Two columns cannot both become “{name}”.", f"as-{at}")
    return taken


def _columns(typed: str, width: int, field: str) -> tuple[int, ...]:
    numbers = [int(part) for part in typed.split(",") if part.isascii() and part.isdecimal()]
    if any(at >= width for at in numbers):
        raise Fault("Choose a column of the list.", field)
    return tuple(numbers)


def _as_known(taken: Sequence[Taken]) -> list[Taken]:
    """Spelled as the attribute is that contacts have already."""
    found = []
    for one in taken:
        query = select(ContactAttribute.name).where(ContactAttribute.key == one.key).limit(1)
        found.append(one._replace(name=db.session.scalar(query) or one.name))
    return found


def zone_columns(one: ContactImport) -> list[int]:
    """The columns whose first values name time zones; one that is called so may name them by their cities."""
    named = zone_column.find(one.columns)
    return [
        at
        for at, column in enumerate(columns.kept(one.shown))
        if any(hours.named_zone(value) for value in column.examples if at == named or "/" in value)
    ]


def proposed(one: ContactImport) -> dict[str, str]:
    """The form as it is first shown: each column with values becomes an attribute, but for those of the name,
    of the time zone, and, in our own export, those that say no attribute."""
    zone = next((at for at in zone_columns(one) if at == zone_column.find(one.columns)), None)
    typed, left = {"names": ",".join(map(str, one.name_columns)), "known": FILL, "label": ""}, MOST_ATTRIBUTES
    typed["zone"] = "" if zone is None else str(zone)
    own = labels_column(one) is not None
    typed["names"] = str(own_export.NAME) if own else typed["names"]
    others = (own_export.NAME, own_export.LABELS, own_export.OPTED_OUT, own_export.SINCE) if own else ()
    for at, (heading, column) in enumerate(zip(one.columns, columns.kept(one.shown), strict=False)):
        typed[f"as-{at}"] = name = columns.attribute_name(own_export.attribute(heading) if own else heading)
        typed[f"dates-{at}"] = column.order
        says_some = name and column.examples and not heading.startswith("column_")
        if says_some and left and at not in (one.phone_column, zone, *one.name_columns, *others):
            typed[f"take-{at}"], left = "yes", left - 1
    return typed
