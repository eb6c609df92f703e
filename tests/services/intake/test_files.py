"""Nasty files: each ends in rows, or in one plain sentence."""

import io
import zipfile
from typing import Any

import pytest

from tests.services.intake import make
from webapp.services.intake import columns, limits, rows, table
from webapp.services.intake.faults import FileFault

ANN, BOB = "+447400123456", "+447400123457"
PEOPLE = f"name,phone\nAnn,{ANN}\nBob,{BOB}\n"
GOOD = [(2, "Ann", ANN), (3, "Bob", BOB)]
HEAD, ROW = ["name", "phone"], ["Ann", 447400123456]
BOOK = make.xlsx(HEAD, ROW, ["Bob", BOB])


def csv_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


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


def all_hidden(data: bytes) -> bytes:
    return data.replace(b'state="visible"', b'state="hidden"')


def formulas(data: bytes) -> bytes:
    return data.replace(b"<v>447400123456</v>", b"<f>447400123455+1</f><v>447400123456</v>")


def read(data: bytes, filename: str, country: str = "GB") -> tuple[table.Table, list[rows.CheckedRow]]:
    opened = table.open_table(io.BytesIO(data), filename)
    found = columns.find_phone(opened.columns, opened.sample, country)
    index = found.index if found.index is not None else 0
    return opened, [rows.check(n, cells, opened.columns, index, country) for n, cells in opened.rows()]


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


BOMB = make.zipped({**make.members(BOOK), "xl/media/zeros": b"\0" * 40_000_000})
LIE = make.lying(BOMB, "xl/media/zeros")
FAR = (
    '<table:table-row table:number-rows-repeated="1000000">'
    '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
)
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def far(book: Any) -> None:
    make.sheet(book)["XFD1048576"] = "far"


def not_xml(_: bytes) -> bytes:
    return b"<worksheet><sheetData><row"


