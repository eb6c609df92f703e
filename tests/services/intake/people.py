"""A small list in several forms, and how the tests read one."""

import io

from tests.services.intake import make
from webapp.services.intake import columns, rows, table

ANN, BOB = "+447400123456", "+447400123457"
PEOPLE = f"name,phone\nAnn,{ANN}\nBob,{BOB}\n"
HEAD, ROW = ["name", "phone"], ["Ann", 447400123456]
BOOK = make.xlsx(HEAD, ROW, ["Bob", BOB])


def csv_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def read(data: bytes, filename: str, country: str = "GB") -> tuple[table.Table, list[rows.CheckedRow]]:
    opened = table.open_table(io.BytesIO(data), filename)
    found = columns.find_phone(opened.columns, opened.sample, country)
    index = found.index if found.index is not None else 0
    return opened, [rows.check(n, cells, opened.columns, index, country) for n, cells in opened.rows()]
