"""How far a sheet reaches: the quick look is never more trusting than the thorough one."""

from __future__ import annotations

from xml.parsers.expat import ExpatError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.services.intake.extent import XlsxExtent, XlsxGlance
from webapp.services.intake.faults import FileFault

HEAD = '<worksheet xmlns="m" xmlns:x="m"><cols><col min="1"/></cols><sheetData><row r="1">'
TAIL = "</row></sheetData><conditionalFormatting/></worksheet>"
PLACES = ("A1", "B2", "C3", "XFD1048576", "XFD2", "A1048576", "ZZZ9999999", "A99999999")

places = st.sampled_from(PLACES)
cells = st.one_of(
    places.map('<c r="{}"><v>1</v></c>'.format),
    places.map("<c t='n' r='{}'><v>1</v></c>".format),
    places.map('<c\nr="{}"><v>1</v></c>'.format),
    places.map('<x:c r="{}"><x:v>1</x:v></x:c>'.format),
    places.map('<c r="&#65;{}"><v>1</v></c>'.format),
    places.map('<c r="{}"/>'.format),
    places.map('<!-- <c r="{}"><v>1</v></c> -->'.format),
    st.sampled_from(
        ["<c><v>1</v></c>", "<c/>", '</row><row r="9999999">', "<v><![CDATA[<c ]]></v>", "a:c :c/"]
    ),
)


def too_far(sheet: bytes, size: int) -> bool:
    extent = XlsxExtent()
    try:
        for at in range(0, len(sheet), size):
            extent.feed(sheet[at : at + size])
    except FileFault:
        return True
    return False


def small_at_a_glance(sheet: bytes, size: int) -> bool:
    glance = XlsxGlance()
    for at in range(0, len(sheet), size):
        glance.feed(sheet[at : at + size])
    return glance.is_small()


@settings(max_examples=1000, deadline=None)
@given(st.lists(cells, max_size=6), st.sampled_from(["utf-8", "utf-16", "latin-1"]), st.integers(1, 400))
def test_what_reaches_too_far_is_never_small_at_a_glance(found: list[str], encoding: str, size: int) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding != "utf-16" else ""
    sheet = (declared + HEAD + "".join(found) + TAIL).encode(encoding)
    try:
        if too_far(sheet, size):
            assert not small_at_a_glance(sheet, size)
    except ExpatError:
        pass


@pytest.mark.parametrize("size", [1, 7, 100, 10_000])
def test_an_ordinary_sheet_needs_only_a_glance(size: int) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>x</t></is></c><c r="AB{n}"><v>1</v></c></row>'
        for n in range(1, 50)
    )
    sheet = (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet><cols/><sheetData>{rows}</sheetData></worksheet>'
    )
    assert small_at_a_glance(sheet.encode(), size)


@pytest.mark.parametrize("cells", ["<c r='A1'></d>", '<c r="A1" <v>', "&nobody;"])
def test_broken_xml_is_noticed_at_a_glance(cells: str) -> None:
    with pytest.raises(ExpatError):
        small_at_a_glance((HEAD + cells + TAIL).encode(), 10_000)


def test_a_tag_without_an_end_is_not_waited_for() -> None:
    glance = XlsxGlance()
    glance.feed(b"<worksheet><c")
    for _ in range(200):
        glance.feed(b" " * 1000)
    assert not glance.is_small()