REFUSED: list[tuple[str, str, bytes, str, str]] = [
    ("empty", "a.csv", b"", "empty", "The file is empty."),
    ("white space", "a.csv", b" \r\n\t\n", "empty", "The file is empty."),
    ("a bom and nothing", "a.csv", b"\xef\xbb\xbf\n", "empty", "The file is empty."),
    ("a utf-16 bom and nothing", "a.csv", b"\xff\xfe", "empty", "The file is empty."),
    ("only delimiters", "a.csv", b",,,\n,,\n", "empty", "The file is empty."),
    ("header only", "a.csv", b"name,phone\n", "no_rows", "a header row and no rows below it"),
    ("header only in xlsx", "a.xlsx", make.xlsx(HEAD), "no_rows", "no rows below it"),
    ("an empty workbook", "a.xlsx", make.xlsx(), "empty", "no visible sheet with anything in it"),
    (
        "all sheets hidden",
        "a.xlsx",
        make.patched(BOOK, "xl/workbook.xml", all_hidden),
        "empty",
        "no visible sheet",
    ),
    (
        "too many columns",
        "a.csv",
        b",".join(b"c%d" % n for n in range(201)) + b"\n1\n",
        "too_many_columns",
        "201",
    ),
    (
        "an open quote",
        "a.csv",
        csv_of("name,phone", f'"Ann,{ANN}', f"Bob,{BOB}"),
        "open_quote",
        "Row 2 opens a quote",
    ),
    ("an open quote in much text", "a.csv", b'a,b\n1,2\n"x,' + b"y\n" * 90_000, "open_quote", "Row 3 opens"),
    ("a pdf named csv", "a.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "not_a_table", "a PDF document"),
    ("a png", "a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_a_table", "an image"),
    ("a jpeg", "a.xlsx", b"\xff\xd8\xff\xe0\0\x10JFIF", "not_a_table", "an image"),
    ("a photograph from a phone", "a.csv", b"\0\0\0\x18ftypheic\0\0\0\0", "not_a_table", "an image"),
    ("a gzip", "a.csv", b"\x1f\x8b\x08\0\0\0\0\0", "not_a_table", "compressed"),
    ("a web page named xls", "a.xls", b"\n<html><table><tr><td>", "not_a_table", "a web page"),
    ("an xml document", "a.xls", b'<?xml version="1.0"?><Workbook/>', "not_a_table", "an XML document"),
    ("json", "a.csv", b'[{"phone": "1"}]', "not_a_table", "a JSON document"),
    ("a vcard", "a.csv", b"BEGIN:VCARD\nTEL:1", "not_a_table", "an address book"),
    ("noise", "a.csv", bytes(range(256)) * 8, "not_a_table", "neither text"),
    ("nothing but nuls after a letter", "a.csv", b"a\0\0\0" * 100, "not_a_table", "neither text"),
    (
        "a word document",
        "a.xlsx",
        make.zipped({"word/document.xml": b"<x/>"}),
        "not_a_table",
        "a text document",
    ),
    ("an old word document", "a.xls", make.ole("WordDocument"), "not_a_table", "a text document"),
    ("an ole of something", "a.xls", make.ole("Whatever"), "not_a_table", "neither text nor a spreadsheet"),
    ("a very old workbook", "a.xls", make.ole("Book"), "too_old", "a very old Excel"),
    ("a zip archive", "a.zip", make.zipped({"people.csv": PEOPLE.encode()}), "archive", "a ZIP archive"),
    ("a zip in a zip", "a.xlsx", make.zipped({"inner.zip": BOOK}), "archive", "a ZIP archive"),
    ("an empty zip", "a.xlsx", make.zipped({}), "archive", "a ZIP archive"),
    ("numbers", "a.numbers", make.zipped({"Index/Document.iwa": b"x"}), "numbers", "a Numbers document"),
    ("xlsb", "a.xlsb", make.zipped({"xl/workbook.bin": b"x"}), "xlsb", "Save it as XLSX"),
    ("a protected xlsx", "a.xlsx", make.ole("EncryptedPackage"), "password", "protected by a password"),
    ("a protected xls", "a.xls", make.xls(HEAD, filepass=True), "password", "protected by a password"),
    ("a protected ods", "a.ods", make.ods("", manifest=b"<m:encryption-data/>"), "password", "by a password"),
    ("half an xlsx", "a.xlsx", BOOK[: len(BOOK) // 2], "damaged", "damaged"),
    ("an xlsx with bytes turned", "a.xlsx", BOOK.replace(b"\x00\x00", b"\x01\x00"), "damaged", "damaged"),
    (
        "an xlsx without its sheet",
        "a.xlsx",
        make.patched(BOOK, "xl/worksheets/sheet1.xml", not_xml),
        "damaged",
        "",
    ),
    ("an xls that is none", "a.xls", make.ole("Workbook", b"no records"), "damaged", "damaged"),
    ("a zip bomb", "a.xlsx", BOMB, "too_large", "too large when unpacked"),
    ("a zip bomb that lies", "a.xlsx", LIE, "too_large", "too large when unpacked"),
    (
        "strings without end",
        "a.xlsx",
        make.zipped({**make.members(BOOK), "xl/sharedStrings.xml": b" " * 9_000_000}),
        "too_large",
        "too large when unpacked",
    ),
    (
        "a cell far out",
        "a.xlsx",
        make.xlsx(HEAD, ROW, edit=far),
        "too_many_cells",
        "reaches 1,048,576 rows by 16,384",
    ),
    (
        "an ods cell far out",
        "a.ods",
        make.ods(FAR + make.ods_row(1.0, 1.0)),
        "no_rows",
        "",
    ),
    (
        "an ods that repeats",
        "a.ods",
        make.ods(make.ods_row(*["x"] * 100, repeat=1_000_000)),
        "too_many_cells",
        "1,000,000",
    ),
    (
        "an ods with a wrong count",
        "a.ods",
        make.ods(make.ods_row("x").replace('"1"', '"many"')),
        "damaged",
        "damaged",
    ),
    ("an entity bomb in ods", "a.ods", make.ods(make.ods_row("&b;"), before=DOCTYPE), "damaged", ""),
    (
        "an entity bomb in xlsx",
        "a.xlsx",
        make.patched(BOOK, "xl/styles.xml", lambda part: DOCTYPE.encode() + part),
        "damaged",
        "damaged",
    ),
]


@pytest.mark.parametrize(
    ("filename", "data", "code", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_file_ends_in_one_plain_sentence(
    filename: str, data: bytes, code: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_INFLATED", 30_000_000)
    monkeypatch.setattr(limits, "MAX_SHARED_STRINGS", 8_000_000)
    with pytest.raises(FileFault) as caught:
        read(data, filename)
    assert caught.value.code == code
    assert words in caught.value.sentence
    assert caught.value.sentence.endswith(".") and len(caught.value.sentence) < 200
