"""Lists as people bring them, made from a seed: messy phones of three countries, and what each must become.

Nothing is remembered, so that a list of a million rows can be written, and gone through again, in no memory.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import openpyxl

COUNTRY = "US"
COLUMNS = ["Customer no", "Phone number", "First name", "Last name", "City", "Order", "Balance", "Due on"]
PHONE = COLUMNS.index("Phone number")
MESSAGE = "Hi {{first_name|there}}, your order {{order}} is ready for you in {{city}}. Reply STOP to opt out."
MOST_SEGMENTS = 2

QUEUED, FAULTY, SKIPPED = "queued", "faulty", "skipped"
INVALID_SHARE = DUPLICATE_SHARE = 0.03
NO_ORDER_SHARE = 0.005
OPTED_OUT_ONE_IN = 50
PEOPLE = 10_000_000
"""How many have a phone of their own."""

_INVALID = (
    "n/a", "", "see notes", "12345", "+44 7400 12", "+999 123456789", "4.474E+11", "(202) 155-0123",
    "+1 202 555 012", "202-555-0134 ext 5", "+49 151 1234", "0044 7400 1234567", "2025550145 / 2025550146",
)  # fmt: skip
_US_AREAS = "202 206 212 214 303 305 312 313 404 415 503 512 602 617 619 702 713 773 808 917".split()
_GB_AREAS = "7400 7401 7402 7403 7500 7501 7701 7800 7801 7900".split()
_DE_AREAS = "151 152 157 159 176".split()
_US_FORMS = (
    "+1{a}{b}{c}", "({a}) {b}-{c}", "{a}-{b}-{c}", "{a}.{b}.{c}", "{a}{b}{c}", "1-{a}-{b}-{c}",
    "1{a}{b}{c}.0", "+1 ({a}) {b}-{c}", "001 {a} {b} {c}", "+1 {a} {b} {c}  ", "+1 {a}–{b}–{c}",
)  # fmt: skip
_GB_FORMS = (
    "+44{a}{b}{c}", "+44 {a} {b}{c}", "+44 (0){a} {b} {c}", "0044 {a} {b} {c}", "+44-{a}-{b}-{c}",
    "44{a}{b}{c}.0", "(+44) {a} {b}{c}", "+44 {a}.{b}.{c}",
)  # fmt: skip
_DE_FORMS = (
    "+49{a}{b}{c}", "+49 {a} {b}{c}", "+49 (0){a}/{b}{c}", "0049 {a} {b} {c}", "+49-{a}-{b}-{c}",
    "49{a}{b}{c}.0", "tel: +49 {a} {b} {c}", "0049{a}{b}{c}",
)  # fmt: skip
_FULL_WIDTH = str.maketrans("+0123456789", "＋０１２３４５６７８９")
_FULL_WIDTH_SHARE = 0.02

_NAMES = {"Ada": 1, "Ben": 1, "Chloé": 1, "Dörte": 1, "": 1, "Emily": 1, "Farid": 1, "Łucja": 2, "Zoë": 2}
"""First names, and the segments that a message with one takes: GSM-7 has neither Ł nor ë (3GPP TS 23.038)."""
_LAST = ("Miller", "Okafor", "Schmidt", "García", "O'Neill, Jr.", "Nguyen", 'Smith "Smithy"', "Brown")
_CITIES = ("Boston", "Leeds", "Köln", "San José, CA", "Bath", "Hamburg", "Washington, D.C.")


class Line(NamedTuple):
    """A row of a list and what it must become; `phone` is None where it must not have one."""

    row_no: int
    cells: list[str]
    phone: str | None
    status: str
    segments: int

    @property
    def as_number(self) -> bool:
        """Whether a spreadsheet holds its phone as a number, which loses + and leading zeros."""
        return self.cells[PHONE].endswith(".0")


def lines(rows: int, opted_out: bool = False, seed: int = 3) -> Iterator[Line]:
    """The rows of a list; `opted_out`: whether those of `opted_out_phones` are."""
    chance = random.Random(seed)
    people = 0
    unusable: set[int] = set()
    for row_no in range(2, rows + 2):
        kind = chance.random()
        order = "" if chance.random() < NO_ORDER_SHARE else f"A-{row_no:07d}"
        status = QUEUED if order else FAULTY
        if kind < INVALID_SHARE:
            raw, phone, status = chance.choice(_INVALID), None, FAULTY
        elif kind < INVALID_SHARE + DUPLICATE_SHARE and people:
            person = chance.randrange(people)
            raw, phone = _written(person, chance), phone_of(person)
            if order and person in unusable and not (opted_out and person % OPTED_OUT_ONE_IN == 0):
                unusable.remove(person)  # a row that cannot be used stands in no other's way
            elif order:
                status = SKIPPED
        else:
            raw, phone = _written(people, chance), phone_of(people)
            if opted_out and people % OPTED_OUT_ONE_IN == 0 and order:
                status = SKIPPED
            if not order:
                unusable.add(people)
            people += 1
        name = chance.choice(list(_NAMES))
        balance, due = f"{chance.randrange(10**6) / 100:.2f}", f"2026-{chance.randrange(1, 13):02d}-01"
        last, city = chance.choice(_LAST), chance.choice(_CITIES)
        cells = [f"C{row_no}", raw, name, last, city, order, balance, due]
        yield Line(row_no, cells, phone, status, _NAMES[name])


def phone_of(person: int) -> str:
    """The E.164 number of one of the people, each their own."""
    code, area, rest = _parts(person)
    return f"+{code}{area}{rest}"


def _parts(person: int) -> tuple[int, str, str]:
    """Calling code, area and the rest, of a mobile or local number that is really given out."""
    index, kind = divmod(person, 10)
    mixed = index * 7919 % 1_000_003  # a prime: no two people get the same one
    if kind < 6:
        local, area = divmod(mixed * 6 + kind, 20)
        return 1, _US_AREAS[area], str(2_000_000 + local)
    if kind < 8:
        local, area = divmod(mixed * 2 + kind - 6, 10)
        return 44, _GB_AREAS[area], f"{local:06d}"
    local, area = divmod(mixed * 2 + kind - 8, 5)
    return 49, _DE_AREAS[area], f"{local:08d}"


def _written(person: int, chance: random.Random) -> str:
    code, area, rest = _parts(person)
    form = chance.choice({1: _US_FORMS, 44: _GB_FORMS, 49: _DE_FORMS}[code])
    written = form.format(a=area, b=rest[:3], c=rest[3:])
    return written.translate(_FULL_WIDTH) if chance.random() < _FULL_WIDTH_SHARE else written


def opted_out_phones(count: int) -> Iterator[str]:
    """Every fiftieth of the people; beyond those whom a list can have, they are other people, in Alaska."""
    among = PEOPLE // OPTED_OUT_ONE_IN
    return (
        phone_of(index * OPTED_OUT_ONE_IN) if index < among else f"+1907{2_000_000 + index - among}"
        for index in range(count)
    )


def write_csv(path: Path, rows: int, opted_out: bool = False) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(line.cells for line in lines(rows, opted_out))


def write_xlsx(path: Path, rows: int, opted_out: bool = False) -> None:
    """The same; phones that look like numbers are numbers, everything else is text."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("People")
    sheet.append(COLUMNS)
    for line in lines(rows, opted_out):
        cells: list[object] = list(line.cells)
        if line.as_number and line.cells[PHONE].isascii():
            cells[PHONE] = float(line.cells[PHONE])
        sheet.append(cells)
    book.save(path)
