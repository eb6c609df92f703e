"""Reading rows of a list to check them. One that cannot be read hides no other."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Text, cast, select

from webapp.db import only_reading
from webapp.models.recipient import Recipient
from webapp.services import containment
from webapp.services.batches.rows.row_findings import Row

UNREADABLE = "null"
"""In the place of its cells: nothing can be found out about such a row."""


def read(*where: ColumnElement[bool], limit: int | None = None) -> list[Row]:
    """The rows that fit, in their order; on a connection that holds no lock."""
    with only_reading() as connection:
        try:
            return _read(connection, *where, limit=limit)
        except Exception as error:
            if not containment.is_of_the_work(error):
                raise
            keys = (
                select(Recipient.id, Recipient.row_no).where(*where).order_by(Recipient.row_no).limit(limit)
            )
            return [_alone(connection, *key) for key in connection.execute(keys).all()]


def _read(connection: Connection, *where: ColumnElement[bool], limit: int | None = None) -> list[Row]:
    fields = [getattr(Recipient, name) for name in Row._fields]
    fields[Row._fields.index("cells")] = cast(Recipient.cells, Text)
    query = select(*fields).where(*where).order_by(Recipient.row_no).limit(limit)
    return list(map(Row._make, connection.execute(query).all()))


def _alone(connection: Connection, row_id: int, row_no: int) -> Row:
    try:
        return _read(connection, Recipient.id == row_id)[0]
    except Exception as error:
        if not containment.is_of_the_work(error):
            raise
        return Row(row_id, row_no, "", UNREADABLE, "", None, "", None)
