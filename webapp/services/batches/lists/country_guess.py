"""Another country to assume for phones without a country code, where it fits more rows of a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import phonenumbers
from sqlalchemy import select

from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.number import Number
from webapp.models.recipient import Recipient
from webapp.rules.hours import zones
from webapp.rules.phones import phone

LOOKED_AT = 200
"""Rows with a phone, and as many without one, that are tried."""


class Fit(NamedTuple):
    """A country, and how many of the rows that cannot be used so far could be then."""

    country: str
    rows: int


def better(batch: Batch, zone: str) -> Fit | None:
    """The country with which clearly more rows have a phone; None: the present one is as good.

    Tried are the countries of phones with a country code in the list, of our numbers, and of `zone`, in which
    the person is who works on it.
    """
    rows = _written(batch)
    if not any(known is None for _, known in rows):
        return None
    tried = dict.fromkeys([*_of_phones(batch), *_of_numbers(), *zones.countries_of(zone)])
    fits = [_fit(country, rows) for country in tried if country != batch.country]
    return max((fit for fit in fits if fit), key=lambda fit: fit.rows, default=None)


def _fit(country: str, rows: list[tuple[str, str | None]]) -> Fit | None:
    """None where as many phones that can be read now would be other people's then, or none."""
    gained = sum(_read(text, country) is not None for text, known in rows if known is None)
    lost = sum(_read(text, country) != known for text, known in rows if known is not None)
    return Fit(country, gained) if gained > lost else None


def _read(text: str, country: str) -> str | None:
    try:
        return phone.parse(text, country)
    except phone.PhoneFault:
        return None


def _written(batch: Batch) -> list[tuple[str, str | None]]:
    """What stands in the cells for phones, and the phones that were read in them."""
    found: list[Any] = []
    for without in (Recipient.phone.is_(None), Recipient.phone.is_not(None)):
        query = select(Recipient.cells, Recipient.phone).where(Recipient.batch_id == batch.id, without)
        found += db.session.execute(query.order_by(Recipient.row_no).limit(LOOKED_AT)).all()
    at = batch.phone_column
    return [
        (cells[at], known)
        for cells, known in found
        if at is not None and len(cells) > at and cells[at].strip()
    ]


def _of_phones(batch: Batch) -> Iterator[str]:
    query = select(Recipient.phone).where(Recipient.batch_id == batch.id, Recipient.phone.is_not(None))
    yield from _regions(one for one in db.session.scalars(query.limit(LOOKED_AT)) if one)


def _of_numbers() -> Iterable[str]:
    return db.session.scalars(select(Number.country).distinct().order_by(Number.country))


def _regions(phones: Iterable[str]) -> Iterator[str]:
    for e164 in phones:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(e164))
        if region:
            yield region
