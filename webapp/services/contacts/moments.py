"""Moments with their distance from UTC, as programs write them: compared on the clock of their contact.

Another time zone is another clock: then they are reckoned again.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, select, update

from webapp.bulk import cached_statement, execute_core, in_param
from webapp.db import db
from webapp.models.attribute import ContactAttribute
from webapp.models.contact import Contact
from webapp.rules import comparing
from webapp.services.hours import hours


def zone_of(phone: str, said: str) -> str:
    """Where they are: what they or staff have `said`, else the first zone in which their phone may be."""
    return (hours.zones_of(phone, said) or (comparing.UTC,))[0]


def reckon(contact_ids: Collection[int]) -> None:
    """For contacts who have such a moment, or are in another zone, since just now."""
    for row in execute_core(_kept(), {"ids": list(contact_ids)}) if contact_ids else ():
        if comparing.tells_offset(row.value):
            moment = comparing.as_moment(row.value, zone_of(row.phone, row.timezone))
            if moment != row.moment:
                this = update(ContactAttribute).where(ContactAttribute.id == row.id)
                db.session.execute(this.values(moment=moment))


@cached_statement
def _kept() -> Select[int, str, int | None, str, str]:
    one = ContactAttribute
    query = select(one.id, one.value, one.moment, Contact.phone, Contact.timezone)
    query = query.join(Contact, Contact.id == one.contact_id)
    return query.where(in_param(one.contact_id, "ids"), one.moment.is_not(None))
