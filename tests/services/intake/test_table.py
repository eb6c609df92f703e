"""Tables: names of columns, what is told about a file, and what bounds it."""

import io
import tempfile
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from tests.services.intake import make
from webapp.services import uploads
from webapp.services.csv_lines import line
from webapp.services.intake import limits
from webapp.services.intake.faults import FileFault
from webapp.services.intake.table import Table, open_table

ANN = "+447400123456"


def opened(data: bytes | str, filename: str = "a.csv") -> Table:
    return open_table(io.BytesIO(data.encode() if isinstance(data, str) else data), filename)


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("name,phone", ["name", "phone"]),
        (" First  Name , phone ", ["First Name", "phone"]),
        ("name,", ["name", "column_2"]),
        ("name,Name", ["name", "Name_2"]),
        ("name,name,name_2", ["name", "name_2", "name_2_2"]),
        ("first_name,First Name", ["first_name", "First Name_2"]),
        ("phone", ["phone", "column_2"]),
    ],
)
def test_every_column_gets_a_name_of_its_own(header: str, columns: list[str]) -> None:
    below = ",".join("x" * max(2, len(header.split(","))))
    assert opened(f"{header}\n{below}\n" if "," in header else f"{header},\n{below}\n").columns == columns


def test_our_own_download_comes_back_as_it_was() -> None:
    said = ["-Ann", ANN, "@ann", "=1+1", "none; =2", "O'Brien"]
    written = line(["name", "phone", "@handle", "sum", "note", "family"]) + line(said)
    with opened("\ufeff" + written) as table:
        assert table.columns[2] == "@handle"
        assert [cells for _, cells in table.rows()] == [said]


def test_what_was_found_out_is_told() -> None:
    assert opened(f"name,phone\nAnn,{ANN}\n").notes == []
    assert opened(f"a;b\nAnn;{ANN}\n").notes == ["Its columns are separated by semicolons."]
    assert opened(f"a,b\nAnn,{ANN}\n", "a.xls").notes == [
        "The name ends in “.xls”, but the file is a text file."
    ]
    assert opened(f"a,a,\n1,2,{ANN}\n").notes == [
        "There is more than one column “a”; column 2 is called “a_2”.",
        "Column 3 has no name; it is called “column_3”.",
    ]
    (note,) = opened(f"Ann,{ANN}\n").notes
    assert note.startswith("Row 1 already holds a phone number, so there is no header")


def test_a_guessed_encoding_is_told() -> None:
    (note,) = opened("name,phone\nJosé,1\nRenée,2\n".encode("cp1252")).notes
    assert note.startswith("The file is not in UTF-8; it was read as Windows-1252")


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("cp1252", "Müller, Jürgen; Straße; Ça va, François; Muñoz"),
        ("cp1250", "Łukasz Żółć; Grażyna Święcicka; Małgorzata Źdźbło; Dvořák; Příliš žluťoučký kůň"),
        ("cp1251", "Екатерина Иванова; Михаил Петрович; улица Ленина"),
        ("shift_jis", "山田太郎 東京都渋谷区; すずき はなこ"),
    ],
)
def test_old_encodings_are_recognised(codec: str, name: str) -> None:
    table = opened(f"note\tphone\n{name}\t{ANN}\n".encode(codec) * 3)
    assert table.sample[0][0] == name


def test_sheets_that_were_not_read_are_named() -> None:
    def more(book: make.openpyxl.Workbook) -> None:
        book.create_sheet("Old").append(["x"])
        book.create_sheet("Empty")
        hidden = book.create_sheet("Secret")
        hidden.append(["y"])
        hidden.sheet_state = "hidden"
        make.sheet(book).merge_cells("A3:B3")

    table = opened(make.xlsx(["name", "phone"], ["Ann", ANN], edit=more), "a.xlsx")
    assert table.notes == [
        "The sheet “Sheet” was read; not read: “Old”.",
        "The sheet has merged cells; only the first cell of each has a value.",
    ]


def test_rows_can_be_read_again_and_are_padded() -> None:
    table = opened(f"phone,name,city\n{ANN}\n{ANN},Ann,Rome,\n{ANN},Ann,Rome,Italy\n")
    expected = [(2, [ANN, "", ""]), (3, [ANN, "Ann", "Rome"]), (4, [ANN, "Ann", "Rome", "Italy"])]
    assert list(table.rows()) == expected
    assert list(table.rows()) == expected
    assert table.sample == [cells for _, cells in expected]


