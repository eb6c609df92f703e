"""Files that cannot be used: each ends in one plain sentence."""

from typing import Any

import pytest

from tests.services.intake import make
from tests.services.intake.people import ANN, BOB, BOOK, HEAD, PEOPLE, ROW, csv_of, read
from webapp.services.intake import limits
from webapp.services.intake.faults import FileFault


def all_hidden(data: bytes) -> bytes:
    return data.replace(b'state="visible"', b'state="hidden"')


SHEET = "xl/worksheets/sheet1.xml"
BOMB = make.patched(
    BOOK, SHEET, lambda part: part.replace(b"</sheetData>", b" " * 40_000_000 + b"</sheetData>")
)
LIE = make.lying(BOMB, SHEET)
TEXTS = make.patched(
    BOOK, SHEET, lambda part: part.replace(b't="inlineStr"><is><t>name</t></is>', b't="s"><v>0</v>')
)
STRINGS = {"xl/sharedStrings.xml": b"<sst>" + b" " * 9_000_000}
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
    ("json on lines", "a.json", b'[\r\n  {\r\n    "phone": "1"}]', "not_a_table", "a JSON document"),
    ("json with a mark", "a.json", b'\xef\xbb\xbf{ "people": []}', "not_a_table", "a JSON document"),
    ("a vcard", "a.csv", b"BEGIN:VCARD\nTEL:1", "not_a_table", "an address book"),
    ("a vcard with a mark", "a.vcf", b"\xef\xbb\xbfBEGIN:VCARD\r\nTEL:1", "not_a_table", "upload the CSV"),
    ("a vcard below a line", "a.vcf", b"\r\nBEGIN:VCARD\r\nTEL:1", "not_a_table", "an address book"),
    ("a small vcard", "a.vcf", b"begin:vcard\nversion:2.1\ntel:1", "not_a_table", "an address book"),
    ("a wide vcard", "a.vcf", "BEGIN:VCARD\r\nTEL:1".encode("utf-16"), "not_a_table", "an address book"),
    ("a calendar", "a.ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0", "not_a_table", "a calendar"),
    ("a wide web page", "a.xls", "<html><table>".encode("utf-16"), "not_a_table", "a web page"),
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
    ("a zip bomb that lies", "a.xlsx", LIE, "damaged", "damaged"),
    (
        "strings without end",
        "a.xlsx",
        make.zipped({**make.members(TEXTS), **STRINGS}),
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
