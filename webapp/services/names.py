"""What a person is called, going by the columns of a list."""

from __future__ import annotations

from collections.abc import Sequence

WHOLE = ("name", "full name", "fullname", "contact name", "customer name")
FIRST = ("first name", "firstname", "given name", "forename", "vorname", "prénom", "nombre")
LAST = ("last name", "lastname", "surname", "family name", "nachname", "nom", "apellido")
LONGEST = 200


def of(columns: Sequence[str], cells: Sequence[str]) -> str:
    """The whole name, else first and last name; empty where the list has neither."""
    found = {_plain(column): cell.strip() for column, cell in zip(columns, cells, strict=False)}
    whole = _first_of(found, WHOLE)
    parts = (_first_of(found, FIRST), _first_of(found, LAST))
    return (whole or " ".join(part for part in parts if part))[:LONGEST]


def _plain(column: str) -> str:
    return " ".join(column.replace("_", " ").replace("-", " ").casefold().split())


def _first_of(found: dict[str, str], names: Sequence[str]) -> str:
    return next((found[name] for name in names if found.get(name)), "")
