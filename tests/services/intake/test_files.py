"""Files that are odd, and sound: each ends in rows."""

import zipfile
from typing import Any

import pytest

from tests.services.intake import make
from tests.services.intake.people import ANN, BOB, BOOK, HEAD, PEOPLE, ROW, csv_of, read

GOOD = [(2, "Ann", ANN), (3, "Bob", BOB)]


def hidden_first(book: Any) -> None:
    book.worksheets[0].sheet_state = "hidden"
    shown = book.create_sheet("Shown")
    shown.append(HEAD)
    shown.append(ROW)


def several_sheets(book: Any) -> None:
    book.create_sheet("Empty")
    book.create_sheet("Old").append(["x", "y"])


def merged(book: Any) -> None:
    make.sheet(book).merge_cells("A3:A4")


def offset(book: Any) -> None:
    make.sheet(book)["C5"], make.sheet(book)["D5"] = HEAD
    make.sheet(book)["C7"], make.sheet(book)["D7"] = ROW


def formulas(data: bytes) -> bytes:
    return data.replace(b"<v>447400123456</v>", b"<f>447400123455+1</f><v>447400123456</v>")


READ: list[tuple[str, str, bytes, list[tuple[Any, ...]]]] = [
    ("plain", "a.csv", PEOPLE.encode(), GOOD),
    ("carriage returns", "a.csv", PEOPLE.replace("\n", "\r").encode(), GOOD),
    ("windows line ends", "a.csv", PEOPLE.replace("\n", "\r\n").encode(), GOOD),
    ("no line end at the end", "a.csv", PEOPLE.strip().encode(), GOOD),
    ("utf-8 with bom", "a.csv", PEOPLE.encode("utf-8-sig"), GOOD),
    ("utf-16 with bom", "a.csv", PEOPLE.encode("utf-16"), GOOD),
    ("utf-16 le without bom", "a.csv", PEOPLE.encode("utf-16-le"), GOOD),
    ("utf-16 be without bom", "a.csv", PEOPLE.encode("utf-16-be"), GOOD),
    ("utf-16 cut in half a character", "a.csv", PEOPLE.encode("utf-16")[:-1], [GOOD[0], (3, "Bob", None)]),
    ("utf-32", "a.csv", PEOPLE.encode("utf-32"), GOOD),
    ("semicolons", "a.csv", PEOPLE.replace(",", ";").encode(), GOOD),
    ("tabs in a csv", "a.csv", PEOPLE.replace(",", "\t").encode(), GOOD),
    ("tsv", "a.tsv", PEOPLE.replace(",", "\t").encode(), GOOD),
    ("bars", "a.txt", PEOPLE.replace(",", "|").encode(), GOOD),
    ("excel's sep line", "a.csv", b"sep=;\r\n" + PEOPLE.replace(",", ";").encode(), GOOD),
    ("semicolons and decimal commas", "a.csv", csv_of("sum;phone", f"1,5;{ANN}"), [(2, "1,5", ANN)]),
    ("everything quoted", "a.csv", csv_of('"name","phone"', f'"Ann","{ANN}"'), [(2, "Ann", ANN)]),
    ("spaces after commas", "a.csv", csv_of("name, phone", f'"Ann", "{ANN}"'), [(2, "Ann", ANN)]),
    ("comma in quotes", "a.csv", csv_of("name,phone", f'"Lee, Ann",{ANN}'), [(2, "Lee, Ann", ANN)]),
    ("quote in quotes", "a.csv", csv_of("name,phone", f'"Ann ""A""",{ANN}'), [(2, 'Ann "A"', ANN)]),
    ("quote in the middle", "a.csv", csv_of("size,phone", f'5" pipe,{ANN}'), [(2, '5" pipe', ANN)]),
    (
        "newline in quotes",
        "a.csv",
        csv_of("name,phone", f'"Ann\nLee",{ANN}', f"Bob,{BOB}"),
        [(2, "Ann\nLee", ANN), (3, "Bob", BOB)],
    ),
    (
        "blank lines keep their numbers",
        "a.csv",
        csv_of("", "name,phone", "", f"Ann,{ANN}", " , ", f"Bob,{BOB}"),
        [(4, "Ann", ANN), (6, "Bob", BOB)],
    ),
    ("short row", "a.csv", csv_of("phone,name", ANN), [(2, ANN, ANN)]),
    ("trailing commas", "a.csv", csv_of("name,phone,,", f"Ann,{ANN},,"), [(2, "Ann", ANN)]),
    ("nuls", "a.csv", PEOPLE.replace("Ann", "A\0nn").encode(), GOOD),
    ("one column", "a.csv", csv_of("phone", ANN, BOB), [(2, ANN, ANN), (3, BOB, BOB)]),
    ("formula guard", "a.csv", csv_of("name,phone", 'Ann,"=""07400123456"""'), [(2, "Ann", ANN)]),
    ("a phone number as a number", "a.csv", csv_of("name,phone", "Ann,447400123456.0"), [(2, "Ann", ANN)]),
    ("lost plus", "a.csv", csv_of("name,phone", "Ann,447400123456"), [(2, "Ann", ANN)]),
    ("lost zero", "a.csv", csv_of("name,phone", "Ann,7400123456"), [(2, "Ann", ANN)]),
    ("leading zeros", "a.csv", csv_of("code,phone", "007,07400123456"), [(2, "007", ANN)]),
    ("every digit in E", "a.csv", csv_of("name,phone", "Ann,4.47400123456E+11"), [(2, "Ann", ANN)]),
    ("rounded in E", "a.csv", csv_of("name,phone", "Ann,4.474E+11"), [(2, "Ann", None)]),
    ("a phone of 10,000 digits", "a.csv", csv_of("name,phone", "Ann," + "1" * 10_000), [(2, "Ann", None)]),
    ("a phone of 30,000 letters", "a.csv", csv_of("name,phone", "Ann," + "é" * 30_000), [(2, "Ann", None)]),
    (
        "a name of 10,000 letters",
        "a.csv",
        csv_of("name,phone", "n" * 10_000 + "," + ANN),
        [(2, "n" * 10_000, ANN)],
    ),
    ("no header", "a.csv", csv_of(f"Ann,{ANN}", f"Bob,{BOB}"), [(1, "Ann", ANN), (2, "Bob", BOB)]),
    ("a title above", "a.csv", csv_of("Our list,", "name,phone", f"Ann,{ANN}"), [(3, "Ann", ANN)]),
    (
        "cp1252",
        "a.csv",
        f"name,phone\nJosé,{ANN}\nMüller,{BOB}\n".encode("cp1252"),
        [(2, "José", ANN), (3, "Müller", BOB)],
    ),
    ("emoji and arabic", "a.csv", csv_of("name,phone", f"مريم 😀,{ANN}"), [(2, "مريم 😀", ANN)]),
    ("a csv named xlsx", "a.xlsx", PEOPLE.encode(), GOOD),
    ("an xlsx named csv", "a.csv", BOOK, GOOD),
    ("a name without an end", "list", PEOPLE.encode(), GOOD),
    ("a name with everything", "../\0😀" * 400 + ".csv", PEOPLE.encode(), GOOD),
    ("xlsx", "a.xlsx", BOOK, GOOD),
    ("xlsx with a hidden sheet first", "a.xlsx", make.xlsx(["secret"], ["x"], edit=hidden_first), GOOD[:1]),
    ("xlsx with several sheets", "a.xlsx", make.xlsx(HEAD, ROW, edit=several_sheets), GOOD[:1]),
    ("xlsx with merged cells", "a.xlsx", make.xlsx(HEAD, ROW, ["Bob", BOB], edit=merged), GOOD),
    (
        "xlsx with formulas",
        "a.xlsx",
        make.patched(make.xlsx(HEAD, ROW), "xl/worksheets/sheet1.xml", formulas),
        GOOD[:1],
    ),
    ("xlsx with an empty border", "a.xlsx", make.xlsx(edit=offset), [(7, "Ann", ANN)]),
    ("xlsx with a float", "a.xlsx", make.xlsx(HEAD, ["Ann", 7400123456.0]), GOOD[:1]),
    ("xlsx stored, not packed", "a.xlsx", make.zipped(make.members(BOOK), zipfile.ZIP_STORED), GOOD),
    ("xls", "a.xls", make.xls(HEAD, ["Ann", 447400123456.0], ["Bob", BOB]), GOOD),
    ("ods", "a.ods", make.ods(make.ods_row(*HEAD) + make.ods_row(*ROW) + make.ods_row("Bob", BOB)), GOOD),
    (
        "ods with a million empty rows below",
        "a.ods",
        make.ods(
            make.ods_row(*HEAD)
            + make.ods_row(*ROW)
            + '<table:table-row table:number-rows-repeated="1048574">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        ),
        GOOD[:1],
    ),
]


@pytest.mark.parametrize(
    ("filename", "data", "expected"), [row[1:] for row in READ], ids=[row[0] for row in READ]
)
def test_a_file_ends_in_rows(filename: str, data: bytes, expected: list[tuple[Any, ...]]) -> None:
    _, found = read(data, filename)
    assert [(row.row_no, row.cells[0], row.phone) for row in found] == expected
    assert all(bool(row.faults) == (row.phone is None) for row in found)