def test_the_number_of_rows_is_guessed_well_enough_for_progress() -> None:
    table = opened("name,phone\n" + f"Ann,{ANN}\n" * 50_000)
    assert 45_000 < table.size_hint < 55_000
    assert opened(make.xlsx(["a", "b"], [1, 2], [3, 4]), "a.xlsx").size_hint == 2


def test_a_path_is_opened_and_closed_and_a_file_is_left_open(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"name,phone\nAnn,{ANN}\n")
    with open_table(path, path.name) as table:
        assert list(table.rows()) == [(2, ["Ann", ANN])]
    with path.open("rb") as file:
        with open_table(file, path.name) as table:
            assert list(table.rows()) == [(2, ["Ann", ANN])]
        assert not file.closed


@pytest.mark.parametrize("in_memory", [10_000_000, 1])
@pytest.mark.parametrize("filename", ["a.csv", "a.xlsx"])
def test_a_temporary_file_will_do_in_memory_and_on_disk(filename: str, in_memory: int) -> None:
    data = (
        make.xlsx(["name", "phone"], ["Ann", ANN])
        if filename == "a.xlsx"
        else f"name,phone\nAnn,{ANN}\n".encode()
    )
    with tempfile.SpooledTemporaryFile(max_size=in_memory) as file:
        file.write(data)
        table = open_table(cast(BinaryIO, file), filename)
        assert list(table.rows()) == list(table.rows()) == [(2, ["Ann", ANN])]


def test_too_many_rows_and_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ROWS", 200)
    table = opened("name,phone\n" + f"Ann,{ANN}\n" * 201)
    with pytest.raises(FileFault, match=r"more than 200 rows\. Split it\.") as caught:
        list(table.rows())
    assert caught.value.code == "too_many_rows"
    monkeypatch.setattr(uploads, "MAX_BYTES", 10)
    with pytest.raises(FileFault) as caught:
        opened("name,phone\n" * 20)
    assert caught.value.code == "too_big"


def test_a_line_that_never_ends_is_refused_before_it_fills_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MAX_LINE", 100_000)
    with pytest.raises(FileFault) as caught:
        list(opened("name,phone\nAnn,1\n" * 9_000 + "x," * 60_000).rows())
    assert caught.value.code == "long_line"


def test_none_is_an_answer_where_people_may_mean_it() -> None:
    table = opened(f"name,phone,Allergies,city\nNone,{ANN},None,None\nAnn,{ANN},Nuts,Rome\nBob,{ANN},N/A,\n")
    assert [cells for _, cells in table.rows()] == [
        ["", ANN, "None", ""],
        ["Ann", ANN, "Nuts", "Rome"],
        ["Bob", ANN, "", ""],
    ]
    assert table.notes == [
        "Cells that say only “None” or “N/A” count as empty.",
        "“None” is taken for an answer in the columns where people may mean it, and not for empty.",
    ]


def test_of_a_column_where_people_write_none_every_none_is_an_answer() -> None:
    table = opened(f"name,phone,colour\nAnn,{ANN},none\nBob,{ANN}, None\n")
    assert [cells[2] for _, cells in table.rows()] == ["none", "None"]


def test_a_placeholder_that_a_program_has_left_is_no_name() -> None:
    lines = ["{{first_name}},phone", "Ann,1", "{{first_name}},2", "[Name],3"]
    table = open_table(io.BytesIO("\n".join(lines).encode()), "a.csv")
    assert table.columns == ["first_name", "phone"]
    assert [cells for _, cells in table.rows()] == [["Ann", "1"], ["", "2"], ["", "3"]]
    assert table.notes == [
        "Cells that say only “{{first_name}}” or “[Name]” count as empty: a program has not filled them in."
    ]


def test_headings_that_come_again_are_no_one() -> None:
    """Reports have them on each page, and files that were put together."""
    lines = ["Name,Phone,", "Ann,1,x", "Name,Phone,", "\ufeffName,Phone", "Name,2", "Bob,Phone", "phone,Name"]
    table = open_table(io.BytesIO("\n".join(lines).encode()), "a.csv")
    assert [number for number, _ in table.rows()] == [2, 5, 6, 7]
