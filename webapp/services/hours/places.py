"""The table of places with hours of their own: what Outbound came with, and what the team made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select

from webapp.db import db, now
from webapp.errors import Fault, NotFound
from webapp.models.place import ChangedPlace
from webapp.models.user import User
from webapp.rules.hours.hours import Hours, next_open
from webapp.rules.hours.places import DEFAULTS, EVERYWHERE, Atlas, Place
from webapp.services import events
from webapp.services.hours.place_form import DAYS, PlaceForm, as_text, checked, read, spoken
from webapp.services.setting_list import BY_KEY
from webapp.services.team import setting_changes

CAME_WITH = {place.code: place for place in DEFAULTS}


@dataclass(frozen=True)
class Entry:
    """A place as it holds. `changed_at`: when the team changed it; None: as Outbound came with it."""

    place: Place
    changed_at: datetime | None = None
    removed: bool = False

    @property
    def default(self) -> bool:
        """Whether Outbound came with a place of this code, so that it can be put back."""
        return self.place.code in CAME_WITH


def atlas() -> Atlas:
    """The places that hold now."""
    return _atlas(tuple(entry.place for entry in table() if not entry.removed))


@lru_cache(maxsize=4)
def _atlas(held: tuple[Place, ...]) -> Atlas:
    return Atlas(held)


def table() -> list[Entry]:
    """All places: everywhere first, then by name; with those that were removed."""
    entries = {code: Entry(place) for code, place in CAME_WITH.items()}
    for row in db.session.scalars(select(ChangedPlace)):
        entries[row.code] = Entry(_place(row), row.changed_at, row.removed)
    return sorted(entries.values(), key=lambda one: (one.place.code != EVERYWHERE, one.place.name))


def get(code: str) -> Entry:
    """Raises NotFound."""
    for entry in table():
        if entry.place.code == code:
            return entry
    raise NotFound("There is no such place in the table.")


def change(code: str, form: PlaceForm, by: User) -> None:
    """Set what holds for a place. Raises NotFound, or Faults that name the fields."""
    before = get(code).place
    place = checked(code, form)
    if code == EVERYWHERE and place.prefixes != before.prefixes:
        raise Fault("This row is for everywhere.", "prefixes")
    _must_open(place)
    put(place, by)
    events.note("hours.changed", user_id=by.id, place=place.name, before=spoken(before), after=spoken(place))


def add(form: PlaceForm, by: User) -> Place:
    """A place of the team's own. Raises Faults that name the fields."""
    code = f"own-{1 + max((_number(one.place.code) for one in table()), default=0)}"
    place = checked(code, form)
    _must_open(place)
    put(place, by)
    events.note("hours.added", user_id=by.id, place=place.name, after=spoken(place))
    return place


def remove(code: str, by: User) -> None:
    """From now on only the hours of everywhere hold there. Raises NotFound or Fault."""
    if code == EVERYWHERE:
        raise Fault("The hours of everywhere cannot be removed.")
    place = get(code).place
    if code in CAME_WITH:
        put(place, by, removed=True)
    else:
        db.session.delete(db.session.get_one(ChangedPlace, code))
    events.note("hours.removed", user_id=by.id, place=place.name, before=spoken(place))


def put_back(code: str, by: User) -> None:
    """As Outbound came with it. Raises NotFound."""
    row = db.session.get(ChangedPlace, code)
    if row is None or code not in CAME_WITH:
        raise NotFound("Nothing was changed here.")
    db.session.delete(row)
    events.note("hours.put_back", user_id=by.id, place=CAME_WITH[code].name)


def _must_open(changed: Place) -> None:
    """Raises Fault where a place would never be open: its hours and those of everywhere never meet."""
    held = {one.place.code: one.place for one in table() if not one.removed} | {changed.code: changed}
    everywhere = held[EVERYWHERE]
    for place in held.values() if changed.code == EVERYWHERE else (changed,):
        if next_open(now(), ("UTC",), (everywhere.hours, place.hours)) is None:
            name = "no one" if place.code == EVERYWHERE else f"no one in {place.name}"
            raise Fault(f"With these hours {name} could ever be reached.", "weekdays")


def set_rules(keep: bool, answer_hours: str, by: User) -> list[str]:
    """Whether hours are kept at all, and how long after someone wrote they may be answered at any hour.

    Returns the settings that changed. Raises Fault that names the field.
    """
    within = BY_KEY["answer_hours"].kind.read(answer_hours, "answer_hours")
    return setting_changes.change_to({"keep_hours": keep, "answer_hours": within}, by)


def put(place: Place, by: User, *, removed: bool = False) -> None:
    """Let this hold for its code from now on."""
    spans = {days: as_text(getattr(place.hours, days)) for days in DAYS}
    row = ChangedPlace(
        code=place.code,
        name=place.name,
        prefixes=" ".join(place.prefixes),
        calendar=place.hours.calendar,
        since=place.since,
        source=place.source,
        removed=removed,
        changed_by=by.id,
        changed_at=now(),
        **spans,
    )
    db.session.merge(row)


def _place(row: ChangedPlace) -> Place:
    spans = {days: read(getattr(row, days)) for days in DAYS}
    prefixes = tuple(row.prefixes.split())
    return Place(row.code, row.name, prefixes, Hours(**spans, calendar=row.calendar), row.since, row.source)


def _number(code: str) -> int:
    return int(code.removeprefix("own-")) if re.fullmatch(r"own-\d{1,6}", code) else 0
